"""What every page loads comes as one style sheet and one script, and nothing is lost."""

import re
from pathlib import Path

import pytest

from docs._make.assets import Assets

PAGE = """<html><head>
<link rel="stylesheet" type="text/css" href="{root}_static/styles/theme.css" />
<link rel="stylesheet" type="text/css" href="{root}_static/site.css?v=1" />
{extra}<script src="{root}_static/first.js?v=2"></script>
<script src="{root}_static/second.js"></script>
</head><body id=top class = 'wide {name}'></body></html>
"""
FILES = {
    "_static/basic.css": ".wide { color: red }",
    "_static/styles/theme.css": """@import "../basic.css";
        @font-face { font-family: Icons; src: url(webfonts/icons.woff2) }
        .gone { color: red } .wide .gone { color: red } #nowhere { color: red }
        .opened { color: red } .fa-sun { font-family: Icons }""",
    "_static/site.css": ":root { --used: 1px; --idle: 2px } .page { margin: var(--used) }",
    "_static/own.css": ".gone { color: blue }",
    "_static/first.js": 'const order = ["first"]',
    "_static/second.js": 'order.push("second"); document.body.className = "opened"',
    "_static/module.js": "export const one = 1",
    "_static/tabs.js": "loaded('tabs.js')",
    "_static/fonts/LICENSE.txt": "Free.",
}
EXTRA = """<link rel="stylesheet" type="text/css" href="_static/own.css" />
<script type="module" src="_static/module.js"></script>
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Two pages, one with files of its own, after what they share was joined."""
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (tmp_path / "sub").mkdir()
    (tmp_path / "index.html").write_text(
        PAGE.format(root="", extra=EXTRA, name="page"), encoding="utf-8"
    )
    (tmp_path / "sub" / "a.html").write_text(
        PAGE.format(root="../", extra="", name="sub"), encoding="utf-8"
    )
    (tmp_path / "moved.html").write_text('<a href="index.html">', encoding="utf-8")
    assets = Assets(tmp_path)
    for page in tmp_path.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        page.write_text(assets.relink(page, text), encoding="utf-8")
    assets.remove_unused()
    return tmp_path


def loaded(page: Path) -> list[str]:
    """Return what a page loads, in order."""
    return re.findall(r'(?:href|src)="([^"]+)"', page.read_text(encoding="utf-8"))


def test_every_page_loads_the_whole_from_where_it_stands(root: Path) -> None:
    """One style sheet and one script, at the same files from pages of any depth."""
    style, script = (next(root.glob(f"_static/{name}-*")) for name in ("style", "script"))
    assert loaded(root / "sub" / "a.html") == [
        f"../_static/{style.name}",
        f"../_static/{script.name}",
    ]


def test_what_one_page_loads_comes_after_the_whole(root: Path) -> None:
    """A page keeps the style sheet and the module that are its own."""
    names = [re.sub(r"-\w{12}", "", name) for name in loaded(root / "index.html")]
    assert names == [
        "_static/style.css",
        "_static/own.css",
        "_static/module.js",
        "_static/script.js",
    ]


def test_a_rule_stays_if_an_element_can_have_its_names(root: Path) -> None:
    """Names that pages have and names that scripts give keep their rules."""
    (style,) = root.glob("_static/style-*")
    assert style.read_text(encoding="utf-8") == (
        ".wide,.opened{color:red}:root{--used:1px}.page{margin:var(--used)}"
    )


def test_scripts_are_joined_in_their_order(root: Path) -> None:
    """A script finds what those before it have defined."""
    (script,) = root.glob("_static/script-*")
    text = script.read_text(encoding="utf-8")
    assert text == f"{FILES['_static/first.js']};\n{FILES['_static/second.js']}"


def test_a_page_that_loads_nothing_stays_as_it_is(root: Path) -> None:
    """A redirect has no style, which takes it from no other page."""
    assert (root / "moved.html").read_text(encoding="utf-8") == '<a href="index.html">'


def test_nothing_is_there_twice_or_unused(root: Path) -> None:
    """What has been joined is not published by itself, nor is what no page names."""
    names = {path.name.partition("-")[0] for path in root.rglob("_static/**/*.*")}
    assert names == {"LICENSE.txt", "module.js", "own.css", "script", "style"}
