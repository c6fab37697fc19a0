"""What every page loads comes as one style sheet and one script, and nothing is lost."""

import re
from pathlib import Path

import pytest

from docs._make.assets import Assets
from tests.site.project import write

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
    pages = {
        "index.html": PAGE.format(root="", extra=EXTRA, name="page"),
        "sub/a.html": PAGE.format(root="../", extra="", name="sub"),
        "moved.html": '<a href="index.html">',
    }
    write(tmp_path, {**FILES, **pages})
    assets = Assets(tmp_path)
    for name in pages:
        page = tmp_path / name
        text = assets.relink(page, page.read_text(encoding="utf-8"))
        page.write_text(text, encoding="utf-8")
    assets.remove_unused()
    return tmp_path


def loaded(page: Path) -> list[str]:
    """Return what a page loads, in order, without hashes."""
    found = re.findall(r'(?:href|src)="([^"]+)"', page.read_text(encoding="utf-8"))
    return [re.sub(r"-\w{12}", "", name) for name in found]


def test_every_page_loads_the_whole_and_then_its_own(root: Path) -> None:
    """One style sheet and one script, from pages of any depth; a redirect loads nothing."""
    assert loaded(root / "sub" / "a.html") == [
        "../_static/style.css",
        "../_static/script.js",
    ]
    own = ["_static/own.css", "_static/module.js"]
    assert loaded(root / "index.html") == ["_static/style.css", *own, "_static/script.js"]
    assert (root / "moved.html").read_text(encoding="utf-8") == '<a href="index.html">'
    for page in ("index.html", "sub/a.html"):
        names = re.findall(r"\w+-\w{12}\.\w+", (root / page).read_text(encoding="utf-8"))
        assert len(names) == 2
        assert all((root / "_static" / name).exists() for name in names)


def test_the_whole_is_what_can_be_used_of_the_parts(root: Path) -> None:
    """Rules stay whose names pages have or scripts give; scripts stand in their order."""
    (style,) = root.glob("_static/style-*")
    assert style.read_text(encoding="utf-8") == (
        ".wide,.opened{color:red}:root{--used:1px}.page{margin:var(--used)}"
    )
    (script,) = root.glob("_static/script-*")
    text = script.read_text(encoding="utf-8")
    assert text == f"{FILES['_static/first.js']};\n{FILES['_static/second.js']}"


def test_nothing_is_there_twice_or_unused(root: Path) -> None:
    """What has been joined is not published by itself, nor is what no page names."""
    names = {path.name.partition("-")[0] for path in root.rglob("_static/**/*.*")}
    assert names == {"LICENSE.txt", "module.js", "own.css", "script", "style"}
