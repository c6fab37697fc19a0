"""Concatenate and minify the style sheets and the scripts that every page loads.

Unused CSS is removed: rules with a class or an id that is not a word of any page or
script.
"""

import hashlib
import os
import re
from collections.abc import Iterable
from pathlib import Path

from lightningcss import process_stylesheet

STYLE = re.compile(r'<link rel="stylesheet"[^>]*? href="(?P<href>[^"]+)"[^>]*>')
SCRIPT = re.compile(r'<script src="(?P<href>[^"]+)"></script>')
WORD = re.compile(r"[\w-]+")
SYMBOL = re.compile(r"[.#](-?[A-Za-z_][\w-]*)")
# Font Awesome's classes: the icons in use are drawn in our own style sheet.
ICON = re.compile(r"fa[brs]?(-|$)")
# Font Awesome's fonts; ours stay.
FONT_FACE = re.compile(r"@font-face\s*{[^}]*webfonts[^}]*}")
IMPORT = re.compile(r'@import "([^"]+)";')
DEFINED = re.compile(r"(--[\w-]+)\s*:")
USED = re.compile(r"var\(\s*(--[\w-]+)")
PLURAL = re.compile(r'"plural_expr": "([^"]*)"')
EVALUATED = re.compile(r'new Function\(\s*"n",\s*`[^`]*catalog\.plural_expr[^`]*`,?\s*\)')


class Assets:
    """The files that all pages below a folder load, joined into one of each kind."""

    def __init__(self, root: Path) -> None:
        """Join the files below a folder. Pages that load none do not count."""
        self._root = root = root.absolute()
        found = {path: path.read_text("utf-8") for path in root.rglob("*.html")}
        pages = {path: text for path, text in found.items() if STYLE.search(text)}
        self._styles, self._scripts = _shared(pages, STYLE), _shared(pages, SCRIPT)
        # No element has a class or an id that is not a word of a page or a script.
        texts = [*pages.values(), *(path.read_text("utf-8") for path in root.rglob("*.js"))]
        words = set().union(*map(WORD.findall, texts))
        names = {word for word in words if not ICON.match(word)}
        # What else a page loads, such as the style of the explorer, has our variables, too.
        for path in _styles_of(pages) - set(self._styles):
            names.update(USED.findall(path.read_text("utf-8")))
        sheet = _lean("".join(map(_read_style, self._styles)), names)
        self._sheet = _write(root / "_static" / "style.css", sheet)
        self._script = _write(root / "_static" / "script.js", _join(self._scripts))

    def relink(self, page: Path, text: str) -> str:
        """Return a page that loads the joined files in place of their parts."""
        style = '<link rel="stylesheet" href="{}"/>'
        text = _replace(page, text, STYLE, self._styles, self._sheet, style)
        script = '<script defer src="{}"></script>'
        return _replace(page, text, SCRIPT, self._scripts, self._script, script)

    def remove_unused(self) -> None:
        """Remove the parts, and whatever in `_static` no page, style or script names.

        Themes and extensions bring files for options that this site leaves off.
        """
        for path in (*self._styles, *self._scripts):
            path.unlink()
        texts = {
            path: path.read_text("utf-8")
            for path in self._root.rglob("*")
            if path.suffix in (".html", ".css", ".js")
        }
        for path in (self._root / "_static").rglob("*.*"):
            named = any(path.name in text for by, text in texts.items() if by != path)
            if path.is_file() and path.suffix != ".txt" and not named:  # .txt: licences
                path.unlink()


def _file(page: Path, tag: re.Match[str]) -> Path:
    """Return the file that a tag of a page loads."""
    return Path(os.path.abspath(page.parent / tag["href"].partition("?")[0]))


def _shared(pages: dict[Path, str], tag: re.Pattern[str]) -> list[Path]:
    """Return what every page loads by a kind of tag, in the order of loading."""
    loaded = [
        [_file(page, match) for match in tag.finditer(text)] for page, text in pages.items()
    ]
    return [path for path in loaded[0] if all(path in files for files in loaded)]


def _styles_of(pages: dict[Path, str]) -> set[Path]:
    """Return every style sheet that a page loads."""
    return {
        _file(page, match) for page, text in pages.items() for match in STYLE.finditer(text)
    }


def _read_style(path: Path) -> str:
    """Return a style sheet, with those that it imports in their places."""
    return IMPORT.sub(
        lambda match: _read_style(path.parent / match[1]), path.read_text("utf-8")
    )


def _lean(sheet: str, names: set[str]) -> str:
    """Return a style sheet minified, without unused rules, variables and fonts."""
    sheet = FONT_FACE.sub("", sheet)
    unused = set(SYMBOL.findall(sheet)) - names
    while True:
        lean = process_stylesheet(sheet, unused_symbols=unused)
        idle = set(DEFINED.findall(lean)) - set(USED.findall(lean)) - names - unused
        if not idle:
            return lean
        unused |= idle


def _join(scripts: Iterable[Path]) -> str:
    """Return one script, in which nothing is evaluated from a text (a CSP forbids it)."""
    script = ";\n".join(path.read_text("utf-8") for path in scripts)
    if plural := PLURAL.search(script):
        script = EVALUATED.sub(f"(n) => ({plural[1]})", script)
    return script


def _write(path: Path, text: str) -> Path:
    """Write a file with a hash of its content in its name, to be cached for ever."""
    digest = hashlib.sha256(text.encode()).hexdigest()[:12]
    path = path.with_stem(f"{path.stem}-{digest}")
    path.write_text(text, "utf-8")
    return path


def _replace(
    page: Path, text: str, tag: re.Pattern[str], parts: list[Path], whole: Path, link: str
) -> str:
    """Load the whole in place of the first part; what else a page loads comes after it."""

    def relink(match: re.Match[str]) -> str:
        file = _file(page, match)
        if file not in parts:
            return link.format(match["href"])
        if file != parts[0]:
            return ""
        return link.format(Path(os.path.relpath(whole, page.parent)).as_posix())

    return tag.sub(relink, text)
