"""What a reader takes home: the wheel, a bundle of lessons per language, the site."""

import gettext
import shutil
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from .archive import write_archive
from .places import Languages
from .publish import words
from .wheel import build_wheel
from .zips import write_zip

FOLDER = "downloads"
"""Where they are in the site."""


def add_downloads(languages: Languages, docs: Path, build: Path) -> None:
    """Put what a reader takes home into `build/site/downloads`."""
    site = build / "site"
    (site / FOLDER).mkdir()
    wheel = build_wheel(docs.parent, build)
    shutil.copyfile(wheel, site / FOLDER / wheel.name)
    for code in languages.names:
        speech = words(build / code / "source", code)
        members = bundle(site / code, wheel, docs.parent / "LICENSE", docs, speech)
        write_zip(site / FOLDER / f"lstm-demo-{code}.zip", members)
    archive = write_archive(site, build, "lstm-demo-site.zip")
    shutil.copyfile(archive, site / FOLDER / archive.name)


def bundle(
    pages: Path, wheel: Path, licence: Path, docs: Path, speech: gettext.NullTranslations
) -> dict[str, bytes]:
    """Return the members of a bundle: the very files that the pages of a language offer."""
    templates = Environment(  # noqa: S701  (Markdown, in which nothing is escaped)
        loader=FileSystemLoader(docs / "_root"), undefined=StrictUndefined
    )
    readme = templates.get_template("_bundle.md").render(_=speech.gettext, wheel=wheel.name)
    members = {"README.md": f"{readme.strip()}\n".encode()}
    for path in (wheel, licence):
        members[path.name] = path.read_bytes()
    for folder, ending in (("scripts", "py"), ("notebooks", "ipynb")):
        for path in (pages / "_downloads").rglob(f"*.{ending}"):
            members[f"{folder}/{path.name}"] = path.read_bytes()
    return {f"lstm-demo/{name}": content for name, content in members.items()}
