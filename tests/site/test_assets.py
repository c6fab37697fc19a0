"""What every page loads comes as one style sheet and one script, and nothing is lost."""

import re
from pathlib import Path

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
    "_static/site.css": """:root { --used: 1px; --idle: 2px; --own: 3px }
        .page { margin: var(--used) }""",
    "_static/own.css": ".gone { margin: var(--own) }",
    "_static/first.js": 'const order = ["first"]',
    "_static/second.js": 'order.push("second"); document.body.className = "opened"',
    "_static/module.js": "export const one = 1",
    "_static/tabs.js": "loaded('tabs.js')",
    "_static/fonts/LICENSE.txt": "Free.",
}
EXTRA = """<link rel="stylesheet" type="text/css" href="_static/own.css" />
<script type="module" src="_static/module.js"></script>
"""


def loaded(page: str) -> list[str]:
    """Return what a page loads, in order, without hashes."""
    found = re.findall(r'(?:href|src)="([^"]+)"', page)
    return [re.sub(r"-\w{12}", "", name) for name in found]


def test_pages_load_one_style_and_one_script_and_then_their_own(tmp_path: Path) -> None:
    """From any depth; rules stay whose names pages have or scripts give; no file else."""
    pages = {
        "index.html": PAGE.format(root="", extra=EXTRA, name="page"),
        "sub/a.html": PAGE.format(root="../", extra="", name="sub"),
    }
    write(tmp_path, {**FILES, **pages})
    assets = Assets(tmp_path)
    texts = {name: assets.relink(tmp_path / name, text) for name, text in pages.items()}
    write(tmp_path, texts)
    assets.remove_unused()

    joined = ["_static/style.css", "_static/script.js"]
    own = ["_static/own.css", "_static/module.js"]
    assert loaded(texts["sub/a.html"]) == [f"../{name}" for name in joined]
    assert loaded(texts["index.html"]) == [joined[0], *own, joined[1]]

    (style,) = tmp_path.glob("_static/style-*")
    (script,) = tmp_path.glob("_static/script-*")
    for page in ("index.html", "sub/a.html"):
        assert set(re.findall(r"\w+-\w{12}\.\w+", texts[page])) == {style.name, script.name}
    # Variables stay that a style sheet uses, be it of one page alone.
    rules = ".wide,.opened{color:red}:root{--used:1px;--own:3px}.page{margin:var(--used)}"
    assert style.read_text(encoding="utf-8") == rules
    parts = f"{FILES['_static/first.js']};\n{FILES['_static/second.js']}"
    assert script.read_text(encoding="utf-8") == parts
    # What has been joined is not published by itself, nor is what no page names.
    names = {path.name.partition("-")[0] for path in tmp_path.rglob("_static/**/*.*")}
    assert names == {"LICENSE.txt", "module.js", "own.css", "script", "style"}
