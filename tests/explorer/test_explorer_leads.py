"""A pasted message leads to its entry: from a box, from the search, and on its page."""

from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from tests.explorer.screen import Pages, open_page

PASTED = """Traceback (most recent call last):
  File "train.py", line 7, in <module>
RuntimeError: Expected hidden[0] size (2, 7, 6), got [7, 2, 6]"""


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_box_leads_to_the_entry(page: Page, pages: Pages, language: str) -> None:
    """With the reader's own numbers, to the page in the reader's language."""
    open_page(page, f"{pages[language]}/index.html")
    page.locator("#xp-pasted-error").fill("<b>something else</b>")
    expect(page.locator("#xp-leads-not")).to_be_visible()
    page.locator("#xp-pasted-error").fill(PASTED)
    expect(page.locator("#xp-leads-not")).to_be_hidden()
    line = page.locator("#xp-leads p")
    assert "Expected hidden[0] size (2, 7, 6), got [7, 2, 6]" in line.inner_text()
    line.locator("a").click()
    page.wait_for_url(f"{pages[language]}/reference/errors.html#h0-size")
    expect(page.locator("#h0-size > h3")).to_be_in_viewport()


def test_the_search_leads_to_the_entry(page: Page, pages: Pages) -> None:
    """A message in the field of the search, whatever else is found."""
    message = "Expected hidden[0] size (2, 7, 6), got [7, 2, 6]"
    open_page(page, f"{pages['es']}/search.html?q={quote(message)}")
    link = page.locator(".xp-leads a")
    assert link.get_attribute("href") == "reference/errors.html#h0-size"
    open_page(page, f"{pages['es']}/search.html?q=dropout")
    assert page.locator(".xp-leads").count() == 0


def test_the_page_of_errors_is_filtered(page: Page, pages: Pages) -> None:
    """By a message, by words, with and without accents; groups without entries go."""
    open_page(page, f"{pages['es']}/reference/errors.html")
    entries = page.locator("section section section")
    whole = entries.count()
    box = page.locator("#xp-filter")
    box.fill(PASTED)
    assert entries.filter(visible=True).count() == 1
    expect(page.locator("#h0-size > h3")).to_be_in_viewport()
    assert page.locator("section section:has(section)").filter(visible=True).count() == 1
    box.fill("traduccion inexistente")
    expect(page.locator("#xp-filter-none")).to_be_visible()
    box.fill("solucion dropout percent 20")
    expect(page.locator("#xp-filter-none")).to_be_visible()
    box.fill("probabilidad dropout")
    expect(page.locator("#dropout-range")).to_be_visible()
    assert 0 < entries.filter(visible=True).count() < 10
    box.fill("")
    assert entries.filter(visible=True).count() == whole


def test_the_code_is_folded_but_on_paper_and_without_scripts(
    page: Page, pages: Pages
) -> None:
    """The page is short, and every call can be copied."""
    open_page(page, f"{pages['en']}/reference/errors.html")
    code = page.locator("#h0-size details pre").first
    expect(code).to_be_hidden()
    height = page.evaluate("document.querySelector('article').offsetHeight")
    assert height < 20_000
    page.emulate_media(media="print")
    expect(code).to_be_visible()
    page.emulate_media(media="screen")
    page.locator("#h0-size summary").click()
    expect(code).to_be_visible()
    assert page.locator("#h0-size details .copybtn").count() == 2


def test_a_heading_is_a_message_and_its_anchor_is_the_same_in_both_languages(
    page: Page, pages: Pages
) -> None:
    """Entries are found under the ids that other pages link to."""
    ids = {}
    for language in pages:
        open_page(page, f"{pages[language]}/reference/errors.html")
        ids[language] = page.locator("section section section").evaluate_all(
            "(all) => all.map((e) => [e.id, e.querySelector('h3 code').textContent])"
        )
    assert ids["en"] == ids["es"]
    assert [
        "unsorted",
        "`lengths` array must be sorted in decreasing order when `enforce_sorted` is True",
    ] in ids["en"]


@pytest.mark.parametrize("language", ["en", "es"])
def test_on_a_narrow_screen_no_message_sticks_out(
    page: Page, pages: Pages, language: str
) -> None:
    """Headings, and code in the text, break; the folded code scrolls in its own block."""
    page.set_viewport_size({"width": 320, "height": 700})
    open_page(page, f"{pages[language]}/reference/errors.html")
    too_wide = page.evaluate(
        """() => [...document.querySelectorAll("section section section > :not(details)")]
          .filter((e) => e.scrollWidth > e.clientWidth + 1 && !e.matches("h3"))
          .map((e) => e.outerHTML.slice(0, 90))"""
    )
    assert too_wide == []
    headings = page.locator("section section section > h3 > code")
    assert (
        headings.evaluate_all(
            "(all) => all.filter((e) => e.getBoundingClientRect().right > 320).length"
        )
        == 0
    )
