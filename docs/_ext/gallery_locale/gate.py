"""Refuse a localised script that is not the same program as its source.

That its messages are read back as they were put in, and that what is left without them
is equal, was checked when it was written. Here the syntax trees must be equal, apart
from docstrings and the words of shown strings, and so must all that speaks to a tool.
"""

import ast
import re

from .comments import BLOCK, machine_comments
from .literals import String, shown
from .script import MisfitError, docstrings

ACTS = ast.Call, ast.NamedExpr, ast.Await, ast.Yield, ast.YieldFrom
"""Expressions that may do something, so that their order counts."""

GALLERY_LINE = re.compile(rf"(?m)^(?:{BLOCK.pattern}|[ \t]*#\s*sphinx_gallery_).*")
"""What sphinx-gallery obeys wherever it stands, even within a string."""


class DifferentProgramError(MisfitError):
    """A translation changes what the script does; the message says how."""


def check_same_program(source: str, localized: str) -> None:
    """Compare a script with its translation.

    Raises:
        DifferentProgramError: they differ in more than what a person reads.
    """
    if any(control in localized for control in "\r\f\0"):
        raise DifferentProgramError("it holds a control character")
    try:
        before, after = _program(source), _program(localized)
    except SyntaxError as error:
        raise DifferentProgramError(f"it does not parse: {error}") from error
    if before != after:
        raise DifferentProgramError("its code differs from the source")
    if _instructions(source) != _instructions(localized):
        raise DifferentProgramError(
            "its comments instruct a tool otherwise than the source"
        )


def _instructions(source: str) -> tuple[list[str], list[str]]:
    """Return what a script says to tools."""
    return machine_comments(source), GALLERY_LINE.findall(source)


def _program(source: str) -> str:
    """Return the syntax tree as text, with what a person reads masked."""
    tree = ast.parse(source)
    for string in [*docstrings(tree), *shown(tree)]:
        _mask(string)
    return ast.dump(tree)


def _mask(string: String) -> None:
    """Take the words out of a string, and leave its fields."""
    if isinstance(string, ast.Constant):
        string.value = ""
        return
    fields = [part for part in string.values if isinstance(part, ast.FormattedValue)]
    if not any(isinstance(node, ACTS) for field in fields for node in ast.walk(field)):
        fields.sort(key=ast.dump)  # another language may need another order
    string.values = list(fields)
