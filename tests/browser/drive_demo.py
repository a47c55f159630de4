"""What `make demo` shows: a doctor types on X and on Facebook, is warned, masks a photo, and posts.

With a display it opens Chromium on the practice pages and leaves the keyboard to you. Without one it does the typing
itself, says what was warned and what was masked, and leaves screenshots in `demo/`.
"""

from __future__ import annotations

import contextlib
import io
import os
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Error, Playwright, sync_playwright

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.browser import photos
from tests.browser.composers import FB_COMMENT, FB_POST, X_DIALOG, X_HOME, Desk
from tests.browser.harness import ROOT, Chromium, chromium

PICTURES = ROOT / "demo"
REMARK = "Je préfère les patientes jolies, ça rend la consultation plus agréable"
IDENTITY = "Je cherche un avis pour ma patiente née le 14/03/1952, joignable au 06 12 34 56 78."
COMMENT = "Quelle grosse vache celle-là, elle ferait mieux de fermer sa bouche"
CAPTION = "Journée de formation à l’hôpital. Merci à toutes et à tous !"


def main() -> int:
    """Run the demonstration and return the exit status."""
    has_display = sys.platform != "linux" or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
    try:
        with sync_playwright() as playwright:
            show_to_a_person(playwright) if has_display else show_by_itself(playwright)
    except (AssertionError, Error) as error:
        print(f"The demonstration stopped: {str(error).splitlines()[0]}", file=sys.stderr)
        return 1
    return 0


def show_to_a_person(playwright: Playwright) -> None:
    """Open both practice pages in a window and wait until it is closed."""
    with chromium(playwright, headless=False) as browser:
        for composer in (FB_POST, X_HOME):
            browser.page().goto(composer.url)
        browser.context.pages[0].close()
        say("Chromium is open on practice pages of X and Facebook: nothing typed there leaves this machine.")
        say(f"Type, for instance: {REMARK}")
        say("Attach a photo of somebody, press Post, look at the banner. Close the window when you have seen enough.")
        with contextlib.suppress(Error, KeyboardInterrupt):
            browser.context.wait_for_event("close", timeout=0)


def show_by_itself(playwright: Playwright) -> None:
    """Type, be warned, mask and post without a display; leave screenshots."""
    PICTURES.mkdir(exist_ok=True)
    say("There is no display here: Chromium runs out of sight, with the extension and the companion as installed.")
    with chromium(playwright, scale=1.5) as browser, tempfile.TemporaryDirectory() as folder:
        a_remark_on_x(browser)
        an_identity_on_facebook(browser)
        a_comment_on_facebook(browser)
        a_photo_on_x(browser, photos.head_jpeg(Path(folder)))
        a_photo_on_facebook(browser, photos.head_jpeg(Path(folder)))
    say(f"Screenshots are in {PICTURES.relative_to(ROOT)}/.")


def a_remark_on_x(browser: Chromium) -> None:
    desk = Desk(browser, X_HOME)
    desk.type(REMARK)
    heading("X, a post")
    typed(REMARK)
    desk.panel.wait("jolies")
    warned(desk)
    picture(desk, "x-remark")
    desk.close()


def an_identity_on_facebook(browser: Chromium) -> None:
    desk = Desk(browser, FB_POST)
    desk.type(IDENTITY)
    heading("Facebook, a post")
    typed(IDENTITY)
    desk.panel.wait("06 12 34 56 78")
    desk.post()
    desk.panel.control("Publier tel quel")
    warned(desk)
    assert desk.posts() == []
    say("  Post was pressed, and is held: nothing has gone out.")
    picture(desk, "facebook-held")
    desk.panel.click("Publier tel quel")
    desk.wait_for(desk.posts)
    say("  « Publier tel quel » was pressed, and the text went out as it was written.")
    desk.close()


def a_comment_on_facebook(browser: Chromium) -> None:
    desk = Desk(browser, FB_COMMENT)
    desk.type(COMMENT)
    heading("Facebook, a comment")
    typed(COMMENT)
    desk.panel.wait("vache")
    warned(desk)
    picture(desk, "facebook-comment")
    desk.close()


def a_photo_on_x(browser: Chromium, photo: Path) -> None:
    desk = Desk(browser, X_DIALOG, query="?theme=dim")
    desk.type(CAPTION)
    heading("X, a photo")
    mask(desk, photo, "x-photo")
    desk.stays(1)
    picture(desk, "x-masked")
    desk.post()
    desk.wait_for(desk.posts)
    say("  The post went out with the masked photo.")
    desk.close()


def a_photo_on_facebook(browser: Chromium, photo: Path) -> None:
    desk = Desk(browser, FB_POST)
    desk.type(CAPTION)
    heading("Facebook, a photo")
    mask(desk, photo, "facebook-photo")
    picture(desk, "facebook-masked")
    desk.close()


def mask(desk: Desk, photo: Path, name: str) -> None:
    """Choose a photo, show the review, mask with one click, and say what the page received."""
    desk.choose(photo)
    desk.panel.control("^Masquer")
    boxes = [control for control in desk.panel.controls() if control.name.startswith("Zone")]
    say(f"  chosen   {photo.name}, {described(photo.read_bytes())}")
    say(f"  held     before the page saw it: {len(boxes)} head found")
    desk.stays(0.3)
    picture(desk, name)
    desk.panel.click("^Masquer")
    desk.wait_for(desk.files)
    received = desk.file()
    photos.assert_head_masked(photo.read_bytes(), received)
    say(f"  received {desk.files()[0]['name']}, {described(received)}: the head is covered")


def described(content: bytes) -> str:
    image = Image.open(io.BytesIO(content))
    hidden = "with its date, device and place inside" if image.getexif() else "no metadata"
    return f"{image.width}×{image.height}, {len(content) // 1024} kB, {hidden}"


def warned(desk: Desk) -> None:
    """Say what the banner says, without its buttons."""
    buttons = {control.name for control in desk.panel.controls()}
    lines = [line.strip() for line in desk.panel.text().splitlines() if line.strip()]
    for line in lines:
        if line not in buttons:
            say(f"  Primum   {line}")


def picture(desk: Desk, name: str) -> None:
    desk.page.screenshot(path=PICTURES / f"{name}.png")


def heading(text: str) -> None:
    say()
    say(f"\033[1m{text}\033[0m" if sys.stdout.isatty() else text)


def typed(text: str) -> None:
    say(f"  typed    {text}")


def say(text: str = "") -> None:
    print(text, flush=True)


if __name__ == "__main__":
    raise SystemExit(main())
