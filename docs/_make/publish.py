"""Put the languages together and let the result take the place of the site."""

import ctypes
import gettext
import json
import os
import shutil
from pathlib import Path
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from .bundles import bundle
from .places import Languages
from .policy import protect
from .zips import read_zip, write_zip

NOT_PUBLISHED = (
    *(".buildinfo*", ".doctrees", "*.map", "fontawesome*"),
    *("pages.json", "webpack-macros.html"),
)
AT_FDCWD, RENAME_EXCHANGE = -100, 2


def assemble(languages: Languages, docs: Path, build: Path) -> None:
    """Put every language, and the pages above them, into `build/site`."""
    target = build / "site"
    shutil.rmtree(target, ignore_errors=True)
    for code in languages.names:
        shutil.copytree(
            build / code / "html",
            target / code,
            ignore=shutil.ignore_patterns(*NOT_PUBLISHED),
        )
        _settle_search(target / code / "searchindex.js")
        bundle(target / code)
    _settle_zips(target)
    site_path = urlsplit(languages.url).path or "/"
    templates = Environment(
        loader=FileSystemLoader(docs / "_root"),
        autoescape=select_autoescape(),
        undefined=StrictUndefined,
        keep_trailing_newline=True,
    )
    for name in templates.list_templates(filter_func=lambda name: name[0] != "_"):
        text = templates.get_template(name).render(
            languages=languages.names,
            site_path=site_path,
            words={code: words(build / code / "source", code) for code in languages.names},
        )
        (target / name).write_text(text, encoding="utf-8")
    protect(target, site_path)


def _settle_zips(folder: Path) -> None:
    """Give the members of every zip the same date, or each build would make other bytes."""
    for path in folder.rglob("*.zip"):
        write_zip(path, read_zip(path))


def _settle_search(index: Path) -> None:
    """Leave out words that no page has any more, which Sphinx keeps from builds before."""
    opening, closing = "Search.setIndex(", ")"
    text = index.read_text(encoding="utf-8")
    found = json.loads(text.removeprefix(opening).removesuffix(closing))
    for terms in ("terms", "titleterms"):
        found[terms] = {word: pages for word, pages in found[terms].items() if pages != []}
    text = json.dumps(found, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    index.write_text(opening + text + closing, encoding="utf-8")


def words(source: Path, code: str) -> gettext.NullTranslations:
    """Return the interface's messages in a language."""
    return gettext.translation("sphinx", source / "locales", [code], fallback=True)


def publish(new: Path, site: Path) -> None:
    """Let a folder take the place of the site, so that the site is whole at any moment."""
    if not site.exists():
        new.rename(site)
        return
    exchange(new, site)
    shutil.rmtree(new)


def exchange(new: Path, old: Path) -> None:
    """Swap two folders: in one step where the system has one (Linux), else in two."""
    renameat2 = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if renameat2 and not renameat2(
        AT_FDCWD, os.fsencode(new), AT_FDCWD, os.fsencode(old), RENAME_EXCHANGE
    ):
        return
    aside = new.with_name(new.name + ".old")
    shutil.rmtree(aside, ignore_errors=True)
    old.rename(aside)
    new.rename(old)
    aside.rename(new)
