"""Assemble the languages, and post-process every page of HTML in one pass."""

import gettext
import os
import re
import shutil
import sysconfig
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from docs._ext.take_home.package import FOLDER

from . import BuildError
from .assets import Assets
from .csp import POLICY, add_policy
from .downloads import add_downloads, build_wheel, pin_wheel
from .places import HEADERS, Languages

NOT_PUBLISHED = shutil.ignore_patterns(
    *(".buildinfo*", "*.map", "fontawesome*", "_sources", "webpack-macros.html")
)
# Endings of files in which a path of this machine would be read.
TEXT = frozenset({".html", ".js", ".json", ".ipynb", ".py", ".svg", ".txt", ".xml", ".md"})
# What highlighting puts around each part of a line of code.
TOKEN = re.compile(r'</?span(?: class="[^"]*")?>')
# What it puts around names, punctuation and space, which have the colour of all text: on a
# page with much code some 45 of 100 elements, each of which a browser styles and lays out.
COLOURLESS = re.compile(r'<span class="(?:n|nn|p|w)">([^<]*)</span>|<span></span>')
# The hash at the end of a name of a file or folder: it changes when the content does.
HASHED = re.compile(r"-[0-9a-f]{12}(?:\.\w+)?$")
FOR_ALL = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
}
FOR_EVER = {"Cache-Control": "public, max-age=31536000, immutable"}


def assemble(languages: Languages, docs: Path, build: Path) -> Path:
    """Put every language, the pages above them and the downloads into `build/site`."""
    target = build / "site"
    shutil.rmtree(target, ignore_errors=True)
    translations, assets = {}, {}
    for code in languages.names:
        catalogs = build / code / "source" / "locales"
        translations[code] = gettext.translation("sphinx", catalogs, [code], fallback=True)
        shutil.copytree(build / code / "html", target / code, ignore=NOT_PUBLISHED)
        assets[code] = Assets(target / code)
    wheel = build_wheel(docs.parent, target / FOLDER)
    if languages.url:
        pin_wheel(wheel, target, languages.url)
    site_path = urlsplit(languages.url).path or "/"
    templates = Environment(
        loader=FileSystemLoader(docs / "_root"),
        autoescape=select_autoescape(),  # but for Markdown
        undefined=StrictUndefined,
        keep_trailing_newline=True,
    )
    # What stands above the languages, such as the first page.
    for name in templates.list_templates(filter_func=lambda name: name[0] != "_"):
        values = {"languages": languages.names, "url": languages.url}
        values |= {"site_path": site_path, "words": translations}
        text = templates.get_template(name).render(values)
        (target / name).write_text(text, encoding="utf-8")
    shutil.copyfile(docs.parent / "CITATION.cff", target / "CITATION.cff")
    for page in sorted(target.rglob("*.html")):
        text = page.read_text(encoding="utf-8")
        if joined := assets.get(page.relative_to(target).parts[0]):
            text = COLOURLESS.sub(r"\1", joined.relink(page, text))
        page.write_text(add_policy(page, text), encoding="utf-8")
    for joined in assets.values():
        joined.remove_unused()
    check_paths(target, docs.parent)
    rules = {f"{site_path}*": {"Content-Security-Policy": POLICY, **FOR_ALL}}
    for path in sorted((*target.glob("*/_static/*"), *target.glob("*/_static/fonts/*"))):
        if HASHED.search(path.name):
            address = f"{site_path}{path.relative_to(target).as_posix()}"
            rules[f"{address}/*" if path.is_dir() else address] = FOR_EVER
    lines = []
    for address, headers in rules.items():
        lines += [address, *(f"  {name}: {value}" for name, value in headers.items())]
    (target / HEADERS).write_text("\n".join((*lines, "")), encoding="utf-8")
    add_downloads(docs, target, templates, translations)
    return target


def check_paths(site: Path, project: Path) -> None:
    """Refuse a file that leaks a path of this machine.

    Raises:
        BuildError: names the file and the path.
    """
    installed = (sysconfig.get_path(name) for name in ("purelib", "platlib", "stdlib"))
    places = str(project), str(Path.home()), tempfile.gettempdir(), *installed
    names = {f"{place.rstrip(os.sep)}{os.sep}" for place in places} - {os.sep}
    found = re.compile("|".join(re.escape(name) for name in sorted(names)))
    for path in sorted(site.rglob("*")):
        if path.suffix in TEXT:
            text = path.read_text(encoding="utf-8")
            if path.suffix == ".html":  # highlighted code has tags inside a path
                text = TOKEN.sub("", text)
            if match := found.search(text):
                line = text[: match.start()].count("\n") + 1
                raise BuildError(
                    f"{path.relative_to(site)}, line {line}, holds a path of this machine: "
                    f"{text[match.start() :][:80].split()[0]}; print a name, or nothing"
                )
