"""The modules and the style sheets, under the hash of their content."""

import hashlib
import shutil
from functools import cache
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.config import Config

from explorer.parts import part_node

SOURCE = Path(__file__).parents[2] / "_static" / "explorer"
STYLES = {
    "calculator": ("page", "numbers", "calculator"),
    "home": ("page", "numbers", "cell", "home"),
    "explorer": ("page", "numbers", "tables", "cell"),
}
"""The styles that a page loads, joined, with its entry module; each part is named after its
page, but for those of the explorer."""


@cache
def asset_folder() -> str:
    """The name of the folder in `_static`: it changes when any file in it does."""
    digest = hashlib.sha256()
    for path in sorted(SOURCE.iterdir()):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return f"explorer-{digest.hexdigest()[:12]}"


def leave_out_source(_app: Sphinx, config: Config) -> None:
    """Keep Sphinx from copying the folder a second time, under its bare name."""
    config.exclude_patterns = [*config.exclude_patterns, f"./{SOURCE.name}"]


def remove_assets(app: Sphinx, builder: Builder) -> None:
    """Remove the modules of a build before.

    Sphinx would add a checksum to their addresses, since it finds them, but none to those
    of a first build; the name of the folder is one already.
    """
    shutil.rmtree(Path(builder.outdir, "_static", asset_folder()), ignore_errors=True)


def copy_assets(app: Sphinx, exception: Exception | None) -> None:
    """Copy the modules into the finished site, and join the styles of each page."""
    if exception is None and app.builder.format == "html":
        target = Path(app.outdir, "_static", asset_folder())
        target.mkdir(exist_ok=True)
        for module in SOURCE.glob("*.js"):
            shutil.copy(module, target)
        for entry, styles in STYLES.items():
            text = "\n".join((SOURCE / f"{style}.css").read_text() for style in styles)
            (target / f"{entry}.css").write_text(text)


def add_assets(
    app: Sphinx,
    _pagename: str,
    _templatename: str,
    _context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Load the style and the entry module on the pages that have a part of them."""
    parts = {node["part"] for node in doctree.findall(part_node)} if doctree else set()
    if not parts:
        return
    entry = next(
        (name for name in STYLES if any(part.startswith(name) for part in parts)),
        "explorer",
    )
    app.add_css_file(f"{asset_folder()}/{entry}.css")
    app.add_js_file(f"{asset_folder()}/{entry}.js", type="module")
