"""The scripts and the style sheets of the pages, under the hash of their content."""

import hashlib
import shutil
from functools import cache
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.builders import Builder

from docs._ext.html_pages import Context, Doctree
from docs.explorer.data import as_json, known_data
from docs.explorer.join import join
from docs.explorer.messages import PAGES
from docs.explorer.parts import part_node
from docs.explorer.words import WORDS_PAGE, read_words

SCRIPTS = Path(__file__).parent / "js"
STYLES = Path(__file__).parent / "css"
ENTRIES = {
    "explorer": ("page", "numbers", "tables", "cell", "layout"),
    "calculator": ("page", "numbers", "calculator"),
    "home": ("page", "numbers", "cell", "home"),
    "paste": ("page", "errors"),
    "filter": ("page", "errors"),
}
"""The scripts that pages load, each with all that it imports, and their styles, joined."""


@cache
def asset_folder() -> str:
    """The name of the folder in `_static`: it changes when any file in it does."""
    digest = hashlib.sha256()
    for path in (*sorted(SCRIPTS.iterdir()), *sorted(STYLES.iterdir())):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return f"explorer-{digest.hexdigest()[:12]}"


def remove_assets(app: Sphinx, builder: Builder) -> None:
    """Remove the scripts of the last build.

    Sphinx would add a checksum to their addresses, since it finds them, but none to those
    of a first build; the name of the folder is one already.
    """
    shutil.rmtree(Path(builder.outdir, "_static", asset_folder()), ignore_errors=True)


def write_assets(app: Sphinx, exception: Exception | None) -> None:
    """Join the scripts and the styles of each entry into the finished site."""
    if exception is None and app.builder.format == "html":
        target = Path(app.outdir, "_static", asset_folder())
        target.mkdir(exist_ok=True)
        for entry, styles in ENTRIES.items():
            (target / f"{entry}.js").write_text(join(SCRIPTS / f"{entry}.js"), "utf-8")
            text = "\n".join(
                (STYLES / f"{style}.css").read_text("utf-8") for style in styles
            )
            (target / f"{entry}.css").write_text(text, "utf-8")


def entry_of(part: str) -> str:
    """The entry that a part belongs to, by its name; all others are the explorer's."""
    return next((entry for entry in ENTRIES if part.startswith(entry)), "explorer")


def add_assets(
    app: Sphinx, pagename: str, _template: str, _context: Context, doctree: Doctree
) -> None:
    """Load the styles and the scripts of the parts that a page has, and help its search."""
    parts = [node["part"] for node in doctree.findall(part_node)] if doctree else []
    if pagename == "search" and {WORDS_PAGE, *PAGES} <= app.env.found_docs:
        parts = ["paste"]
        words = read_words(app.env.get_doctree(WORDS_PAGE), "paste")
        uris = [app.builder.get_relative_uri(pagename, page) for page in PAGES]
        body = as_json(known_data(uris, words))
        app.add_js_file(None, body=body, type="application/json", id="xp-known")
    for entry in sorted(set(map(entry_of, parts))):
        app.add_css_file(f"{asset_folder()}/{entry}.css")
        app.add_js_file(f"{asset_folder()}/{entry}.js", loading_method="defer")
    if pagename in PAGES:
        app.add_css_file(f"{asset_folder()}/filter.css")
