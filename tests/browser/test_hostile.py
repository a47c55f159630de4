"""A page that fights back: it covers, removes, restyles and copies what Primum shows, forges events, floods edits.

It can always send what it likes by itself. What it must not get is Primum's consent: a hold that was never read is not
let go, and what Primum knows is not told.
"""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest

from primum.setup.browsers import CHROMIUM_ID
from tests.browser.composers import SITES, Composer, Desk
from tests.browser.conftest import Figure, Sit
from tests.browser.harness import EXTENSION
from tests.browser.looks import alike, card, covered, picture
from tests.browser.panel import Control
from tests.browser.test_photos import MASK
from tests.browser.test_posting import NUMBER

each_site = pytest.mark.parametrize("composer", SITES, ids=str)

DRAFT = f"Ma patiente répond au {NUMBER}"
AS_IS = "Publier tel quel"
READ_S = 0.9
"""A second press is one only after so long."""


def held(sit: Sit, composer: Composer) -> Desk:
    """Write, press Post, and be held."""
    desk = sit(composer)
    desk.type(DRAFT)
    desk.post()
    desk.panel.control(AS_IS)
    desk.stays(READ_S)
    return desk


def goes_out(desk: Desk) -> None:
    """The doctor has the last word in the end: what is seen can be let go."""
    desk.panel.click(AS_IS)
    desk.wait_for(desk.posts)
    assert [post["texts"] for post in desk.posts()] == [[DRAFT]]


LAY = """({ area: { left, top, right, bottom }, felt, dialog }) => {
  const one = document.createElement(dialog ? 'dialog' : 'div');
  one.style.cssText = `position: fixed; inset: auto; margin: 0; border: 0; padding: 0; max-width: none;
    max-height: none; left: ${left - 2}px; top: ${top - 2}px;
    width: ${right - left + 4}px; height: ${bottom - top + 4}px; background: rgb(1, 2, 3);
    pointer-events: ${felt ? 'auto' : 'none'}`;
  document.body.append(one);
  if (dialog) {
    one.showModal();
  } else {
    one.popover = 'manual';
    one.showPopover();
  }
}"""
"""Lays something over an area, in the top layer as the panel is."""

HOST = """[...(document.querySelector('[aria-modal=true]') ?? document.documentElement).children]
  .findLast((one) => one.localName === 'div' && one.attributes.length === 0)"""
"""How a page finds the element that Primum hangs in it."""

COVERS = {
    "a pane": {"felt": True, "dialog": False},
    "a pane that no pointer feels": {"felt": False, "dialog": False},
}


@each_site
@pytest.mark.parametrize("cover", COVERS)
def test_what_is_covered_was_not_read(sit: Sit, composer: Composer, cover: str) -> None:
    desk = held(sit, composer)
    area = card(desk)
    desk.page.evaluate(LAY, {"area": area, **COVERS[cover]})
    desk.stays(READ_S)
    assert covered(desk, area) > 0.95
    desk.post()
    desk.stays()
    assert desk.posts() == []
    assert covered(desk, area) < 0.05, "what holds Post is shown above what was laid over it"
    desk.stays(READ_S)
    desk.post()
    desk.wait_for(desk.posts)


@each_site
def test_a_button_that_is_covered_comes_to_light_before_it_works(sit: Sit, composer: Composer) -> None:
    desk = held(sit, composer)
    area = card(desk)
    desk.page.evaluate(LAY, {"area": area, "felt": False, "dialog": False})
    desk.stays(READ_S)
    desk.panel.click(AS_IS)
    desk.stays()
    assert desk.posts() == []
    assert covered(desk, area) < 0.05
    goes_out(desk)


@each_site
def test_behind_a_modal_dialog_nothing_is_let_go(sit: Sit, composer: Composer) -> None:
    """A modal dialog makes what is outside it inert: a press that is meant for Post reaches nothing."""
    desk = held(sit, composer)
    area = card(desk)
    button = desk.panel.control(AS_IS)
    desk.page.evaluate(LAY, {"area": area, "felt": False, "dialog": True})
    desk.stays(READ_S)
    for place in (button, button):
        desk.page.mouse.click(place.x + place.width / 2, place.y + place.height / 2)
        desk.stays(READ_S)
    desk.button.evaluate("(one) => one.click()")
    desk.stays()
    assert desk.posts() == []
    desk.page.evaluate("document.querySelector('dialog').remove()")
    goes_out(desk)


@each_site
def test_what_is_removed_was_not_read(sit: Sit, composer: Composer) -> None:
    desk = sit(composer)
    desk.type(DRAFT)
    desk.panel.wait(NUMBER)
    desk.page.evaluate(
        """() => {
          const top = document.querySelector('[aria-modal=true]') ?? document.documentElement;
          const away = () => [...top.children].filter((one) => one.localName === 'div' && one.attributes.length === 0)
            .forEach((one) => one.remove());
          window.__guard = new MutationObserver(away);
          window.__guard.observe(document, { childList: true, subtree: true });
          away();
        }"""
    )
    assert desk.panel.hosts() == []
    for _ in range(3):
        desk.post()
        desk.stays(READ_S)
        assert desk.posts() == []
    desk.page.evaluate("window.__guard.disconnect()")
    desk.post()
    desk.panel.control(AS_IS)
    goes_out(desk)


@each_site
def test_what_is_restyled_stays_in_sight(sit: Sit, composer: Composer) -> None:
    desk = held(sit, composer)
    area = card(desk)
    before = picture(desk, area)
    desk.page.evaluate(
        """() => {
          const sheet = new CSSStyleSheet();
          sheet.replaceSync(`html > div, [aria-modal=true] > div:not([class]) { display: none !important;
            opacity: 0 !important; visibility: hidden !important; filter: blur(9px) !important; zoom: 0.01 !important;
            transform: translate(-4000px) !important; clip-path: inset(50%) !important;
            content-visibility: hidden !important; transition: all 9s !important }`);
          document.adoptedStyleSheets = [sheet];
          const host = HOST;
          const styles = { display: 'none', opacity: '0', visibility: 'hidden', color: 'transparent', left: '-4000px',
            position: 'fixed', transform: 'scale(0)', 'font-size': '0', 'pointer-events': 'none' };
          for (const name in styles) host.style.setProperty(name, styles[name], 'important');
          host.hidden = true;
        }""".replace("HOST", HOST)
    )
    desk.stays(0.3)
    assert alike(before, picture(desk, area)) > 0.98
    goes_out(desk)


@each_site
def test_a_copy_holds_nothing(sit: Sit, composer: Composer) -> None:
    desk = held(sit, composer)
    copies = desk.page.evaluate(
        """() => {
          const host = HOST;
          const copies = [host.cloneNode(true), document.importNode(host, true), host.cloneNode()];
          return [host, ...copies].map((one) => [one.outerHTML, one.shadowRoot, one.innerText, one.children.length,
            one.getHTML({ serializableShadowRoots: true })]);
        }""".replace("HOST", HOST)
    )
    assert copies == [["<div></div>", None, "", 0, ""]] * 4
    goes_out(desk)


def forged(control: Control) -> str:
    """Return a script that presses a place as a person would, with events of its own."""
    x, y = control.x + control.width / 2, control.y + control.height / 2
    return f"""() => {{
      const how = {{ bubbles: true, cancelable: true, composed: true, detail: 1 }};
      const at = {{ ...how, clientX: {x}, clientY: {y}, button: 0 }};
      for (const target of [document.elementFromPoint({x}, {y}), {HOST}]) {{
        for (const type of ['pointerdown', 'mousedown', 'pointerup', 'mouseup', 'click']) {{
          target.dispatchEvent(new (type.startsWith('pointer') ? PointerEvent : MouseEvent)(type, at));
        }}
        target.dispatchEvent(new MouseEvent('click', {{ ...at, detail: 0 }}));
        target.click();
        for (const key of ['Enter', ' ', 'Escape']) {{
          for (const type of ['keydown', 'keyup']) target.dispatchEvent(new KeyboardEvent(type, {{ ...at, key }}));
        }}
      }}
    }}"""


PRESSES = """(root, [post, ...others]) => {
  const how = { bubbles: true, composed: true, cancelable: true };
  const button = [...root.querySelectorAll(post)].at(-1);
  button.click();
  button.dispatchEvent(new MouseEvent('click', how));
  for (const target of [button, ...others.map((other) => root.querySelector(other))]) {
    for (const key of ['Enter', ' ']) {
      target.dispatchEvent(new KeyboardEvent('keydown', { ...how, key, ctrlKey: key === 'Enter' }));
    }
  }
}"""
"""Presses Post in every way that a page can."""


@each_site
def test_forged_events_let_nothing_go(sit: Sit, composer: Composer) -> None:
    desk = held(sit, composer)
    button = desk.panel.control(AS_IS)
    for _ in range(3):
        desk.page.evaluate(forged(button))
        desk.root.evaluate(PRESSES, [composer.post, *([composer.editor] if composer.send else [])])
        desk.stays(READ_S)
        assert desk.posts() == []
    assert desk.panel.control(AS_IS), "the banner is still there"
    goes_out(desk)


@each_site
def test_forged_events_press_nothing_in_a_review(sit: Sit, composer: Composer, head_jpeg: Path) -> None:
    desk = sit(composer)
    desk.choose(head_jpeg)
    desk.panel.control(MASK)
    desk.stays(READ_S)
    for name in ("tel(le)? quel(le)?", MASK, "Annuler", "Retirer la zone|Zone 1"):
        desk.page.evaluate(forged(desk.panel.control(name)))
    desk.stays()
    assert desk.site()["files"] == desk.site()["uploads"] == []
    assert desk.panel.control(MASK), "nor is it closed"


SHIFT = """(root, shift) => new Promise((done) => {
  root.style.position = 'relative';
  root.style.top = `${shift}px`;
  dispatchEvent(new Event('resize'));
  requestAnimationFrame(() => requestAnimationFrame(done));
})"""


@each_site
def test_a_button_that_is_drawn_under_the_pointer_does_not_work_at_once(sit: Sit, composer: Composer) -> None:
    desk = held(sit, composer)
    first = desk.panel.control(AS_IS)
    x, y = first.x + first.width / 2, first.y + first.height / 2
    for _ in range(10):
        desk.root.evaluate(SHIFT, 0)
        desk.stays(READ_S)
        began = time.monotonic()
        desk.root.evaluate(SHIFT, -40)
        # on a busy machine a person would have had the time to read
        if time.monotonic() - began < 0.2:
            break
    else:
        pytest.fail("this machine is too busy to be quick")
    desk.page.mouse.click(x, y - 40)
    desk.stays()
    assert desk.posts() == []
    assert desk.panel.control(AS_IS).y < first.y - 30, "the button was under the pointer"
    goes_out(desk)


@each_site
def test_a_flood_of_edits_neither_slips_through_nor_blocks(sit: Sit, composer: Composer, figure: Figure) -> None:
    """The page writes faster than anything can be checked, Post is pressed meanwhile, and the flood ends."""
    desk = sit(composer)
    desk.type(DRAFT)
    desk.page.evaluate(
        """() => {
          window.__edits = 0;
          window.__flood = setInterval(() => {
            for (let time = 0; time < 4; time++) {
              document.execCommand("insertText", false, ` ${"abcdefghij"[window.__edits++ % 10]}`);
            }
          }, 20);
        }"""
    )
    desk.wait_for(lambda: desk.page.evaluate("__edits") > 20)
    desk.button.evaluate("(button) => button.click()")
    frames = []
    for _ in range(12):
        began = time.monotonic()
        desk.page.evaluate("() => new Promise(requestAnimationFrame)")
        frames.append(time.monotonic() - began)
        desk.stays(0.1)
        assert desk.posts() == []
    edits = desk.page.evaluate("() => { clearInterval(__flood); return __edits }")
    figure(f"{composer}: {edits} edits in a flood, longest wait for a frame", f"{max(frames) * 1000:.0f} ms")
    assert edits > 50
    desk.panel.control(AS_IS)
    desk.stays()
    assert desk.posts() == []
    written = desk.text()
    assert len(written) >= len(DRAFT) + edits
    desk.panel.click(AS_IS)
    desk.wait_for(desk.posts)
    assert [post["texts"] for post in desk.posts()] == [[written]]


def words_of(desk: Desk) -> list[str]:
    """Return what the panel says, in stretches that are nowhere else on the page."""
    lines = [line.strip() for line in desk.panel.text().splitlines() if len(line.strip()) > 5]
    page = desk.page.evaluate("() => document.documentElement.innerText").replace("\u00a0", " ")
    return [line for line in lines if line not in page]


PROBES = """async (lines) => {
  const told = [];
  for (const line of lines) {
    for (const part of [line, ...line.split(/[  «»]+/).filter((word) => word.length > 5)]) {
      getSelection().removeAllRanges();
      if (document.documentElement.textContent.toLowerCase().includes(part.toLowerCase())) continue;
      if (window.find(part, false, false, true, false, true)) told.push(['find', part]);
      if (getSelection().toString() !== '') told.push(['selection', getSelection().toString()]);
    }
  }
  document.execCommand('selectAll');
  for (const line of lines) if (getSelection().toString().includes(line)) told.push(['selectAll', line]);
  getSelection().removeAllRanges();
  for (const line of lines) if (document.documentElement.textContent.includes(line)) told.push(['textContent', line]);
  if (CSS.highlights.size > 0) told.push(['highlights', CSS.highlights.size]);
  for (const name of ['storage', 'runtime']) if (globalThis.chrome?.[name]) told.push(['chrome', name]);
  if (localStorage.length > 0 || sessionStorage.length > 0) told.push(['storage', Object.keys(localStorage)]);
  for (const file of ['manifest.json', 'options.html', 'content.js', 'icons/16.png']) {
    const got = await fetch(`chrome-extension://EXTENSION/${file}`).then(() => true, () => false);
    if (got) told.push(['file', file]);
  }
  return told;
}"""


@each_site
def test_the_page_is_told_nothing_of_what_was_found(sit: Sit, composer: Composer) -> None:
    """A closed root is not enough: `window.find` looks through it."""
    desk = held(sit, composer)
    lines = words_of(desk)
    assert len(lines) > 4, lines
    assert desk.page.evaluate(PROBES.replace("EXTENSION", CHROMIUM_ID), lines) == []
    # the probe itself works: what the page says is found
    assert desk.page.evaluate("() => window.find('patiente répond', false, false, true)")


@each_site
def test_nobody_else_is_let_into_the_channel_between_the_worlds(sit: Sit, composer: Composer) -> None:
    """The name of the greeting can be read in the extension's code; by then nobody listens any more."""
    desk = sit(composer)
    code = (EXTENSION / "content.js").read_text("utf-8")
    found = re.search(r'GREETING = "([^"]+)"', code)
    assert found
    heard = desk.page.evaluate(
        """(greeting) => {
          const heard = [];
          const node = document.createComment('');
          for (const type of ['met', 'leave', 'return', 'pick']) node.addEventListener(type, () => heard.push(type));
          document.addEventListener(greeting, () => heard.push('greeting'));
          document.dispatchEvent(new MouseEvent(greeting, { relatedTarget: node }));
          heard.length = 0; // our own greeting
          document.dispatchEvent(new Event('met'));
          window.postMessage({ type: 'tab_question' }, '*');
          return new Promise((done) => setTimeout(() => done(heard), 300));
        }""",
        found[1],
    )
    assert heard == []
