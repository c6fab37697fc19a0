"""Let sphinx-gallery run, show and offer its scripts in the language of the build.

sphinx-gallery has no translations: it runs the scripts that it finds. This extension puts
scripts in the reader's language where it looks for them. The messages of a script come
from the catalog of the page that the gallery makes of it, so that
`locales/es/LC_MESSAGES/lessons/plot_first.po` serves `examples/plot_first.py` when
`gallery_locale_sources` is `{"lessons": "examples"}`.

Each language needs a source directory (`sphinx-build SOURCEDIR`) of its own: the gallery
keeps what it has run there. The localised scripts are written beside it.

The message builder (`-b gettext`) writes the templates of the scripts, in place of those of
the pages made from them.
"""

from pathlib import Path

from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.util.typing import ExtensionMetadata

from .catalogs import CatalogError, check_catalogs, read_catalog, translator, write_template
from .gate import NotTheSameProgram, check_same_program
from .interface import translate_interface
from .pages import report_untranslated
from .rest import UnsupportedMarkup
from .script import Piece, localize, localize_rest, pieces, rest_pieces

HEADER = "GALLERY_HEADER.rst"


def setup(app: Sphinx) -> ExtensionMetadata:
    """Connect the extension to a build."""
    app.add_config_value("gallery_locale_sources", {}, "env", dict)
    app.add_config_value("gallery_locale_source_language", "en", "env", str)
    app.connect("config-inited", _configure_gallery, priority=1)
    app.connect("builder-inited", _localize_all, priority=1)
    app.connect("source-read", translate_interface)
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
    translated = app.config.language != app.config.gallery_locale_source_language
    if translated:
        check_catalogs(_catalog_folder(app))
    for gallery, source in app.config.gallery_locale_sources.items():
        target = _localized(app, gallery)
        target.mkdir(parents=True, exist_ok=True)
        faults: list[str] = []
        names = set()
        for path in _sources(app, source):
            names.add(path.name)
            text = path.read_text(encoding="utf-8")
            if translated:
                catalog = _catalog_folder(app) / gallery / f"{_page(path)}.po"
                text = _localize_one(path, text, catalog, faults)
            _write_if_changed(target / path.name, text)
        if faults:
            raise CatalogError("\n".join(faults))
        for path in target.iterdir():
            if path.name not in names:
                _forget(path, Path(app.srcdir, gallery))


def _sources(app: Sphinx, folder: str) -> list[Path]:
    root = Path(app.confdir, folder)
    return [root / HEADER, *sorted(root.glob("*.py"))]


def _page(path: Path) -> str:
    """Name the page that the gallery makes of a file."""
    return "index" if path.name == HEADER else path.stem


def _localize_one(path: Path, text: str, catalog: Path, faults: list[str]) -> str:
    translate = translator(catalog, read_catalog(catalog), faults)
    try:
        if path.suffix == ".rst":
            return localize_rest(text, translate)
        localized = localize(text, translate)
        check_same_program(text, localized)
    except NotTheSameProgram as error:
        faults.append(f"{catalog}: {_culprit(text, catalog)}: {error}")
    except (SyntaxError, UnsupportedMarkup) as error:
        faults.append(f"{path}: {error}")
    else:
        return localized
    return text


def _culprit(text: str, path: Path) -> str:
    """Find the message whose translation alone makes another program of the script."""
    catalog = read_catalog(path)
    for piece in pieces(text):
        message = catalog.get(piece.text)
        if message is None:
            continue
        alone = text[: piece.start] + piece.render(str(message.string)) + text[piece.stop :]
        try:
            check_same_program(text, alone)
        except NotTheSameProgram:
            return f"line {message.lineno}: {piece.text!r} changes the program"
    return "some translations together change the program"


def _write_if_changed(path: Path, text: str) -> None:
    content = text.encode()
    if not path.exists() or path.read_bytes() != content:
        path.write_bytes(content)


def _forget(script: Path, gallery: Path) -> None:
    """Remove a script that the source no longer has, and what the gallery made of it."""
    script.unlink()
    for made in gallery.rglob(f"*{script.stem}*"):
        if made.is_file():
            made.unlink()


def _write_templates(app: Sphinx, exception: Exception | None) -> None:
    """Write the scripts' own messages over those of the pages made from them."""
    if exception or app.builder.name != "gettext":
        return
    for gallery, source in app.config.gallery_locale_sources.items():
        for path in _sources(app, source):
            text = path.read_text(encoding="utf-8")
            found: list[Piece] = (
                rest_pieces(text) if path.suffix == ".rst" else pieces(text)
            )
            write_template(
                Path(app.outdir, gallery, f"{_page(path)}.pot"),
                dict.fromkeys(piece.text for piece in found),
            )
