"""Every page of every language, opened once in a real browser; some as by a new reader."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, Route

from tests.browser import SCHEMES, show_in
from tests.site.pages import CODES, KINDS, page_names

WIDTHS = (320, 360, 390, 820, 1280)

MEASURE_SHIFT = """
window.shift = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) window.shift += entry.value;
}).observe({ type: "layout-shift", buffered: true });
"""

WEIGH = """
() => ["navigation", "resource"]
  .flatMap((kind) => performance.getEntriesByType(kind))
  .map((entry) => entry.transferSize)
  .filter((size) => size > 0)
"""
"""The sizes of what came over the network for a page, compressed, with headers."""

OVERFLOWS = """
() => ["html", ".bd-content", ".bd-article-container", ".bd-article", ".prev-next-area a"]
  .flatMap((part) => [...document.querySelectorAll(part)]
    .filter((it) => it.scrollWidth > it.clientWidth + 1)
    .map((it) => `${part}: ${it.scrollWidth - it.clientWidth} px`))
"""
"""The parts of a page that scroll sideways or are cut off. The article hides from the
document what is too wide for it, and so it is measured itself."""

SCROLLING_CODE = """
() => [...document.querySelectorAll(".highlight pre")]
  .filter((it) => it.scrollWidth > it.clientWidth + 1)
  .map((it) => it.innerText.slice(0, 60))
"""

SQUEEZED = """
() => [...document.querySelectorAll("article img[height]")]
  .filter((it) => it.clientWidth > 0)
  .filter((it) => Math.abs(it.clientWidth * it.getAttribute("height") /
    it.clientHeight / it.getAttribute("width") - 1) > 0.02)
  .map((it) => it.getAttribute("src"))
"""

UNWRAP_TOKENS = """
() => {
  const seen = new Set();
  for (const it of document.querySelectorAll("article :is(pre, code, .sig) span[class]")) {
    const block = it.closest("[class*=highlight-]")?.className;
    const kind = [it.className, it.parentElement.className, block].join();
    if (it.attributes.length === 1 && seen.has(kind)) it.replaceWith(...it.childNodes);
    seen.add(kind);
  }
}
"""
"""Keeps one token of each kind: axe would apply its rules to each of thousands."""

FIND_LOOKS = """
() => {
  const looks = new Map([[null, ""]]);
  const look = (it) => {
    if (!looks.has(it)) {
      const { color, backgroundColor, backgroundImage, fontSize, fontWeight, opacity } =
        getComputedStyle(it);
      looks.set(it, look(it.parentElement) + [it.tagName, it.getAttribute("class"), color,
        backgroundColor, backgroundImage, fontSize, fontWeight, opacity]);
    }
    return looks.get(it);
  };
  const seen = new Set();
  window.kept ??= new Set();
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    let it = texts.currentNode.parentElement;
    const visible = texts.currentNode.data.trim() && it.checkVisibility();
    if (!visible || seen.has(look(it))) continue;
    seen.add(look(it));
    for (; it; it = it.parentElement) window.kept.add(it);
  }
}
"""
"""Notes the first text of each look: the classes, colours and sizes of all around it."""

KEEP_LOOKS = """
() => [...document.body.querySelectorAll("*")]
  .filter((it) => it.textContent.trim() && !window.kept.has(it))
  .forEach((it) => it.remove())
"""

RUN_AXE = """
async (options) => {
  const { violations } = await axe.run({ resultTypes: ["violations"], ...options });
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((it) => it.html)}`);
}
"""


@pytest.mark.parametrize("code", CODES)
def test_every_page_is_sound(
    code: str, address: str, site: Path, chromium: Browser
) -> None:
    """It loads cleanly and alone, stands still, fits any screen, and axe finds nothing.

    Both languages have the same elements, so that axe looks at all pages of the first, and
    at one of each kind of the others.
    """
    context = chromium.new_context(reduced_motion="reduce")
    context.add_init_script(MEASURE_SHIFT)
    complaints = _listen(context, address)
    page = context.new_page()
    page.goto(f"{address}{code}/index.html")
    names = page_names(site, code)
    assert len(names) > 10
    found = {}
    for name in names:
        complaints.clear()
        faults = _visit(page, f"{address}{code}/{name}")
        if not name.startswith(("lessons/", "recipes/")):
            del faults["code that scrolls on a wide screen"]
        faults["complaints"] = [*complaints]
        if code == CODES[0] or name in KINDS:
            faults |= _run_axe(page)
        if faults := {kind: found for kind, found in faults.items() if found}:
            found[name] = faults
    context.close()
    assert found == {}


def _listen(context: BrowserContext, address: str) -> list[str]:
    """Collect failed requests, complaints in the console and requests to other hosts."""
    faults: list[str] = []
    host = urlsplit(address).netloc

    def note(fault: bool, what: str) -> None:
        if fault:
            faults.append(what)

    def is_elsewhere(url: str) -> bool:
        parts = urlsplit(url)
        return parts.scheme not in ("data", "blob", "about") and parts.netloc != host

    context.on("request", lambda it: note(is_elsewhere(it.url), f"elsewhere: {it.url}"))
    context.on("requestfailed", lambda it: note(True, f"failed: {it.url}"))
    context.on("response", lambda it: note(it.status >= 400, f"{it.status}: {it.url}"))
    context.on("console", lambda it: note(it.type in ("error", "warning"), it.text))
    context.on("weberror", lambda it: note(True, str(it.error)))
    return faults


def _visit(page: Page, url: str) -> dict[str, Any]:
    """Come from another page of the site, open all that is folded, and try all widths."""
    page.emulate_media(color_scheme="light")
    page.goto(url)
    page.evaluate("document.fonts.ready.then(() => 0)")
    shift, weight = page.evaluate("window.shift"), sum(page.evaluate(WEIGH))
    faults: dict[str, Any] = {
        "layout shift": shift if shift >= 0.01 else 0,
        "bytes from page to page": weight if weight > 60_000 else 0,
    }
    page.evaluate("document.querySelectorAll('details').forEach((it) => (it.open = true))")
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        faults[f"wider than {width} pixels"] = page.evaluate(OVERFLOWS)
        faults[f"squeezed images at {width} pixels"] = page.evaluate(SQUEEZED)
    faults["code that scrolls on a wide screen"] = page.evaluate(SCROLLING_CODE)
    return faults


def _run_axe(page: Page) -> dict[str, Any]:
    """Apply axe's rules in light, that of contrast also in dark, to each look once."""
    page.evaluate(Axe().axe_script)
    page.evaluate(UNWRAP_TOKENS)
    show_in(page, "light")
    rest = {"rules": {"color-contrast": {"enabled": False}}}
    faults = {"axe": page.evaluate(RUN_AXE, rest)}
    for scheme in SCHEMES:
        show_in(page, scheme)
        page.evaluate(FIND_LOOKS)
    page.evaluate(KEEP_LOOKS)
    for scheme in SCHEMES:
        show_in(page, scheme)
        faults[f"contrast in {scheme}"] = page.evaluate(
            RUN_AXE, {"runOnly": ["color-contrast"]}
        )
    return faults


@pytest.mark.parametrize("code", CODES)
def test_a_first_visit_is_light(code: str, address: str, chromium: Browser) -> None:
    """Any page comes in at most 200 kB and 20 requests."""
    heavy = {}
    for name in KINDS:
        sizes = _first_visit(chromium, f"{address}{code}/{name}", WEIGH)
        assert len(sizes) > 1
        if sum(sizes) > 200_000 or len(sizes) > 20:
            heavy[name] = len(sizes), sum(sizes)
    assert heavy == {}


def test_what_is_weighed_is_compressed(address: str, chromium: Browser) -> None:
    """The server compresses text, as a host does: the first page by half or more."""
    script = "() => performance.getEntriesByType('navigation')[0].toJSON()"
    seen = _first_visit(chromium, f"{address}{CODES[0]}/index.html", script)
    assert 0 < seen["encodedBodySize"] < seen["decodedBodySize"] / 2


def _first_visit(chromium: Browser, url: str, script: str) -> Any:
    """Open a page as somebody who has no page of the site yet, and evaluate a script."""
    with chromium.new_context() as context:
        page = context.new_page()
        page.goto(url, wait_until="networkidle")
        return page.evaluate(script)


@pytest.mark.parametrize("code", CODES)
def test_nothing_moves_on_a_new_readers_telephone(
    address: str, page: Page, code: str
) -> None:
    """Nor does it with nothing stored, when scripts run after the first painting."""
    page.set_viewport_size({"width": 412, "height": 823})
    page.add_init_script("localStorage.clear();" + MEASURE_SHIFT)
    page.route("**/*.js", _hold_until_painted)
    shifts = {}
    for name in KINDS:
        page.goto(f"{address}{code}/{name}")
        page.evaluate("new Promise((it) => requestAnimationFrame(() => setTimeout(it)))")
        shifts[name] = page.evaluate("window.shift")
    assert {name: it for name, it in shifts.items() if it >= 0.01} == {}


def _hold_until_painted(script: Route) -> None:
    page = script.request.frame.page
    page.wait_for_function("() => performance.getEntriesByType('paint').length > 0")
    script.continue_()
