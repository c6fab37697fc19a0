"""Build the downloads: the wheel, a zip of lessons per language, the whole site."""

import gettext
import hashlib
import re
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path

from jinja2 import Environment

from docs._ext.take_home.package import FOLDER

from . import BuildError

# What has no meaning in the archive, such as the link to the archive itself.
ONLINE_ONLY = re.compile(rb'<li class="online-only">.*?</li>\n?', re.DOTALL)
# Search fetches the pages that it finds, which a browser refuses for local files.
SUMMARIES = b"SHOW_SEARCH_SUMMARY: true", b"SHOW_SEARCH_SUMMARY: false"


def add_downloads(
    docs: Path,
    site: Path,
    templates: Environment,
    translations: dict[str, gettext.NullTranslations],
) -> None:
    """Write the zips of the lessons and of the site into `downloads`."""
    folder = site / FOLDER
    (wheel,) = folder.glob("*.whl")
    for code, messages in translations.items():
        values = {"_": messages.gettext, "wheel": wheel.name}
        readme = templates.get_template("_bundle.md").render(values)
        members = {"README.md": f"{readme.strip()}\n".encode()}
        for path in (wheel, docs.parent / "LICENSE"):
            members[path.name] = path.read_bytes()
        # The very files that the pages of the language offer.
        for ending, name in ((".py", "scripts"), (".ipynb", "notebooks")):
            for path in (site / code / "_downloads").rglob(f"*{ending}"):
                members[f"{name}/{path.name}"] = path.read_bytes()
        bundle = {f"lstm-demo/{name}": content for name, content in members.items()}
        write_zip(folder / f"lstm-demo-{code}.zip", bundle)
    paths = [path for path in site.rglob("*") if path.is_file()]
    offline = {f"lstm-demo-site/{path.relative_to(site)}": _offline(path) for path in paths}
    write_zip(folder / "lstm-demo-site.zip", offline)


def pin_wheel(wheel: Path, site: Path, url: str) -> None:
    """Add the hash of the wheel to its URL in scripts and notebooks, for pip to verify."""
    address = f"{url}{FOLDER}/{wheel.name}"
    digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
    for path in site.glob("*/_downloads/**/*.*"):
        text = path.read_text(encoding="utf-8")
        pinned = text.replace(address, f"{address}#sha256={digest}")
        path.write_text(pinned, encoding="utf-8")


def build_wheel(root: Path, folder: Path) -> Path:
    """Build the wheel of the project: the same bytes from the same sources."""
    command = "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)
    done = subprocess.run(
        [sys.executable, *command], cwd=root, check=False, capture_output=True, text=True
    )
    if done.returncode:
        raise BuildError(f"the wheel of the package cannot be built: {done.stderr}")
    (wheel,) = folder.glob("*.whl")
    return wheel


def write_zip(path: Path, members: Mapping[str, bytes]) -> None:
    """Write an archive: the same bytes whenever and wherever it is written."""
    with zipfile.ZipFile(path, "w") as archive:
        for name in sorted(members):
            member = zipfile.ZipInfo(name)  # without a date: 1980
            member.external_attr = 0o644 << 16
            archive.writestr(member, members[name], zipfile.ZIP_DEFLATED)


def _offline(path: Path) -> bytes:
    """Return a file as it is read without a server."""
    content = path.read_bytes()
    if path.suffix == ".html":
        return ONLINE_ONLY.sub(b"", content)
    return content.replace(*SUMMARIES) if path.suffix == ".js" else content
