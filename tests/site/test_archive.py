"""The archive of the site reads from a folder, with no server and no network."""

import re
import zipfile
from html import unescape
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.site.pages import CODES, KINDS, page_names

LINK = re.compile(r'\s(?:href|src)="([^"]*)"')


@pytest.fixture(scope="module")
def unpacked(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The archive's folder: all in it stands in order, undated and readable by all."""
    folder = tmp_path_factory.mktemp("archive")
    with zipfile.ZipFile(site / "downloads" / "lstm-demo-site.zip") as archive:
        members = archive.infolist()
        archive.extractall(folder)
    names = [member.filename for member in members]
    assert names == sorted(names)
    assert {member.date_time for member in members} == {(1980, 1, 1, 0, 0, 0)}
    assert {member.external_attr >> 16 for member in members} == {0o644}
    return folder / "lstm-demo-site"


def test_the_archive_has_all_that_its_pages_lead_to(site: Path, unpacked: Path) -> None:
    """Each file of the site but itself; no link, script, style or image leads nowhere."""
    held = {path.relative_to(unpacked) for path in unpacked.rglob("*") if path.is_file()}
    files = {path.relative_to(site) for path in site.rglob("*") if path.is_file()}
    assert files - held == {Path("downloads/lstm-demo-site.zip")}
    assert held <= files
    missing = set()
    for page in (
        unpacked / code / it for code in CODES for it in page_names(unpacked, code)
    ):
        for link in LINK.findall(page.read_text(encoding="utf-8")):
            address = urlsplit(unescape(link))
            elsewhere = address.scheme or address.netloc or not address.path
            if not elsewhere and not (page.parent / unquote(address.path)).exists():
                missing.add((page, address.path))
    assert missing == set()


@pytest.mark.parametrize(("code", "words"), [("es", "puerta"), ("en", "gates")])
def test_pages_read_from_a_file(code: str, words: str, unpacked: Path, page: Page) -> None:
    """No kind of page complains; explorer and calculator are alive, and search finds.

    The root page sends a reader to a language from a file, too.
    """
    faults: list[str] = []
    page.on("console", lambda it: faults.append(it.text) if it.type == "error" else None)
    page.on("pageerror", lambda it: faults.append(str(it)))
    for name in KINDS:
        page.goto(f"{unpacked.as_uri()}/{code}/{name}")
        expect(page.locator("h1").first).to_be_visible()
        if name in ("explorer.html", "calculator.html"):
            expect(page.locator("html.xp-on")).to_be_attached()
        assert faults == [], name
    page.goto(f"{unpacked.as_uri()}/{code}/search.html?q={words}")
    results = page.locator("ul.search li a")
    expect(results.nth(3)).to_be_visible()
    assert faults == []
    results.first.click()
    page.wait_for_url(re.compile(r"^file:.*(?<!search)\.html"))
    expect(page.locator("h1").first).to_be_visible()
    page.goto(f"{unpacked.as_uri()}/index.html")
    page.wait_for_url(re.compile(rf"/({'|'.join(CODES)})/index\.html$"))
