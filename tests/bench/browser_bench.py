"""The way through a real browser: from a page's content script to the companion and back, and what a key costs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from playwright.sync_api import CDPSession, Page, sync_playwright

from tests.bench.companion_bench import SENTENCE
from tests.bench.figures import line
from tests.browser.composers import ALL, Desk
from tests.browser.harness import Chromium, chromium

TEXTS = 100
KEYS = 150
LONG_DRAFT = 2000

_ASK = """
(async () => {
  const port = chrome.runtime.connect({ name: "primum" });
  const next = () => new Promise((resolve) => port.onMessage.addListener(function heard(message) {
    port.onMessage.removeListener(heard);
    resolve(message);
  }));
  const times = [];
  for (let id = 1; id <= %d; id++) {
    const began = performance.now();
    port.postMessage({ type: "check_text", id, draft: "bench", revision: id, text: %r + id, lang: null, site: "x" });
    const answer = await next();
    if (answer.type !== "text_verdict") throw new Error(answer.type + " " + answer.code);
    times.push(performance.now() - began);
  }
  port.disconnect();
  return times.slice(5);
})()
"""


def round_trips(browser: Chromium) -> None:
    """Time texts from the content script's world of an X page."""
    desk = Desk(browser, ALL[0])
    session, world = _content_world(desk.page)
    asked = {"expression": _ASK % (TEXTS + 5, SENTENCE), "contextId": world, "awaitPromise": True}
    answer = session.send("Runtime.evaluate", {**asked, "returnByValue": True})
    assert "exceptionDetails" not in answer, answer
    line("page: text to verdict, round trip", answer["result"]["value"], "ms", "30 ms")
    desk.close()


def _content_world(page: Page) -> tuple[CDPSession, int]:
    """Return a session and the world of our content script in it."""
    session = page.context.new_cdp_session(page)
    worlds: list[dict[str, Any]] = []
    session.on("Runtime.executionContextCreated", lambda event: worlds.append(event["context"]))
    session.send("Runtime.enable")
    ours = [world["id"] for world in worlds if world["origin"].startswith("chrome-extension://")]
    assert ours, "the content script has no world in this page"
    return session, ours[0]


def keystrokes(browser: Chromium) -> None:
    """Profile a page while someone types in a long draft: what of the main thread's time for a key is ours."""
    for composer in (ALL[0], next(one for one in ALL if one.name == "facebook-post")):
        desk = Desk(browser, composer)
        desk.editor.click()
        desk.page.keyboard.insert_text("Une phrase sans histoire, un peu longue. " * (LONG_DRAFT // 41))
        desk.page.wait_for_timeout(1500)
        session = desk.page.context.new_cdp_session(desk.page)
        session.send("Profiler.enable")
        session.send("Profiler.setSamplingInterval", {"interval": 100})
        session.send("Profiler.start")
        for _ in range(KEYS):
            desk.page.keyboard.press("a")
        ours, all_ = _shares(session.send("Profiler.stop")["profile"])
        line(f"page: a key in a draft of {LONG_DRAFT} characters, {composer.name}", [ours / KEYS], "ms", "1 ms")
        print(f"    (the page's own work for a key: {(all_ - ours) / KEYS:.2f} ms)")
        desk.close()


def _shares(profile: dict[str, Any]) -> tuple[float, float]:
    """Return the milliseconds under the extension's own functions, and those of everything that was not idle."""
    nodes = {node["id"]: node for node in profile["nodes"]}
    parents = {child: node["id"] for node in profile["nodes"] for child in node.get("children", ())}

    def names(node: int | None) -> Iterator[dict[str, Any]]:
        while node is not None:
            yield nodes[node]["callFrame"]
            node = parents.get(node)

    ours = all_ = 0.0
    for node, delta in zip(profile["samples"], profile["timeDeltas"], strict=True):
        frames = list(names(node))
        if frames[0]["functionName"] == "(idle)":
            continue
        all_ += delta / 1000
        if any(frame["url"].startswith("chrome-extension://") for frame in frames):
            ours += delta / 1000
    return ours, all_


def main() -> None:
    """Print the figures of the browser."""
    with sync_playwright() as playwright, chromium(playwright) as browser:
        round_trips(browser)
        keystrokes(browser)
