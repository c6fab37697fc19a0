"""Add inline metadata (PEP 723) to scripts, so that one command can run them.

The block stands before the docstring, where the gallery shows nothing of it.
"""

import ast
import re
import sys
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.locale import _
from sphinx.util.typing import ExtensionMetadata

from .package import Package, read_package

BLOCK = re.compile(r"# /// script\n(?:#.*\n)*?# ///\n(?:# .*\n)*\n?")


def setup(app: Sphinx) -> ExtensionMetadata:
    """Connect the extension to a build, after gallery_i18n and before sphinx-gallery."""
    app.add_config_value("take_home_project", "pyproject.toml", "env", str)
    app.connect("builder-inited", add_metadata_blocks)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


def add_metadata_blocks(app: Sphinx) -> None:
    """Write the block into the scripts of the build's language."""
    package = read_package(app.config)
    for folder in app.config.sphinx_gallery_conf["examples_dirs"]:
        for path in Path(folder).rglob("*.py"):
            before = path.read_text(encoding="utf-8")
            after = with_block(before, package, path.name)
            if after != before:
                path.write_text(after, encoding="utf-8")


def with_block(script: str, package: Package, name: str) -> str:
    """Return a script with its block, in place of one that it may have.

    Where the package has no address, the block names only what the package needs, and a
    comment says how to run the script with the wheel that lies beside it.
    """
    script = BLOCK.sub("", script, count=1) if BLOCK.match(script) else script
    extra = bool(third_parties(script) - package.brings - {package.name.replace("-", "_")})
    lines = ["# /// script", f'# requires-python = "{package.python}"']
    if package.address:
        needed = [package.requirement(extra=extra)]
    else:
        needed = [*package.needs, *(package.lessons if extra else ())]
    needed = [f'#   "{requirement}",' for requirement in needed]
    lines += ["# dependencies = [", *needed, "# ]", "# ///"]
    if not package.address:
        said = _("The wheel of lstm_demo lies in the folder above; run this from there:")
        lines += [f"# {said}", f"# uv run --with ./{package.wheel} scripts/{name}"]
    return "\n".join((*lines, "", script))


def third_parties(script: str) -> set[str]:
    """Name the packages that a script imports and Python does not bring itself."""
    names = set()
    for node in ast.walk(ast.parse(script)):
        match node:
            case ast.Import(names=imported):
                names |= {each.name.split(".")[0] for each in imported}
            case ast.ImportFrom(module=str(module)):
                names.add(module.split(".")[0])
    return names - sys.stdlib_module_names
