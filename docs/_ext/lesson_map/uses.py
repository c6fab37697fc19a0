"""Which lessons use which part of the package: what their scripts import, and get back."""

import ast
import importlib
import inspect
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from types import ModuleType
from typing import Any, get_args, get_origin, get_type_hints

from .lessons import Lessons


def lessons_using(lessons: Lessons, module: str, name: str) -> list[str]:
    """Return the lessons that import an object, or get it from what they import.

    A record comes from a function that returns it, or in a field of another record.
    """
    top = importlib.import_module(module.partition(".")[0])
    wanted = getattr(importlib.import_module(module), name, None)
    if not callable(wanted):
        return []
    return [
        lesson.page
        for lesson in lessons.all.values()
        if any(
            wanted in _given(top, getattr(top, imported))
            for imported in imported_names(lesson.script, top.__name__)
        )
    ]


def imported_names(script: Path, package: str) -> list[str]:
    """Return what a script imports from a package."""
    tree = ast.parse(script.read_text(encoding="utf-8"))
    return [
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == package
        for alias in node.names
    ]


@lru_cache
def _given(top: ModuleType, thing: Any) -> frozenset[Any]:
    """Return an object of a package, and the classes of the package that it gives."""
    found, todo = set(), [thing]
    while todo:
        thing = todo.pop()
        if thing not in found:
            found.add(thing)
            todo += _annotated(top, thing)
    return frozenset(found)


def _annotated(top: ModuleType, thing: Any) -> Iterator[Any]:
    """Yield the classes that a function returns, or that the fields of a class hold."""
    hints = get_type_hints(thing)
    todo = list(hints.values()) if inspect.isclass(thing) else [hints.get("return")]
    while todo:
        hint = todo.pop()
        todo += get_args(hint)
        hint = get_origin(hint) or hint
        if inspect.isclass(hint) and hint.__module__.partition(".")[0] == top.__name__:
            yield hint
