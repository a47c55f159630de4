"""What Primum shows in a page, seen as its user sees it.

The panel lives in a closed shadow root, and the product has no door for tests: the browser's own protocol reads
through the root, and everything that is done to it is done with the mouse and the keyboard.
"""

from __future__ import annotations

import re
import time
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import CDPSession, Error, Page

LOOK = """function () {
  const shown = (e) => {
    const r = e.getBoundingClientRect();
    return r.width > 1 && r.height > 1 && e.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  };
  const cards = [...this.children].filter((e) => !/^(STYLE|LINK)$/.test(e.tagName) && shown(e));
  const controls = [...this.querySelectorAll('button, [role=button], a, input, summary, select')].filter(shown);
  const places = [cards, controls].map((all) => all.map((e) => e.getBoundingClientRect().toJSON()));
  // the words are drawn by the style sheet; they are laid out as text for as long as this function reads them
  const said = [...this.querySelectorAll('[data-said]')];
  for (const e of said) e.textContent = e.dataset.said;
  const plain = (text) => (text ?? '').replace(/\\u00a0|\\u202f/g, ' ').trim();
  const seen = {
    cards: places[0],
    text: plain(cards.map((e) => e.innerText).join('\\n')),
    controls: controls.map((e, at) => {
      const { x, y, width, height } = places[1][at];
      return { name: plain(e.getAttribute('aria-label') || e.innerText), x, y, width, height, enabled: !e.disabled };
    }),
  };
  for (const e of said) e.textContent = '';
  return seen;
}"""
"""Called on a closed shadow root: its cards, all that can be read in them, and what can be pressed."""

_SEARCH_EVERY_S = 0.15
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


@dataclass
class Seen:
    """What one look at the panel shows."""

    text: str = ""
    controls: list[Control] = field(default_factory=list)
    cards: list[dict[str, float]] = field(default_factory=list)

    def add(self, found: dict[str, Any]) -> None:
        """Add what LOOK has found in one root."""
        self.text += found["text"]
        self.controls += [Control(**control) for control in found["controls"]]
        self.cards += [{side: card[side] for side in ("left", "top", "right", "bottom")} for card in found["cards"]]


class Shown(ABC):
    """The panel of one page, in whatever browser."""

    @abstractmethod
    def _look(self) -> Seen:
        """Look at every closed root of the page."""

    @abstractmethod
    def pause(self, seconds: float) -> None:
        """Let the page go on."""

    @abstractmethod
    def _press(self, x: float, y: float) -> None:
        """Click a point of the window."""

    def text(self) -> str:
        """Return everything that can be read in the panel now, with plain spaces; empty when it is not shown."""
        return self._look().text

    def controls(self) -> list[Control]:
        """Return the buttons that can be seen now."""
        return self._look().controls

    def covers(self, area: Mapping[str, float]) -> bool:
        """Whether a card lies over a part of `area`."""
        right, bottom = area["x"] + area["width"], area["y"] + area["height"]
        return any(
            card["left"] < right and card["right"] > area["x"] and card["top"] < bottom and card["bottom"] > area["y"]
            for card in self._look().cards
        )

    def wait(self, pattern: str, seconds: float = 20) -> str:
        """Wait until the panel says `pattern`, and return all it says."""
        until = time.monotonic() + seconds
        while not re.search(pattern, text := self.text(), re.IGNORECASE):
            assert time.monotonic() < until, f"the panel does not say {pattern!r} but {text!r}"
            self.pause(0.03)
        return text

    def wait_away(self, pattern: str = ".", seconds: float = 20) -> None:
        """Wait until the panel no longer says `pattern`."""
        until = time.monotonic() + seconds
        while re.search(pattern, text := self.text(), re.IGNORECASE):
            assert time.monotonic() < until, f"the panel still says {text!r}"
            self.pause(0.03)

    def control(self, pattern: str, seconds: float = 20) -> Control:
        """Wait for a button whose name matches `pattern`."""
        until = time.monotonic() + seconds
        while True:
            seen = self._look()
            for control in seen.controls:
                if control.enabled and re.search(pattern, control.name, re.IGNORECASE):
                    return control
            names = [control.name for control in seen.controls]
            assert time.monotonic() < until, f"no button {pattern!r} among {names} in {seen.text!r}"
            self.pause(0.03)

    def click(self, pattern: str, seconds: float = 20) -> None:
        """Click a button with the mouse, after the time it takes to read it."""
        self.control(pattern, seconds)
        self.pause(DWELL_S)
        control = self.control(pattern, seconds)
        self._press(control.x + control.width / 2, control.y + control.height / 2)


class Panel(Shown):
    """The panel of one page in Chromium, read by the devtools protocol."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._session: CDPSession = page.context.new_cdp_session(page)
        self._roots: list[int] = []
        self._searched = 0.0

    def hosts(self) -> list[dict[str, Any]]:
        """Return the elements of the page that hold a closed shadow root, as the protocol describes them."""
        document = self._session.send("DOM.getDocument", {"depth": -1, "pierce": True})["root"]
        found, left = [], [document]
        while left:
            node = left.pop()
            if any(root["shadowRootType"] == "closed" for root in node.get("shadowRoots", ())):
                found.append(node)
            left += node.get("children", []) + node.get("shadowRoots", [])
            left += [node["contentDocument"]] if "contentDocument" in node else []
        return found

    def _look(self) -> Seen:
        seen = Seen()
        # a search walks the whole page: between two of them only the roots that are known are looked into
        if time.monotonic() - self._searched > _SEARCH_EVERY_S:
            roots = [
                root for host in self.hosts() for root in host["shadowRoots"] if root["shadowRootType"] == "closed"
            ]
            self._roots, self._searched = [root["backendNodeId"] for root in roots], time.monotonic()
        for root in self._roots:
            try:
                handle = self._session.send("DOM.resolveNode", {"backendNodeId": root})["object"]
                call = {"objectId": handle["objectId"], "functionDeclaration": LOOK, "returnByValue": True}
                found = self._session.send("Runtime.callFunctionOn", call)["result"]["value"]
            except Error as error:
                if "node" in error.message.lower() or "context" in error.message.lower():
                    continue  # the page has changed since it was described
                raise
            seen.add(found)
        return seen

    def pause(self, seconds: float) -> None:
        self._page.wait_for_timeout(seconds * 1000)

    def _press(self, x: float, y: float) -> None:
        self._page.mouse.click(x, y)
