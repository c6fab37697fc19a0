"""Join modules of JavaScript into one classic script.

A browser loads no module from a file, so a page that is to work from a folder needs a
classic script. The modules stay real ones, which tests and editors can import: each becomes
a function that returns what it exports, and its imports become constants.
"""

import re
from pathlib import Path

_IMPORT = re.compile(
    r'^import (?P<names>[^"]+?) from "\./(?P<module>\w+)\.js";$', re.MULTILINE
)
_EXPORT = re.compile(r"^export (?=(?:const|function\*?) (?P<name>\w+))", re.MULTILINE)
_COMMENT = re.compile(r"^ *(?://[^\n]*|/\*\*.*?\*/)\n", re.MULTILINE | re.DOTALL)


def join(entry: Path) -> str:
    """Return a module, after all that it imports, as one script.

    Raises:
        ValueError: modules import each other, or in another way than this reads.
    """
    joined: dict[Path, str] = {}
    _add(entry, joined, ())
    return f'(() => {{\n"use strict";\n{"".join(joined.values())}}})();\n'


def _add(module: Path, joined: dict[Path, str], importers: tuple[Path, ...]) -> None:
    if module in importers:
        raise ValueError(f"{module.name} imports itself, by way of {importers[-1].name}")
    if module in joined:
        return
    text = module.read_text(encoding="utf-8")
    for found in _IMPORT.finditer(text):
        _add(module.with_stem(found["module"]), joined, (*importers, module))
    exported = ", ".join(found["name"] for found in _EXPORT.finditer(text))
    text = _COMMENT.sub("", _EXPORT.sub("", _IMPORT.sub(_constants, text)))
    if left := re.search(r"^(?:import|export)\b.*", text, re.MULTILINE):
        raise ValueError(f"{module.name} has a line that cannot be joined: {left[0]}")
    body = f"{text}return {{ {exported} }};\n"
    joined[module] = f"const {module.stem}_js = (() => {{\n{body}}})();\n"


def _constants(found: re.Match[str]) -> str:
    names = found["names"].removeprefix("* as ").replace(" as ", ": ")
    return f"const {names} = {found['module']}_js;"
