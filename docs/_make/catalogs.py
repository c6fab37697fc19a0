"""Update the message catalogs from the pages, the scripts and the templates."""

import shutil
import subprocess
import sys
from pathlib import Path

from babel.messages.catalog import Catalog

from docs._ext.gallery_i18n import read_catalog, write_catalog

from .build import run_sphinx
from .places import DOCS, ROOT, Languages


def write_templates(docs: Path, build: Path, source_language: str) -> Path:
    """Write a `.pot` for every page, script and the interface, without running any code.

    Returns:
        The folder of the templates.
    """
    folder = build / "gettext"
    templates = folder / "templates"
    shutil.rmtree(folder, ignore_errors=True)
    run_sphinx("gettext", source_language, docs, folder, templates)
    _extract_interface(docs, templates / "sphinx.pot")
    return templates


def _extract_interface(docs: Path, template: Path) -> None:
    """Extract the messages of templates and extensions with Babel."""
    subprocess.run(
        [
            *(sys.executable, "-m", "babel.messages.frontend", "--quiet", "extract"),
            *("--mapping-file", str(docs / "_make" / "babel.cfg")),
            *("--omit-header", "--no-location", "--no-wrap", "--sort-output"),
            *("--output-file", str(template)),
            *(str(docs / name) for name in ("_ext", "_root", "_templates", "explorer")),
        ],
        check=True,
    )


def update_catalogs(
    languages: Languages, *, docs: Path = DOCS, build: Path = ROOT / "build"
) -> None:
    """Bring every language's catalogs up to date with what the site says.

    A message whose source has changed keeps its translation, marked as fuzzy.
    """
    templates = write_templates(docs, build, languages.source)
    for language in languages.names:
        if language != languages.source:
            _update_language(
                templates, docs / "locales" / language / "LC_MESSAGES", language
            )


def _update_language(templates: Path, catalogs: Path, language: str) -> None:
    wanted = {
        path.relative_to(templates).with_suffix(".po"): path
        for path in sorted(templates.rglob("*.pot"))
    }
    for path in catalogs.rglob("*.po"):
        if path.relative_to(catalogs) not in wanted:
            path.unlink()
    for name, template in wanted.items():
        _update(catalogs / name, read_catalog(template), language)


def _update(path: Path, template: Catalog, language: str) -> None:
    catalog = read_catalog(path)
    catalog.update(template)
    catalog.obsolete.clear()
    write_catalog(path, catalog, language)
