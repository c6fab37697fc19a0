"""Copy the sources of each language to a directory of its own."""

from collections.abc import Callable
from pathlib import Path

CONFIGURATION = ("_*", "conf.py", "locales")
"""What Sphinx reads from the configuration directory, and the catalogs."""


def lay_out(
    docs: Path,
    target: Path,
    language: str,
    *,
    edit: Callable[[Path], bytes] = Path.read_bytes,
) -> None:
    """Copy the pages and the language's catalogs to a source directory.

    A file is written only where it differs, so that Sphinx reads again only what changed.
    What the build itself writes there is left alone. `edit` returns what is to be written.
    """
    wanted = {
        Path(path.relative_to(docs)): path
        for path in docs.rglob("*")
        if path.is_file() and _belongs(path.relative_to(docs), language)
    }
    record = target / ".laid_out"
    before = record.read_text(encoding="utf-8").splitlines() if record.exists() else []
    for name in {Path(name) for name in before} - set(wanted):
        (target / name).unlink(missing_ok=True)
    for name, path in wanted.items():
        _write_if_changed(edit(path), target / name)
    target.mkdir(parents=True, exist_ok=True)
    # In one step, so that a build that is killed here forgets no file.
    record.with_suffix(".new").write_text("\n".join(map(str, sorted(wanted))), "utf-8")
    record.with_suffix(".new").replace(record)


def _belongs(path: Path, language: str) -> bool:
    if path.parts[0] == "locales":
        return path.parts[1] == language and path.suffix == ".po"
    return not any(Path(path.parts[0]).match(pattern) for pattern in CONFIGURATION)


def _write_if_changed(content: bytes, target: Path) -> None:
    if not target.exists() or target.read_bytes() != content:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
