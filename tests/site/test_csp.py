"""Pages run the site's own scripts and no others, on any host."""

import base64
import hashlib
import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Page, expect

from docs._make import BuildError
from docs._make.csp import add_policy
from docs._make.serve import read_headers
from tests.explorer.screen import type_number
from tests.site.pages import CODES, KINDS, soup

VIOLATIONS = """
window.violations = [];
document.addEventListener("securitypolicyviolation", (event) =>
  window.violations.push(`${event.effectiveDirective} ${event.blockedURI}`));
"""
ATTACK = """() => {
  const script = document.createElement("script");
  script.textContent = "document.title = 'inline'";
  document.head.append(script);
  const button = document.createElement("button");
  button.setAttribute("onclick", "document.title = 'attribute'");
  document.body.append(button);
  button.click();
  new Image().src = "https://elsewhere.invalid/pixel.png";
}"""
NAMED_AFTER_CONTENT = re.compile(r"/_static/(?:fonts/)?[\w-]+-[0-9a-f]{12}[./]")


def parse(policy: str) -> dict[str, list[str]]:
    """Return the sources of each directive."""
    return {name: sources for name, *sources in map(str.split, policy.split(";"))}


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[str, BeautifulSoup]:
    """Pages of each kind: in each language, and above them."""
    names = [f"{code}/{name}" for code in CODES for name in KINDS]
    names += ["index.html", "404.html"]
    return {name: soup(site / name) for name in names}


def test_every_page_and_every_host_says_what_runs(
    site: Path, pages: dict[str, BeautifulSoup]
) -> None:
    """The policy stands first, and allows the site's files and what is inside a page.

    The headers for all pages allow what the pages allow; types are not guessed.
    """
    headers = read_headers(site, f"/{CODES[0]}/index.html")
    policy = parse(headers["Content-Security-Policy"])
    assert policy.pop("frame-ancestors") == ["'none'"]
    for name, page in pages.items():
        first, second = page.select("head > *")[:2]
        assert first.get("charset") == "utf-8", name
        assert second.get("http-equiv") == "Content-Security-Policy", name
        assert parse(str(second["content"])) == policy, name
    inside = {
        element.decode_contents().encode()
        for page in pages.values()
        for element in page.select('script:not([src], [type="application/json"]), style')
    }
    hashes = {base64.b64encode(hashlib.sha256(it).digest()).decode() for it in inside}
    allowed = {*policy["script-src"], *policy["style-src"]}
    assert allowed == {"'self'", *(f"'sha256-{it}'" for it in hashes)}
    assert policy["default-src"] == ["'none'"]
    for directive, sources in policy.items():
        if directive != "style-src-attr":
            assert not {"'unsafe-inline'", "'unsafe-eval'", "*"} & {*sources}
        assert not [source for source in sources if "." in source]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"


def test_only_what_is_named_after_its_content_is_kept_for_ever(site: Path) -> None:
    """Style, script and fonts need no second look; a page does."""
    kept = set()
    for path in site.rglob("*.*"):
        address = f"/{path.relative_to(site).as_posix()}"
        if headers := read_headers(site, address).get("Cache-Control"):
            assert "immutable" in headers
            assert NAMED_AFTER_CONTENT.search(address), address
            kept.add(path.suffix)
    assert kept == {".css", ".js", ".woff2"}


HEAD = '<html><head><meta charset="utf-8"/>{}</head></html>'


@pytest.mark.parametrize(
    "element",
    [
        "<script>document.title = 99</script>",
        "<script type=module>document.title = 99</script>",
        "<SCRIPT>document.title = 99</SCRIPT>",
        "<script>document.title = 99</script >",
        "<script>document.title = 99",
        "<style>body { display: none }</style>",
        '<meta http-equiv="refresh" content="0; url=https://evil.example/"/>',
        '<meta/http-equiv="refresh"/content="0;url=//evil.example/">',
        '<meta http-equiv="refresh" content="0; url=//evil.example/"/>',
    ],
)
def test_what_is_none_of_ours_stops_the_build(element: str) -> None:
    """The page is named; a hash is given to nothing that merely stands in a page."""
    with pytest.raises(BuildError, match=r"es/index\.html holds "):
        add_policy(Path("es/index.html"), HEAD.format(element))


def test_what_is_ours_passes() -> None:
    """Data and files of the site need no hash; but a place for the policy there must be."""
    ours = """<script type="application/json">{"a": 1}</script>
        <script src="../_static/script.js"></script>
"""
    text = add_policy(Path("es/index.html"), HEAD.format(ours))
    assert ours in text
    assert text.count("http-equiv=") == 1
    with pytest.raises(BuildError, match="no <meta charset>"):
        add_policy(Path("a.html"), ours)


@pytest.fixture
def watched(page: Page) -> Page:
    """A page that counts what its policy has stopped."""
    page.add_init_script(VIOLATIONS)
    return page


def stopped(page: Page) -> set[str]:
    """Return what the policy has stopped so far."""
    return set(page.evaluate("window.violations"))


def test_what_pages_do_is_allowed(address: str, watched: Page) -> None:
    """Theme, search with its excerpts, explorer and calculator work under the policy."""
    watched.goto(f"{address}{CODES[0]}/lessons/first_steps/in_and_out.html")
    watched.locator(".theme-switch-button:visible").click()
    watched.locator(".theme-change-button[data-mode=dark]:visible").click()
    expect(watched.locator("html")).to_have_attribute("data-theme", "dark")
    assert stopped(watched) == set()

    watched.goto(f"{address}{CODES[0]}/search.html?q=dropout")
    expect(watched.locator("#search-results .context").first).to_be_visible()
    assert stopped(watched) == set()

    watched.goto(f"{address}{CODES[0]}/explorer.html#v=1&t=2")
    expect(watched.locator("html.xp-on")).to_be_attached()
    type_number(watched, "x.1.0", "0,5")
    watched.locator("#xp-next").click()
    watched.locator("#xp-preset").select_option("pulse")
    assert stopped(watched) == set()

    watched.goto(f"{address}{CODES[0]}/calculator.html#v=1&hidden_size=7")
    expect(watched.locator("html.xp-on")).to_be_attached()
    watched.locator("[name=num_layers]").fill("2")
    watched.keyboard.press("Enter")
    expect(watched.locator("#xp-program")).to_contain_text("num_layers=2")
    watched.locator("#xp-error").fill("'numpy.ndarray' object has no attribute 'dim'")
    expect(watched.locator(".xp-found")).to_be_visible()
    assert stopped(watched) == set()


def test_pages_above_the_languages_obey_it(address: str, watched: Page) -> None:
    """The first page sends on, and a wrong address has its style.

    A script from elsewhere, also as an attribute, does not run, and no image comes from
    another host.
    """
    watched.goto(address)
    watched.wait_for_url("**/index.html")
    assert stopped(watched) == set()
    watched.evaluate(ATTACK)
    watched.wait_for_function("() => new Set(window.violations).size >= 3")
    assert stopped(watched) == {
        "img-src https://elsewhere.invalid/pixel.png",
        "script-src-attr inline",
        "script-src-elem inline",
    }
    assert watched.title() not in ("inline", "attribute")
    watched.goto(f"{address}not-here")
    assert stopped(watched) == set()
    assert watched.evaluate("getComputedStyle(document.body).maxWidth") == "576px"
