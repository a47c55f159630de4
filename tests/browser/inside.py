"""The inside of the panel: where the focus is, what a screen reader is given, a copy for axe-core."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

from tests.browser.composers import Desk
from tests.browser.harness import ROOT

AXE = ROOT / "extension" / "node_modules" / "axe-core" / "axe.min.js"
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def run(desk: Desk, function: str) -> Any:
    """Call a function with the panel's closed root as `this`."""
    (root,) = [root for host in desk.panel.hosts() for root in host["shadowRoots"]]
    session = desk.page.context.new_cdp_session(desk.page)
    handle = session.send("DOM.resolveNode", {"backendNodeId": root["backendNodeId"]})["object"]
    call = {"objectId": handle["objectId"], "functionDeclaration": function, "returnByValue": True}
    answer = session.send("Runtime.callFunctionOn", call)
    session.detach()
    assert "exceptionDetails" not in answer, answer
    return answer["result"].get("value")


_SAID = "[...e.querySelectorAll('[data-said]')].map((one) => one.dataset.said).join(' ')"
_NAME = f"(e.getAttribute('aria-label') ?? {_SAID})"


def focused(desk: Desk) -> str:
    """Return the name of what has the focus in the panel; empty when nothing there has it."""
    if not desk.panel.hosts():
        return ""
    return run(desk, f"function () {{ const e = this.activeElement; return e ? {_NAME} : '' }}").replace("\u00a0", " ")


def heard(desk: Desk, role: str) -> list[str]:
    """Return the names of the nodes of `role` that assistive tools are given for the page, the panel among them."""
    session = desk.page.context.new_cdp_session(desk.page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()
    mine = [node for node in nodes if not node["ignored"] and node["role"]["value"] == role]
    return [node.get("name", {}).get("value", "").replace("\u00a0", " ").replace("\u202f", " ") for node in mine]


def live(desk: Desk) -> str:
    """Return what the live regions of the panel say."""
    said = "[...this.querySelectorAll('[role=status] [data-said], [role=alert] [data-said]')]"
    return str(run(desk, f"function () {{ return {said}.map((e) => e.dataset.said).join(' ') }}"))


_COPY = """function () {
  for (const e of this.querySelectorAll('[data-said]')) e.textContent = e.dataset.said;
  const open = [...this.querySelectorAll(':popover-open')];
  for (const e of open) e.setAttribute('data-open', '');
  const rules = [...this.adoptedStyleSheets].flatMap((sheet) => [...sheet.cssRules].map((rule) => rule.cssText));
  const html = [...this.children].map((e) => e.outerHTML).join('');
  for (const e of open) e.removeAttribute('data-open');
  for (const e of this.querySelectorAll('[data-said]')) e.textContent = '';
  return { html, style: rules.join('\\n') };
}"""

_PASTE = """({ html, style }) => {
  const host = document.createElement('div');
  host.id = 'copy';
  document.body.append(host);
  const root = host.attachShadow({ mode: 'open' });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(style.replace('.said::before', '.never::before'));
  root.adoptedStyleSheets = [sheet];
  root.innerHTML = html;
  for (const e of root.querySelectorAll('[data-open]')) e.showPopover();
  root.getAnimations().forEach((animation) => animation.finish());
}"""


def violations(desk: Desk) -> tuple[list[Any], set[str]]:
    """Return what axe-core says against the panel, and the rules that it has looked at.

    The root is closed to it as well, so it is shown a copy: the same elements under the same style sheet, with the
    words that the sheet draws as text.
    """
    copy = run(desk, _COPY)
    page: Page = desk.page.context.new_page()
    try:
        page.goto("https://copy.example/")
        page.evaluate("(lang) => { document.documentElement.lang = lang; document.title = 'copy' }", "fr")
        page.evaluate(_PASTE, copy)
        page.evaluate(AXE.read_text("utf-8"))
        found = page.evaluate("(tags) => axe.run('#copy', { runOnly: tags })", STANDARDS)
    finally:
        page.close()
    said = [
        (one["id"], [(node["target"], node.get("failureSummary")) for node in one["nodes"]])
        for one in found["violations"]
    ]
    return said, {one["id"] for one in found["passes"]}
