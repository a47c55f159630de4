"""What Primum shows in a page, seen as its user sees it.

The panel lives in a closed shadow root, and the product has no door for tests: the devtools protocol reads through
the root, and everything that is done to it is done with the mouse and the keyboard.
"""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import CDPSession, Page

_LOOK = """function () {
  const shown = (e) => {
    const r = e.getBoundingClientRect();
    return r.width > 1 && r.height > 1 && e.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  };
  const words = [...this.children].filter((e) => !/^(STYLE|LINK)$/.test(e.tagName) && shown(e)).map((e) => e.innerText);
  const controls = [...this.querySelectorAll('button, [role=button], a, input, summary, select')].filter(shown);
  return {
    text: words.join('\\n').replace(/\\u00a0|\\u202f/g, ' ').trim(),
    controls: controls.map((e) => {
      const { x, y, width, height } = e.getBoundingClientRect();
      const name = (e.getAttribute('aria-label') || e.innerText || '').replace(/\\u00a0|\\u202f/g, ' ').trim();
      return { name, x, y, width, height, enabled: !e.disabled };
    }),
  };
}"""

DWELL_S = 0.5
"""A person needs this long to read a button; a click that comes sooner may well be ignored."""


@dataclass(frozen=True)
class Control:
    """A button of the panel: its name and its place in the window, in CSS pixels."""

    name: str
    x: float
    y: float
    width: float
    height: float
    enabled: bool


class Panel:
    """The panel of one page."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._session: CDPSession = page.context.new_cdp_session(page)

    def hosts(self) -> list[dict[str, Any]]:
        """Return the elements of the page that hold a closed shadow root, as the protocol describes them."""
        document = self._session.send("DOM.getDocument", {"depth": -1, "pierce": True})["root"]
        found, left = [], [document]
        while left:
            node = left.pop()
            if any(root["shadowRootType"] == "closed" for root in node.get("shadowRoots", ())):
                found.append(node)
            left += node.get("children", []) + node.get("shadowRoots", [])
        return found

    def _look(self) -> tuple[str, list[Control]]:
        texts, controls = [], []
        for host in self.hosts():
            root = next(root for root in host["shadowRoots"] if root["shadowRootType"] == "closed")
            try:
                handle = self._session.send("DOM.resolveNode", {"backendNodeId": root["backendNodeId"]})["object"]
                call = {"objectId": handle["objectId"], "functionDeclaration": _LOOK, "returnByValue": True}
                seen = self._session.send("Runtime.callFunctionOn", call)["result"]["value"]
            except Exception as error:  # the panel was drawn anew in between
                if "node" not in str(error).lower() and "context" not in str(error).lower():
                    raise
                continue
            texts.append(seen["text"])
            controls += [Control(**control) for control in seen["controls"]]
        return "\n".join(filter(None, texts)), controls

    def text(self) -> str:
        """Return everything that can be read in the panel now, with plain spaces; empty when it is not shown."""
        return self._look()[0]

    def controls(self) -> list[Control]:
        """Return the buttons that can be seen now."""
        return self._look()[1]

    def wait(self, pattern: str, seconds: float = 10) -> str:
        """Wait until the panel says `pattern`, and return all it says."""
        until = time.monotonic() + seconds
        while not re.search(pattern, text := self.text(), re.IGNORECASE):
            assert time.monotonic() < until, f"the panel does not say {pattern!r} but {text!r}"
            self._page.wait_for_timeout(20)
        return text

    def wait_away(self, pattern: str = ".", seconds: float = 10) -> None:
        """Wait until the panel no longer says `pattern`."""
        until = time.monotonic() + seconds
        while re.search(pattern, text := self.text(), re.IGNORECASE):
            assert time.monotonic() < until, f"the panel still says {text!r}"
            self._page.wait_for_timeout(20)

    def control(self, pattern: str, seconds: float = 10) -> Control:
        """Wait for a button whose name matches `pattern`."""
        until = time.monotonic() + seconds
        while True:
            text, controls = self._look()
            for control in controls:
                if control.enabled and re.search(pattern, control.name, re.IGNORECASE):
                    return control
            names = [control.name for control in controls]
            assert time.monotonic() < until, f"no button {pattern!r} among {names} in {text!r}"
            self._page.wait_for_timeout(20)

    def click(self, pattern: str, seconds: float = 10) -> None:
        """Click a button with the mouse, after the time it takes to read it."""
        self.control(pattern, seconds)
        self._page.wait_for_timeout(DWELL_S * 1000)
        control = self.control(pattern, seconds)
        self._page.mouse.click(control.x + control.width / 2, control.y + control.height / 2)
