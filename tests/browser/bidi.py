"""A small client of WebDriver BiDi (https://www.w3.org/TR/webdriver-bidi/), which Firefox speaks without a driver."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from websockets.sync.client import ClientConnection, connect

ANSWER_S = 60
KEYS = {
    "Enter": "\ue007",
    "Shift": "\ue008",
    "Control": "\ue009",
    "Escape": "\ue00c",
    "Space": " ",
    "End": "\ue010",
    "ArrowDown": "\ue015",
    "ArrowUp": "\ue013",
    "Tab": "\ue004",
    "Backspace": "\ue003",
    "Delete": "\ue017",
}
"""Keys that write nothing, as BiDi names them."""

_SANDBOX = "tests"
"""A world beside the page's: what is looked at from there, the page cannot notice."""


class BiDiError(AssertionError):
    """The browser refused a command."""


class BiDi:
    """One session: commands, and the events that came meanwhile."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket
        self._id = 0
        self._events: list[dict[str, Any]] = []

    def ask(self, method: str, **params: Any) -> dict[str, Any]:
        """Give a command and return its result."""
        self._id += 1
        self._socket.send(json.dumps({"id": self._id, "method": method, "params": params}))
        while (message := json.loads(self._socket.recv(ANSWER_S))).get("id") != self._id:
            self._events.append(message)
        if message["type"] == "error":
            raise BiDiError(f"{method}: {message['error']}: {message['message']}")
        return message["result"]

    def event(self, method: str, seconds: float = 20) -> dict[str, Any]:
        """Return the next event of a kind, once it has come; events of other kinds are kept."""
        until = time.monotonic() + seconds
        while True:
            for number, event in enumerate(self._events):
                if event.get("method") == method:
                    return self._events.pop(number)["params"]
            self._events.append(json.loads(self._socket.recv(max(0.01, until - time.monotonic()))))

    def taken(self, method: str) -> list[dict[str, Any]]:
        """Return the events of a kind that have come so far, and keep them no longer."""
        found = [event["params"] for event in self._events if event.get("method") == method]
        self._events = [event for event in self._events if event.get("method") != method]
        return found


@contextmanager
def session(address: str, **capabilities: Any) -> Iterator[BiDi]:
    """Open a session with the browser that listens at `address`."""
    with connect(f"{address}/session", max_size=None, proxy=None) as socket:
        bidi = BiDi(socket)
        bidi.ask("session.new", capabilities={"alwaysMatch": capabilities})
        yield bidi


class Tab:
    """One page, or one page of the extension. A node is named by its shared id."""

    def __init__(self, bidi: BiDi, context: str) -> None:
        self.bidi, self.context = bidi, context

    def close(self) -> None:
        self.bidi.ask("browsingContext.close", context=self.context)

    def activate(self) -> None:
        self.bidi.ask("browsingContext.activate", context=self.context)

    def screenshot(self) -> str:
        """Return what is seen now: a PNG in base64."""
        return self.bidi.ask("browsingContext.captureScreenshot", context=self.context)["data"]

    # ---- looking

    def run(self, function: str, *arguments: str | float | bool, on: str | None = None, apart: bool = False) -> Any:
        """Call a JavaScript function, with the node `on` as its `this`, and return what it returns.

        `apart`: in a world of the tests' own. What comes back must be JSON.
        """
        target = {"context": self.context, **({"sandbox": _SANDBOX} if apart else {})}
        kinds = {bool: "boolean", str: "string", int: "number", float: "number"}
        call: dict[str, Any] = {"this": {"sharedId": on}} if on else {}
        answer = self.bidi.ask(
            "script.callFunction",
            functionDeclaration="async function (...given) { "
            f"return JSON.stringify((await ({function}).apply(this, given)) ?? null); }}",
            target=target,
            arguments=[{"type": kinds[type(value)], "value": value} for value in arguments],
            awaitPromise=True,
            **call,
        )
        if answer["type"] != "success":
            raise BiDiError(f"{answer['exceptionDetails']['text']} in {function}")
        return json.loads(answer["result"]["value"])

    def wait_for(
        self, function: str, *arguments: str | float | bool, on: str | None = None, seconds: float = 20
    ) -> Any:
        """Wait until a JavaScript function returns something true, and return it."""
        until = time.monotonic() + seconds
        while not (found := self.run(function, *arguments, on=on)):
            assert time.monotonic() < until, f"waited {seconds} s in vain for {function}"
            time.sleep(0.02)
        return found

    def locate(self, css: str, within: str | None = None, **serialise: Any) -> list[dict[str, Any]]:
        """Return the nodes that a selector finds, as BiDi describes them."""
        found: dict[str, Any] = {"startNodes": [{"sharedId": within}]} if within else {}
        if serialise:
            found["serializationOptions"] = serialise
        return self.bidi.ask(
            "browsingContext.locateNodes", context=self.context, locator={"type": "css", "value": css}, **found
        )["nodes"]

    def node(self, css: str, within: str | None = None, *, index: int = 0, seconds: float = 20) -> str:
        """Return the shared id of a node, once it is there."""
        until = time.monotonic() + seconds
        while not (found := self.locate(css, within)):
            assert time.monotonic() < until, f"no {css} within {seconds} s"
            time.sleep(0.02)
        return found[index]["sharedId"]

    # ---- doing: with a mouse and a keyboard, so that the page gets trusted events

    def click(self, node: str) -> None:
        """Click the middle of a node."""
        self.run("function () { this.scrollIntoView({ block: 'nearest' }); }", on=node, apart=True)
        self._press({"type": "element", "element": {"sharedId": node}}, 0, 0)

    def click_on(self, css: str, seconds: float = 20) -> None:
        """Click what a selector finds: on a page that is drawn anew just then, what it finds thereafter."""
        until = time.monotonic() + seconds
        while True:
            try:
                return self.click(self.node(css))
            except BiDiError as error:  # before any button was down
                gone = "not displayed" in str(error) or "no such node" in str(error)
                if not gone or time.monotonic() > until:
                    raise

    def click_at(self, x: float, y: float) -> None:
        """Click a point of the window, in CSS pixels."""
        self._press("viewport", round(x), round(y))

    def _press(self, origin: Any, x: int, y: int) -> None:
        moved = {"type": "pointerMove", "origin": origin, "x": x, "y": y}
        self._act("pointer", [moved, {"type": "pointerDown", "button": 0}, {"type": "pointerUp", "button": 0}])

    def type(self, text: str) -> None:
        """Type each character."""
        self._act("key", [{"type": kind, "value": key} for key in text for kind in ("keyDown", "keyUp")])

    def press(self, keys: str) -> None:
        """Press one key, or several at once: `Enter`, `Control+v`."""
        values = [KEYS.get(key, key) for key in keys.split("+")]
        down = [{"type": "keyDown", "value": value} for value in values]
        self._act("key", [*down, *({"type": "keyUp", "value": value} for value in reversed(values))])

    def _act(self, kind: str, actions: Sequence[dict[str, Any]]) -> None:
        source = {"type": kind, "id": kind, "actions": list(actions)}
        self.bidi.ask("input.performActions", context=self.context, actions=[source])

    def choose(self, button: str, files: Sequence[str]) -> None:
        """Click a button and choose files in the dialog that it opens."""
        self.click(button)
        dialog = self.bidi.event("input.fileDialogOpened")
        assert dialog["context"] == self.context
        self.bidi.ask("input.setFiles", context=self.context, element=dialog["element"], files=list(files))
