"""Copy the sources of each language to a directory of its own."""

from collections.abc import Callable
from pathlib import Path


def lay_out(
    docs: Path,
    target: Path,
    language: str,
    *,
    edit: Callable[[Path], bytes] = Path.read_bytes,
) -> None:
    """Copy the pages and the language's catalogs to a source directory.

    A file is written only where it differs, so that Sphinx reads again only what changed.
    `edit` returns what is to be written.
    """
    wanted = {
        path.relative_to(docs): path
        for path in docs.rglob("*")
        if path.is_file() and _belongs(path.relative_to(docs), language)
    }
    for path in [path for path in target.rglob("*") if path.is_file()]:
        name = path.relative_to(target)
        # What sphinx-gallery makes of the scripts beside the directory, it reads again.
        gallery = target.parent / "scripts" / name.parts[0]
        made = gallery.is_dir() or path.suffix == ".mo"
        if name not in wanted and not made:
            path.unlink()
    for name, path in wanted.items():
        content, copy = edit(path), target / name
        if not copy.exists() or copy.read_bytes() != content:
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(content)


def _belongs(path: Path, language: str) -> bool:
    """Tell whether a file is a page, belongs to one, or translates one."""
    if path.parts[0] == "locales":
        return path.parts[1] == language and path.suffix == ".po"
    return path.parts[0][0] != "_" and path.parts[0] != "conf.py"
