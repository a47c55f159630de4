"""A person in front of one composer in Firefox: the same composers as in Chromium, other hands."""

from __future__ import annotations

import base64
import re
import time
from pathlib import Path
from typing import Any

from tests.browser.bidi import BiDiError, Tab
from tests.browser.composers import Composer
from tests.browser.firefox import Firefox
from tests.browser.panel import LOOK, Seen, Shown
from tests.browser.sitting import Sitting


class FirefoxPanel(Shown):
    """The panel of one page in Firefox, read by the description that the protocol gives of a closed root."""

    def __init__(self, tab: Tab) -> None:
        self._tab = tab

    def roots(self) -> list[str]:
        """Return the closed shadow roots of the page."""
        # an element that holds one shows nothing else: it has no children that could be seen
        hosts = self._tab.locate("div:empty", includeShadowTree="all", maxDomDepth=0)
        roots = [host["value"].get("shadowRoot") for host in hosts]
        return [root["sharedId"] for root in roots if root and root["value"]["mode"] == "closed"]

    def _look(self) -> Seen:
        seen = Seen()
        for root in self.roots():
            try:
                seen.add(self._tab.run(LOOK, on=root, apart=True))
            except BiDiError as error:
                if "no such" not in str(error):  # the panel has left the page since it was found
                    raise
        return seen

    def pause(self, seconds: float) -> None:
        time.sleep(seconds)

    def _press(self, x: float, y: float) -> None:
        self._tab.click_at(x, y)


class FirefoxDesk(Sitting):
    """A fresh page with one composer open; the words are those of `composers.Desk`."""

    def __init__(self, browser: Firefox, composer: Composer, query: str = "") -> None:
        self.browser, self.composer = browser, composer
        self.tab = browser.page(composer.url + query)
        self.panel = FirefoxPanel(self.tab)
        for selector in composer.opens:
            self.tab.click(self._node(selector))
        self.editor = self._node(composer.editor, self._root)

    @property
    def _root(self) -> str:
        return self._node(self.composer.root)

    def _node(self, selector: str, within: str | None = None) -> str:
        # a number after `nth=` is Playwright's way to say which of several
        css, _, number = selector.partition(" >> nth=")
        return self.tab.node(css, within, index=int(number or 0))

    def ask(self, function: str, *arguments: Any) -> Any:
        return self.tab.run(function, *arguments)

    # ---- writing

    def type(self, text: str) -> None:
        self.tab.click(self.editor)
        self.type_on(text)

    def type_on(self, text: str) -> None:
        """Go on typing where the caret is. A line is ended with the key that ends it there."""
        for number, line in enumerate(text.split("\n")):
            if number:
                self.tab.press(self.composer.newline)
            self.tab.type(line)

    def text(self) -> str:
        """Return what the editor holds, one line a block."""
        lines = self.tab.run(
            "function () { return [...this.querySelectorAll('[data-block=true], p')].map((e) => e.innerText); }",
            on=self.editor,
        )
        return "\n".join(line.strip("\n") for line in lines).replace("\u00a0", " ")

    # ---- posting

    def post(self, how: str = "click") -> None:
        """Post by `click`, by `shortcut`, or by a key on the Post button (`Enter`, `Space`)."""
        if how == "shortcut":
            assert self.composer.send
            self.tab.press(self.composer.send)
            return
        button = self.tab.node(self.composer.post, self._root, index=-1)
        if how == "click":
            self.tab.click(button)
        else:
            self.tab.run("function () { this.focus(); }", on=button)
            self.tab.press(how)

    # ---- photos

    def choose(self, *files: Path, selector: str | None = None) -> None:
        """Choose files in the dialog that the photo button opens."""
        button = self._node(selector or self.composer.photo, self._root)
        self.tab.choose(button, [str(file) for file in files])

    def choose_detached(self, file: Path) -> None:
        """Choose a file through an input that the page never attaches."""
        assert self.composer.device
        self.choose(file, selector=self.composer.device)

    def paste(self, file: Path) -> None:
        """Paste a picture that another program has put on the clipboard."""
        with self.browser.on_the_clipboard(file):
            self.tab.click(self.editor)
            self.tab.press("Control+v")
            self.stays(0.2)  # whoever asks for the picture gets it from its owner, not from a copy

    def drop(self, file: Path) -> None:
        """Drop a file on the editor. BiDi carries no files: the event is made in the page, as a site's own would be."""
        content = base64.b64encode(file.read_bytes()).decode()
        kind = {"jpg": "image/jpeg", "png": "image/png", "mp4": "video/mp4"}[re.sub(r".*\.", "", file.name)]
        self.tab.run(
            """function (name, kind, content) {
              const bytes = Uint8Array.from(atob(content), (c) => c.charCodeAt(0));
              const dataTransfer = new DataTransfer();
              dataTransfer.items.add(new File([bytes], name, { type: kind }));
              const { x, y } = this.getBoundingClientRect();
              const how = { bubbles: true, cancelable: true, composed: true, clientX: x + 20, clientY: y + 10 };
              this.dispatchEvent(new DragEvent("drop", { ...how, dataTransfer }));
            }""",
            file.name,
            kind,
            content,
            on=self.editor,
        )
