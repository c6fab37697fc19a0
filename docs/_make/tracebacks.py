"""Map lines of localized scripts in a traceback to the script that one can edit.

What runs is a copy of the script: in the language of the build, with what its readers need
above it, and without what only the site reads.
"""

import re
from difflib import SequenceMatcher
from pathlib import Path

PLACE = re.compile(r'File "(?P<copy>[^"\n]*/scripts/[^"\n]*\.py)", line (?P<line>\d+)')


def name_sources(log: str, *folders: Path) -> str:
    """Return a log that names scripts and their lines in place of localized copies.

    Args:
        log: What a build has said.
        folders: The folders of the scripts; a copy has its script's name.
    """

    def name(place: re.Match[str]) -> str:
        copy = Path(place["copy"])
        found = (path for folder in folders for path in folder.rglob(copy.name))
        script = next(found, None)
        if script is None or not copy.exists():
            return place[0]
        line = source_line(_lines(copy), _lines(script), int(place["line"]))
        return f'File "{script}", line {line}'

    return PLACE.sub(name, log)


def source_line(copy: list[str], script: list[str], line: int) -> int:
    """Return the line of a script that a line of its copy comes from, counted from 1.

    A line that was translated is found by those before it that were not.
    """
    matcher = SequenceMatcher(None, copy, script, autojunk=False)
    start, same, _ = max(
        (block for block in matcher.get_matching_blocks() if block.a < line),
        default=(0, 0, 0),
    )
    return min(line + same - start, len(script))


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()
