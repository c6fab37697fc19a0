"""Localize the scripts of sphinx-gallery before it runs, shows and offers them.

See README.md. The scripts are written in the reader's language where the gallery looks
for them, beside the source directory, which each language has to have for itself.
"""

import shutil
from pathlib import Path
from typing import NamedTuple

from babel.messages.catalog import Catalog
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.util import logging
from sphinx.util.typing import ExtensionMetadata

from .catalogs import CatalogError, check_catalogs, faults, read_catalog, write_catalog
from .localize import translate_file
from .messages import messages_of

__all__ = ["CatalogError", "Script", "check_catalogs", "faults", "messages_of"]
__all__ += ["read_catalog", "scripts", "translate_file", "write_catalog"]

logger = logging.getLogger(__name__)


class Script(NamedTuple):
    """A script, or the header of a gallery, and the page that the gallery makes of it."""

    page: str
    source: Path
    localized: Path  # what the gallery reads, in the language of the build


def setup(app: Sphinx) -> ExtensionMetadata:
    """Connect the extension to a build."""
    app.add_config_value("gallery_i18n_sources", {}, "env", dict)
    app.add_config_value("gallery_i18n_source_language", "en", "env", str)
    app.add_config_value("gallery_i18n_notes", "(?!)", "env", str)
    app.connect("config-inited", _configure_gallery, priority=1)
    app.connect("builder-inited", _write_scripts, priority=1)
    app.connect("build-finished", _write_templates)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


def scripts(app: Sphinx) -> dict[str, Script]:
    """Return every script and header of the galleries, by its page."""
    found = {}
    for gallery, folder in app.config.gallery_i18n_sources.items():
        root = Path(app.confdir, folder)
        for path in sorted([*root.rglob("*.py"), *root.rglob("GALLERY_HEADER.rst")]):
            inside = path.relative_to(root)
            name = path.stem if path.suffix == ".py" else "index"
            page = (gallery / inside.parent / name).as_posix()
            found[page] = Script(page, path, _localized(app, gallery) / inside)
    return found


def _localized(app: Sphinx, gallery: str) -> Path:
    return Path(app.srcdir).parent / "scripts" / gallery


def _configure_gallery(app: Sphinx, config: Config) -> None:
    """Point the gallery at the localised scripts."""
    galleries = list(config.gallery_i18n_sources)
    folders = [str(_localized(app, gallery)) for gallery in galleries]
    config.sphinx_gallery_conf |= {"gallery_dirs": galleries, "examples_dirs": folders}


def _write_scripts(app: Sphinx) -> None:
    """Write all scripts in the language of the build; end it if one cannot be."""
    if app.builder.name == "gettext":
        app.config.plot_gallery = False  # no script has to run to be taken apart
    language, notes = app.config.language, app.config.gallery_i18n_notes
    catalogs = Path(app.srcdir, app.config.locale_dirs[0], language, "LC_MESSAGES")
    translated = language != app.config.gallery_i18n_source_language
    texts = {}
    try:
        if translated:
            check_catalogs(catalogs)
        for script in scripts(app).values():
            catalog = catalogs / f"{script.page}.po" if translated else None
            texts[script.localized] = translate_file(script.source, catalog, notes)
    except CatalogError as error:  # raised, Sphinx would ask for a bug report
        logger.error("not fit to be published:\n%s", error)
        raise SystemExit(2) from error
    for gallery in app.config.gallery_i18n_sources:
        folder = _localized(app, gallery)
        if {path for path in folder.rglob("*") if path.is_file()} - set(texts):
            # A script is gone, and so has to be what the gallery has made of it.
            shutil.rmtree(Path(app.srcdir, gallery), ignore_errors=True)
        shutil.rmtree(folder, ignore_errors=True)
    for path, text in texts.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def _write_templates(app: Sphinx, exception: Exception | None) -> None:
    """Write gettext templates of the scripts over those of the pages made from them."""
    if not exception and app.builder.name == "gettext":
        for page, script in scripts(app).items():
            template = Catalog()
            for message in messages_of(script.source, app.config.gallery_i18n_notes):
                template.add(message.text)
            write_catalog(Path(app.outdir, f"{page}.pot"), template, "")
