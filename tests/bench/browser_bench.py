"""The way through a real browser: from a page's content script to the companion and back, and what a key costs."""

from __future__ import annotations

import math
import statistics
import time
from bisect import bisect
from collections.abc import Iterator
from statistics import median
from typing import Any

from playwright.sync_api import CDPSession, Page, sync_playwright

from tests.bench import bare_model, chart
from tests.bench.companion_bench import SENTENCE
from tests.bench.figures import KEPT, line, section, spread
from tests.browser.composers import ALL, Desk
from tests.browser.harness import Chromium, chromium

TEXTS = 100
NUMBER = "06 12 34 56 78"
TABS = (1, 2, 4, 8, 16)
KEYS = 150
LONG_DRAFT = 2000

_ASK = """
(async () => {
  const port = chrome.runtime.connect({ name: "primum" });
  const next = () => new Promise((resolve) => port.onMessage.addListener(function heard(message) {
    port.onMessage.removeListener(heard);
    resolve(message);
  }));
  const draft = crypto.randomUUID(); // as each composer of each tab has its own
  const asks = {
    text: (id) => ({ type: "check_text", draft, revision: id, text: %(sentence)r + id, lang: null, site: "x" }),
    // a request that costs the companion nothing: what is left is the way
    nothing: (id) => ({ type: "forget", photo: "none" + id }),
  };
  const times = [];
  for (let id = 1; id <= %(count)d; id++) {
    const began = performance.now();
    port.postMessage({ id, ...asks.%(what)s(id) });
    const answer = await next();
    if (answer.type !== "text_verdict" && answer.type !== "done") throw new Error(answer.type + " " + answer.code);
    times.push(performance.now() - began);
  }
  port.disconnect();
  return times.slice(5);
})()
"""
"""Asks one question after another from a content script's world, and returns how long each took."""


def round_trips(browser: Chromium) -> None:
    """Time texts from the content script's world of an X page, and what of that neither the model nor the way takes."""
    part = section("The way of a sentence, from the page and back")
    desk = Desk(browser, ALL[0])
    session, world = _content_world(desk.page)

    def times(what: str) -> list[float]:
        wanted = {"count": TEXTS + 5, "sentence": SENTENCE, "what": what}
        asked = {"expression": _ASK % wanted, "contextId": world, "awaitPromise": True, "returnByValue": True}
        answer = session.send("Runtime.evaluate", asked)
        assert "exceptionDetails" not in answer, answer
        return answer["result"]["value"]

    taken = (times("text"), times("nothing"), bare_model.times())
    names = ("text to verdict, round trip", "the way alone, round trip", "the remark model alone")
    for name, values, aim in zip(names, taken, ("30 ms", "", ""), strict=True):
        line(name, values, "ms", aim)
    ratios = [how(taken[0]) / (how(taken[1]) + how(taken[2])) for how in (statistics.median, min)]
    part.remarks.append(
        "The whole beside the model and the way taken together; to reach: 1.5 times at most. By the medians "
        f"{ratios[0]:.2f} times, by the fastest of each, which nothing disturbed, {ratios[1]:.2f} times. "
        "What else is in it: the identity rules, the verdict's words, and the model's reading of the sentences."
    )
    print(part.remarks[-1])
    desk.close()


def tabs(browser: Chromium) -> None:
    """Have more and more tabs ask at once, each on and on, as if somebody typed in all of them."""
    part = section("More tabs at once")
    points, desks = [], []
    for count in TABS:
        while len(desks) < count:
            desks.append(Desk(browser, ALL[0]))
        worlds = [_content_world(desk.page) for desk in desks]
        ask = _ASK % {"count": 25, "sentence": SENTENCE, "what": "text"}
        for session, world in worlds:
            kept = "(result) => { globalThis.bench = result; }"
            expression = (
                f"globalThis.bench = null; ({ask.strip().rstrip(';')}).then({kept}, (e) => ({kept})(String(e))); null"
            )
            session.send("Runtime.evaluate", {"expression": expression, "contextId": world})
        times: list[float] = []
        for session, world in worlds:
            kept = {"expression": "globalThis.bench", "contextId": world, "returnByValue": True}
            while (found := session.send("Runtime.evaluate", kept)["result"].get("value")) is None:
                desks[0].page.wait_for_timeout(20)
            assert isinstance(found, list), found
            times += found
        points.append((float(count), line(f"{count} tabs, text to verdict", times, "ms")))
        print(f"    (shared by {count}: {spread(times)[0] / count:.1f} ms each)")
    chart.draw(KEPT.parent / "bench-tabs.png", "A text to its verdict, tabs asking at once", "tabs", "ms", points)
    part.pictures.append("bench-tabs.png")
    for desk in desks:
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
    part = section("A key in a long draft, in the page")
    for composer in (ALL[0], next(one for one in ALL if one.name == "facebook-post")):
        for what, words in (("nothing to say", ""), ("a banner and its lines", f"Ma patiente répond au {NUMBER}. ")):
            desk = Desk(browser, composer)
            desk.editor.click()
            desk.page.keyboard.insert_text(words + "Une phrase sans histoire, un peu longue. " * (LONG_DRAFT // 41))
            if words:
                desk.panel.wait(NUMBER)
            desk.page.wait_for_timeout(1500)
            ours, theirs = _typed(desk)
            line(f"{composer.name}, {what}", ours, "ms", "1 ms")
            part.remarks.append(
                f"{composer.name}, {what}: 99th percentile {_p99(ours):.2f} ms, to reach 4 ms; "
                f"the page's own work for a key has a median of {median(theirs):.2f} ms."
            )
            print(part.remarks[-1])
            desk.close()


def _typed(desk: Desk) -> tuple[list[float], list[float]]:
    """Type, and return for each key the milliseconds of the extension, and those of everything else."""
    session = desk.page.context.new_cdp_session(desk.page)
    session.send("Profiler.enable")
    session.send("Profiler.setSamplingInterval", {"interval": 100})
    session.send("Profiler.start")
    pressed = []
    for _ in range(KEYS + 1):
        # the profiler reads the same clock, in microseconds
        pressed.append(time.monotonic() * 1e6)
        desk.page.keyboard.press("a")
    profile = session.send("Profiler.stop")["profile"]
    ours, theirs = [0.0] * KEYS, [0.0] * KEYS
    for at, ms, is_ours in _samples(profile):
        key = bisect(pressed, at) - 1
        if 0 <= key < KEYS:
            (ours if is_ours else theirs)[key] += ms
    assert sum(theirs) > 0, "the profiler reads another clock"
    return ours, theirs


def _p99(values: list[float]) -> float:
    return sorted(values)[math.ceil(0.99 * len(values)) - 1]


def _samples(profile: dict[str, Any]) -> Iterator[tuple[float, float, bool]]:
    """Yield each stretch of work: when, how many milliseconds, and whether the extension's own functions did it."""
    nodes = {node["id"]: node for node in profile["nodes"]}
    parents = {child: node["id"] for node in profile["nodes"] for child in node.get("children", ())}

    def frames(node: int | None) -> Iterator[dict[str, Any]]:
        while node is not None:
            yield nodes[node]["callFrame"]
            node = parents.get(node)

    at = profile["startTime"]
    for node, delta in zip(profile["samples"], profile["timeDeltas"], strict=True):
        at += delta
        called = list(frames(node))
        if called[0]["functionName"] != "(idle)":
            yield at, delta / 1000, any(one["url"].startswith("chrome-extension://") for one in called)


def main() -> None:
    """Print the figures of the browser."""
    with sync_playwright() as playwright, chromium(playwright) as browser:
        round_trips(browser)
        tabs(browser)
        keystrokes(browser)
