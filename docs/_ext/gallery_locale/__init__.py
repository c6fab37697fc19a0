"""Let sphinx-gallery run, show and offer its scripts in the language of the build.

sphinx-gallery has no translations: it runs the scripts that it finds. This extension
puts scripts in the reader's language where it looks for them. The messages of a script
come from the catalog of the page that the gallery makes of it, so that
`locales/es/LC_MESSAGES/lessons/plot_first.po` serves `examples/plot_first.py` when
`gallery_locale_sources` is `{"lessons": "examples"}`.

Each language needs a source directory (`sphinx-build SOURCEDIR`) of its own: there the
gallery keeps what it has run. The localised scripts are written beside it.

The message builder (`-b gettext`) runs no script. It writes the templates of the
scripts in place of those of the pages made from them.
"""

import hashlib
import json
import re
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.util.typing import ExtensionMetadata

from .catalogs import CatalogError, check_catalogs, write_template
from .interface import translate_interface, write_alternatives
from .notes import without_notes
from .pages import report_untranslated
from .translation import read_pieces, translate_file

HEADER = "GALLERY_HEADER.rst"
ALL = (".py", ".rst")


def setup(app: Sphinx) -> ExtensionMetadata:
    """Connect the extension to a build."""
    app.add_config_value("gallery_locale_sources", {}, "env", dict)
    app.add_config_value("gallery_locale_source_language", "en", "env", str)
    app.connect("config-inited", _configure_gallery, priority=1)
    app.connect("builder-inited", _localize_all, priority=1)
    app.connect("source-read", translate_interface)
    app.connect("doctree-read", write_alternatives)
    app.connect("doctree-read", report_untranslated)
    app.connect("build-finished", _write_templates)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


def _configure_gallery(app: Sphinx, config: Config) -> None:
    """Point the gallery at the localised scripts."""
    config.sphinx_gallery_conf["gallery_dirs"] = list(config.gallery_locale_sources)
    config.sphinx_gallery_conf["examples_dirs"] = [
        str(_localized(app, gallery)) for gallery in config.gallery_locale_sources
    ]


def _localized(app: Sphinx, gallery: str) -> Path:
    return Path(app.srcdir).parent / "scripts" / gallery


def _catalog_folder(app: Sphinx) -> Path:
    locale = app.config.locale_dirs[0]
    return Path(app.srcdir, locale, app.config.language, "LC_MESSAGES")


def _localize_all(app: Sphinx) -> None:
    """Write the scripts of every gallery in the language of the build."""
    if app.builder.name == "gettext":
        app.config.plot_gallery = False  # no script has to run to be taken apart
    translated = app.config.language != app.config.gallery_locale_source_language
    if translated:
        check_catalogs(_catalog_folder(app))
    for gallery, source in app.config.gallery_locale_sources.items():
        for folder in _folders(app, source):
            part = folder.relative_to(Path(app.confdir, source))
            target = _localized(app, gallery) / part
            catalogs = _catalog_folder(app) / gallery / part if translated else None
            paths = _sources(folder)
            _localize_gallery(paths, catalogs, target)
            for path in target.iterdir():
                if path.suffix in ALL and path.name not in {path.name for path in paths}:
                    _forget(path, Path(app.srcdir, gallery))


def _localize_gallery(paths: list[Path], catalogs: Path | None, target: Path) -> None:
    """Write the scripts of which the source, the catalog or this extension changed."""
    target.mkdir(parents=True, exist_ok=True)
    record = target.with_name(f"{target.name}.json")
    before = json.loads(record.read_text()) if record.exists() else {}
    record.unlink(missing_ok=True)  # until all is as it says
    made, faults = {}, []
    for path in paths:
        catalog = catalogs / f"{_page(path)}.po" if catalogs else None
        made[path.name] = _digest(path, catalog)
        if before.get(path.name) == made[path.name] and (target / path.name).exists():
            continue
        try:
            text = translate_file(path, catalog) if catalog else path.read_text("utf-8")
            _write_if_changed(target / path.name, without_notes(text))
        except CatalogError as error:
            faults.append(str(error))
    if faults:
        raise CatalogError("\n".join(faults))
    record.write_text(json.dumps(made))


def _digest(path: Path, catalog: Path | None) -> str:
    """Digest all that a localised script is made from."""
    code = sorted(Path(__file__).parent.glob("*.py"))
    parts = [*code, path, *([catalog] if catalog and catalog.exists() else [])]
    return hashlib.sha256(b"\0".join(part.read_bytes() for part in parts)).hexdigest()


def _folders(app: Sphinx, source: str) -> list[Path]:
    """Return the folder of a gallery and those of its sub-galleries."""
    return sorted(path.parent for path in Path(app.confdir, source).rglob(HEADER))


def _sources(folder: Path) -> list[Path]:
    return [folder / HEADER, *sorted(folder.glob("*.py"))]


def _page(path: Path) -> str:
    """Name the page that the gallery makes of a file."""
    return "index" if path.name == HEADER else path.stem


def _write_if_changed(path: Path, text: str) -> None:
    content = text.encode()
    if not path.exists() or path.read_bytes() != content:
        path.write_bytes(content)


def _forget(script: Path, gallery: Path) -> None:
    """Remove a script that the source no longer has, and what was made of it."""
    script.unlink()
    of_it = re.compile(rf"(?:sphx_glr_)?{re.escape(script.stem)}(?:_\d{{3}}\w*|_thumb)?\.")
    for made in gallery.rglob("*"):
        if of_it.match(made.name) and made.is_file():
            made.unlink()


def _write_templates(app: Sphinx, exception: Exception | None) -> None:
    """Write the scripts' own messages over those of the pages made from them."""
    if exception or app.builder.name != "gettext":
        return
    for gallery, source in app.config.gallery_locale_sources.items():
        for folder in _folders(app, source):
            part = folder.relative_to(Path(app.confdir, source))
            for path in _sources(folder):
                write_template(
                    Path(app.outdir, gallery, part, f"{_page(path)}.pot"),
                    dict.fromkeys(piece.text for piece in read_pieces(path)),
                )
