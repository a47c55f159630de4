"""Every place to write in, on both sites, and what a person does there."""

from __future__ import annotations

import base64
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page

from tests.browser.harness import Chromium
from tests.browser.panel import Panel
from tests.browser.sitting import Sitting


@dataclass(frozen=True)
class Composer:
    """Where one composer is. `opens` are clicked in turn to get to it; the selectors are inside `root`."""

    name: str
    url: str
    root: str
    editor: str
    post: str
    photo: str
    device: str | None
    send: str | None
    newline: str = "Enter"
    """The key that ends a line."""
    joint: str = "\n"
    """What the site's own model puts between two lines."""
    opens: tuple[str, ...] = ()

    def __str__(self) -> str:
        return self.name


X_EDITOR = '[data-testid^="tweetTextarea_"][contenteditable="true"]'
X_PHOTO = "[data-testid=fileInput] + button"
X_DEVICE = "[data-testid=fileInput] + button + button"
FB_EDITOR = "[data-lexical-editor=true]"
FB_PHOTO = "input[type=file] + [role=button]"
FB_DEVICE = "input[type=file] + [role=button] + [role=button]"


def _x(name: str, url: str, *, dialog: bool = False, opens: tuple[str, ...] = ()) -> Composer:
    root = "[role=dialog]" if dialog else "[data-testid=primaryColumn]"
    post = "[data-testid=tweetButton]" if dialog else "[data-testid=tweetButtonInline]"
    return Composer(name, url, root, X_EDITOR, post, X_PHOTO, X_DEVICE, "Control+Enter", opens=opens)


def _comment(name: str, root: str, opens: tuple[str, ...] = ()) -> Composer:
    url, post = "https://www.facebook.com/", "li:last-child [role=button]"
    return Composer(name, url, root, FB_EDITOR, post, FB_PHOTO, None, "Enter", "Shift+Enter", opens=opens)


X_HOME = _x("x-home", "https://x.com/home")
X_DIALOG = _x("x-dialog", "https://x.com/home", dialog=True, opens=("[data-testid=SideNav_NewTweet_Button]",))
X_REPLY = _x("x-reply", "https://x.com/hdelcourt_mg/status/2081")
X_REPLY_DIALOG = _x("x-reply-dialog", "https://x.com/home", dialog=True, opens=("[data-testid=reply] >> nth=0",))
TWITTER = _x("twitter", "https://twitter.com/home")
FB_POST = Composer(
    "facebook-post",
    "https://www.facebook.com/",
    "[role=dialog]",
    FB_EDITOR,
    "form > [role=button]",
    FB_PHOTO,
    FB_DEVICE,
    None,
    joint="\n\n",
    opens=("[role=main] [role=button] >> nth=0",),
)
FB_COMMENT = _comment("facebook-comment", "[role=main] > [role=article]:nth-of-type(1) > div > form")
FB_REPLY = _comment(
    "facebook-reply",
    "[role=article] [role=article] form",
    opens=("[role=article] [role=article] [role=button] >> nth=0",),
)

SITES = (X_HOME, FB_POST)
"""The main composer of each site."""

ALL = (X_HOME, X_DIALOG, X_REPLY, X_REPLY_DIALOG, TWITTER, FB_POST, FB_COMMENT, FB_REPLY)


class Desk(Sitting):
    """A person in front of one composer in a fresh page."""

    def __init__(self, browser: Chromium, composer: Composer, query: str = "") -> None:
        self.browser, self.composer = browser, composer
        self.errors: list[str] = []
        self.page: Page = browser.page()
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.goto(composer.url + query)
        for selector in composer.opens:
            self.page.click(selector)
        self.root: Locator = self.page.locator(composer.root).first
        self.editor: Locator = self.root.locator(composer.editor).first
        self.editor.wait_for()
        self.panel = Panel(self.page)

    def close(self) -> None:
        self.page.close()

    def ask(self, function: str, *arguments: Any) -> Any:
        return self.page.evaluate(function, *arguments)

    # ---- writing

    def type(self, text: str, *, into: Locator | None = None) -> float:
        """Type into the editor; return the moment of the last key (`time.monotonic`)."""
        (into or self.editor).click()
        return self.type_on(text)

    def type_on(self, text: str) -> float:
        """Go on typing where the caret is. A line is ended with the key that ends it there."""
        for number, line in enumerate(text.split("\n")):
            if number:
                self.page.keyboard.press(self.composer.newline)
            self.page.keyboard.type(line)
        return time.monotonic()

    def clear(self) -> None:
        self.editor.click()
        self.page.keyboard.press("Control+a")
        self.page.keyboard.press("Delete")

    def text(self) -> str:
        """Return what the editor holds, one line a block."""
        # an empty block shows as a line end of its own
        lines = [line.strip("\n") for line in self.editor.locator("[data-block=true], p").all_inner_texts()]
        return "\n".join(lines).replace("\u00a0", " ")

    # ---- posting

    @property
    def button(self) -> Locator:
        return self.root.locator(self.composer.post).last

    def post(self, how: str = "click") -> None:
        """Post by `click`, by `shortcut`, or by a key on the Post button (`Enter`, `Space`)."""
        if how == "click":
            self.button.click()
        elif how == "shortcut":
            assert self.composer.send
            self.page.keyboard.press(self.composer.send)
        else:
            self.button.focus()
            self.page.keyboard.press(how)

    # ---- photos

    def choose(self, file: Path, selector: str | None = None) -> None:
        """Choose a file in the dialog that the photo button opens."""
        with self.page.expect_file_chooser() as dialog:
            self.root.locator(selector or self.composer.photo).first.click()
        dialog.value.set_files(file)

    def choose_detached(self, file: Path) -> None:
        """Choose a file through an input that the page never attaches."""
        assert self.composer.device
        self.choose(file, self.composer.device)

    def drop(self, file: Path) -> None:
        """Drop a file on the editor, as a trusted drop."""
        area = self.editor.bounding_box()
        assert area
        place = {"x": area["x"] + min(area["width"] / 2, 60), "y": area["y"] + area["height"] / 2}
        data = {"items": [], "files": [str(file)], "dragOperationsMask": 1}
        session = self.page.context.new_cdp_session(self.page)
        for kind in ("dragEnter", "dragOver", "drop"):
            session.send("Input.dispatchDragEvent", {"type": kind, **place, "data": data})
        session.detach()

    def paste(self, file: Path, text: str = "") -> None:
        """Put a PNG on the real clipboard from another page, beside a text if there is one, and paste both."""
        other = self.browser.page()
        other.goto("https://clipboard.example/")
        other.bring_to_front()
        other.evaluate(
            """async ([data, text]) => {
              const bytes = Uint8Array.from(atob(data), (c) => c.charCodeAt(0));
              const all = { 'image/png': new Blob([bytes], { type: 'image/png' }) };
              if (text) all['text/plain'] = new Blob([text], { type: 'text/plain' });
              await navigator.clipboard.write([new ClipboardItem(all)]);
            }""",
            [base64.b64encode(file.read_bytes()).decode(), text],
        )
        other.close()
        self.page.bring_to_front()
        self.editor.click()
        self.page.keyboard.press("Control+v")


@contextmanager
def sitting_at(browser: Chromium) -> Iterator[Callable[..., Desk]]:
    """Sit down at composers, in `browser` or in another one; the pages are closed afterwards.

    A page that throws an error of its own fails the test, whatever else it checks.
    """
    desks: list[Desk] = []

    def open_desk(composer: Composer, *, where: Chromium = browser, query: str = "") -> Desk:
        desks.append(Desk(where, composer, query))
        return desks[-1]

    yield open_desk
    errors = [error for desk in desks for error in desk.errors]
    for desk in desks:
        desk.close()
    assert not errors, errors
