"""Add inline metadata (PEP 723) to scripts, so that one command can run them.

The block stands before the docstring, where the gallery shows nothing of it.
"""

from pathlib import Path

from sphinx.application import Sphinx
from sphinx.locale import _

from .package import Package, read_package


def add_metadata_blocks(app: Sphinx) -> None:
    """Write the block into the scripts of the build's language, which are new."""
    package = read_package(app.config)
    for folder in app.config.sphinx_gallery_conf["examples_dirs"]:
        for path in Path(folder).rglob("*.py"):
            script = path.read_text(encoding="utf-8")
            path.write_text(with_block(script, package, path.name), encoding="utf-8")


def with_block(script: str, package: Package, name: str) -> str:
    """Return a script with its block.

    Where the package has no address, the block names only what the package needs, and a
    comment says how to run the script with the wheel of the zip.
    """
    lines = ["# /// script", f'# requires-python = "{package.project["requires-python"]}"']
    needed = [f'#   "{requirement}",' for requirement in package.needs(script)]
    lines += ["# dependencies = [", *needed, "# ]", "# ///"]
    if not package.address:
        said = _("lstm_demo is a wheel in the zip of all lessons; run this in its folder:")
        lines += [f"# {said}", f"# uv run --with ./{package.wheel} scripts/{name}"]
    return "\n".join((*lines, "", script))
