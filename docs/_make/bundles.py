"""Join the files that every page loads: one style sheet and one script for a language.

The style sheet keeps the rules that some page can use: a rule that asks for a class or an
id is left out if that name is not a word of any page or script.
"""

import hashlib
import os
import re
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from lightningcss import process_stylesheet

STYLE = re.compile(r'<link rel="stylesheet"[^>]*? href="(?P<href>[^"]+)"[^>]*>')
SCRIPT = re.compile(r'<script src="(?P<href>[^"]+)"></script>')
WORD = re.compile(r"[\w-]+")
SYMBOL = re.compile(r"[.#](-?[A-Za-z_][\w-]*)")
ICON = re.compile(r"fa[brs]?(-|$)")
"""Font Awesome's classes: the icons in use are drawn in our own style sheet."""
FONT_FACE = re.compile(r"@font-face\s*{[^}]*}")
IMPORT = re.compile(r'@import "([^"]+)";')
DEFINED = re.compile(r"(--[\w-]+)\s*:")
USED = re.compile(r"var\(\s*(--[\w-]+)")
PLURAL = re.compile(r'"plural_expr": "([^"]*)"')
EVALUATED = re.compile(r'new Function\(\s*"n",\s*`[^`]*catalog\.plural_expr[^`]*`,?\s*\)')


class Page(NamedTuple):
    """A written page."""

    path: Path
    """Where it is."""

    text: str
    """What it holds."""

    def file(self, tag: re.Match[str]) -> Path:
        """Return the file that a tag of the page loads."""
        return (self.path.parent / tag["href"].partition("?")[0]).resolve()


def bundle(root: Path) -> None:
    """Join what all pages below a folder load, and let each load the whole."""
    root = root.resolve()
    found = [Page(path, path.read_text("utf-8")) for path in sorted(root.rglob("*.html"))]
    pages = [page for page in found if STYLE.search(page.text)]  # redirects have none
    styles, scripts = _shared(pages, STYLE), _shared(pages, SCRIPT)
    names = _words(pages, root.rglob("*.js"))
    sheet = _write(root / "_static" / "style.css", _lean(map(_read_style, styles), names))
    script = _write(root / "_static" / "script.js", _join(scripts))
    for page in pages:
        text = _replace(page, STYLE, styles, sheet, '<link rel="stylesheet" href="{}"/>')
        text = _replace(
            page._replace(text=text),
            SCRIPT,
            scripts,
            script,
            '<script defer src="{}"></script>',
        )
        page.path.write_text(text, "utf-8")
    for path in (*styles, *scripts):
        path.unlink()


def _shared(pages: list[Page], tag: re.Pattern[str]) -> list[Path]:
    """Return what every page loads by a kind of tag, in the order of loading."""
    loaded = [[page.file(match) for match in tag.finditer(page.text)] for page in pages]
    return [path for path in loaded[0] if all(path in files for files in loaded)]


def _words(pages: Iterable[Page], scripts: Iterable[Path]) -> set[str]:
    """Return all words of pages and scripts: no element can have a name but these."""
    texts = [page.text for page in pages]
    texts += (path.read_text("utf-8") for path in scripts)
    words: set[str] = set().union(*map(WORD.findall, texts))
    return {word for word in words if not ICON.match(word)}


def _read_style(path: Path) -> str:
    """Return a style sheet, with those that it imports in their places."""
    return IMPORT.sub(
        lambda match: _read_style(path.parent / match[1]), path.read_text("utf-8")
    )


def _lean(sheets: Iterable[str], names: set[str]) -> str:
    """Return one style sheet, minified, without what no name of a page asks for."""
    sheet = FONT_FACE.sub("", "".join(sheets))
    unused = set(SYMBOL.findall(sheet)) - names
    while True:
        lean = process_stylesheet(sheet, unused_symbols=unused)
        idle = set(DEFINED.findall(lean)) - set(USED.findall(lean)) - names - unused
        if not idle:
            return lean
        unused |= idle


def _join(scripts: Iterable[Path]) -> str:
    """Return one script. Where Sphinx would make a function of a text, it stands there."""
    script = ";\n".join(path.read_text("utf-8") for path in scripts)
    if plural := PLURAL.search(script):
        script = EVALUATED.sub(f"(n) => ({plural[1]})", script)
    return script


def _write(path: Path, text: str) -> Path:
    """Write a file under a name that tells its content, so that it may be kept for ever."""
    digest = hashlib.sha256(text.encode()).hexdigest()[:12]
    path = path.with_stem(f"{path.stem}-{digest}")
    path.write_text(text, "utf-8")
    return path


def _replace(
    page: Page, tag: re.Pattern[str], parts: list[Path], whole: Path, link: str
) -> str:
    """Load the whole in place of the first part; what else a page loads comes after it."""
    here = page.path.parent

    def relink(match: re.Match[str]) -> str:
        file = page.file(match)
        if file not in parts:
            return link.format(match["href"])
        if file != parts[0]:
            return ""
        return link.format(Path(os.path.relpath(whole, here)).as_posix())

    return tag.sub(relink, page.text)
