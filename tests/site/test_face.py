"""How pages look in the dark and on paper, with mathematics, in another language."""

import io
import re

import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect
from pygments.styles import get_style_by_name
from pygments.token import STANDARD_TYPES, Text

from docs import conf
from docs._make.finish import COLOURLESS
from tests.browser import SCHEMES, show_in
from tests.site.pages import CODES, LESSONS

HERE = LESSONS["a_loop_is_one_call"]
EQUATIONS = LESSONS["one_step_by_hand"]
LIGHT_INK = "getComputedStyle(document.querySelector('article p')).color"


def test_figures_are_dark_on_a_dark_page(address: str, page: Page) -> None:
    """The ground of a figure is the page's, nearly, and its letters stand out from it."""
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        page.goto(f"{address}{CODES[0]}/{HERE}")
        page.evaluate("document.querySelectorAll('details').forEach((it) => (it.open = 1))")
        figure = page.locator("img.sphx-glr-single-img").first
        figure.evaluate("it => it.decode()")
        with Image.open(io.BytesIO(figure.screenshot())) as seen:
            levels = seen.convert("L")
        ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
        red, green, blue = map(int, re.findall(r"\d+", ground))
        assert abs(levels.getpixel((2, 2)) - (red + green + blue) / 3) <= 10
        darkest, lightest = levels.getextrema()
        assert lightest - darkest > 200


def test_code_has_a_tag_where_it_has_a_colour() -> None:
    """What loses its tag has the colour of all text in both styles."""
    names = "pygments_light_style", "pygments_dark_style"
    for style in (get_style_by_name(conf.html_theme_options[name]) for name in names):
        for kind, short in STANDARD_TYPES.items():
            if COLOURLESS.fullmatch(f'<span class="{short}">x</span>'):
                assert style.style_for_token(kind) == style.style_for_token(Text), short


@pytest.mark.parametrize(
    "name", [HERE, "reference/errors-calls.html", "how-to/take-it-home.html"]
)
def test_what_runs_can_be_copied(address: str, page: Page, name: str) -> None:
    """Code of a lesson, of a page and of a console has a button; no output has one."""
    page.goto(f"{address}{CODES[0]}/{name}")
    code = ":is(.highlight-Python, .cell_input, .highlight-console) pre"
    found = code, f"{code} + .copybtn", "pre + .copybtn"
    count, *others = (page.locator(it).count() for it in found)
    assert others == [count, count] != [0, 0]


def test_on_paper_a_dark_page_is_black_on_white_and_open(address: str, page: Page) -> None:
    """Whoever reads in the dark prints the colours of light, and goes on in the dark.

    What is folded on the screen is printed; what is to be pressed is not.
    """
    page.goto(f"{address}{CODES[0]}/{HERE}")
    root, light = page.locator("html"), page.evaluate(LIGHT_INK)
    show_in(page, "dark")
    assert page.evaluate(LIGHT_INK) != light
    folded = page.locator("details:not([open]) > :not(summary)")
    assert folded.count() > 0
    assert not any(it.is_visible() for it in folded.all())
    page.emulate_media(media="print")
    expect(root).to_have_attribute("data-theme", "light")
    assert page.evaluate(LIGHT_INK) == light
    figure = page.locator("img.sphx-glr-single-img").first
    assert figure.evaluate("it => getComputedStyle(it).filter") == "none"
    assert all(it.is_visible() for it in folded.all())
    expect(page.locator("button.copybtn").first).to_have_css("display", "none")
    page.emulate_media(media="screen")
    expect(root).to_have_attribute("data-theme", "dark")


def test_pages_bring_their_fonts(address: str, page: Page) -> None:
    """A page looks the same on every machine, equations too."""
    page.goto(f"{address}{CODES[0]}/{EQUATIONS}")
    page.evaluate("document.fonts.ready.then(() => 0)")
    fonts = page.evaluate("() => [...document.fonts].map((it) => [it.family, it.status])")
    loaded = {family.strip('"') for family, status in fonts if status == "loaded"}
    assert {"Site Text", "Site Code", "Site Math"} <= loaded


@pytest.mark.parametrize("width", [320, 360, 1280])
def test_equations_stand_below_one_another(address: str, page: Page, width: int) -> None:
    """Signs of equality in one line, the block in the middle; what is too wide scrolls."""
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{address}{CODES[0]}/{EQUATIONS}")
    blocks = page.locator("div.math:has(mtable)").all()  # those of several lines
    assert len(blocks) == 2
    for block in blocks:
        signs = block.locator("mtd:last-child > mo:nth-child(2)")
        assert set(signs.all_text_contents()) == {"="}
        assert len({it["x"] for sign in signs.all() if (it := sign.bounding_box())}) == 1
        left, right = _margins(block)
        assert left >= 0
        assert abs(left - right) < 1
    if width == 320:  # in a large font all of it can be read, and the page stays
        block = blocks[0]
        block.locator("math").evaluate("it => { it.style.fontSize = '1.5rem'; }")
        assert block.evaluate("it => it.scrollWidth > it.clientWidth")
        block.evaluate("it => { it.scrollLeft = it.scrollWidth; }")
        assert abs(_margins(block)[1]) <= 1
        article = page.locator(".bd-article-container")
        assert article.evaluate("it => it.scrollWidth <= it.clientWidth")


def _margins(block: Locator) -> tuple[float, float]:
    """Return what is free on either side of the equations of a block."""
    around, table = block.bounding_box(), block.locator("mtable").bounding_box()
    assert around
    assert table
    left = table["x"] - around["x"]
    return left, around["width"] - table["width"] - left
