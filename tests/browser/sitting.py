"""What a person at a composer can ask and wait for, in whatever browser."""

from __future__ import annotations

import base64
import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any

from tests.browser.panel import Shown


class Sitting(ABC):
    """A person in front of one composer in a fresh page."""

    panel: Shown

    @abstractmethod
    def ask(self, function: str, *arguments: Any) -> Any:
        """Call a function of JavaScript in the page, and return what it returns."""

    def site(self) -> dict[str, Any]:
        """Return what the page says it was given and has sent."""
        return self.ask(
            "() => ({ posts: __site.posts, uploads: __site.uploads,"
            " files: __site.files.map(({ how, name, size, type }) => ({ how, name, size, type })) })"
        )

    def posts(self) -> list[dict[str, Any]]:
        return self.site()["posts"]

    def files(self) -> list[dict[str, Any]]:
        return self.site()["files"]

    def file(self, index: int = 0) -> bytes:
        """Return the bytes of a file that the page received."""
        return base64.b64decode(self.ask("(index) => __site.bytes(index)", index))

    def wait_for(self, what: Callable[[], Any], seconds: float = 20) -> Any:
        """Wait until `what` returns something true, and return it."""
        until = time.monotonic() + seconds
        while not (found := what()):
            assert time.monotonic() < until, f"waited {seconds} s in vain; the panel says {self.panel.text()!r}"
            self.stays(0.01)
        return found

    def stays(self, seconds: float = 0.4) -> None:
        """Let time pass in which something could happen that must not."""
        self.panel.pause(seconds)
