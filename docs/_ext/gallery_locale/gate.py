"""Refuse a localised script that is not the same program as its source.

Two independent checks: what is left when the messages are taken out must be equal to the
letter, and so must the syntax trees, apart from docstrings and shown strings.
"""

import ast
import io
import tokenize

from sphinx_gallery.py_source_parser import extract_file_config

from .script import SHOWN_AS, SHOWN_BY, machine_comments, skeleton


class NotTheSameProgram(ValueError):
    """A translation changes what the script does; the message says how."""


def check_same_program(source: str, localized: str) -> None:
    """Compare a script with its translation.

    Raises:
        NotTheSameProgram: they differ in more than what a person reads.
    """
    encoding, _ = tokenize.detect_encoding(io.BytesIO(localized.encode()).readline)
    if encoding != "utf-8":
        raise NotTheSameProgram(f"it declares the encoding {encoding}")
    if "\r" in localized or "\f" in localized or "\0" in localized:
        raise NotTheSameProgram("it holds a control character")
    try:
        before, after = _program(source), _program(localized)
    except SyntaxError as error:
        raise NotTheSameProgram(f"it does not parse: {error}") from error
    if before != after:
        raise NotTheSameProgram("its code differs from the source")
    if machine_comments(source) != machine_comments(localized) or (
        extract_file_config(source) != extract_file_config(localized)
    ):
        raise NotTheSameProgram("its comments instruct a tool otherwise than the source")
    if skeleton(source) != skeleton(localized):
        raise NotTheSameProgram("its blocks of text are laid out otherwise than the source")


def _program(source: str) -> str:
    """Return the syntax tree as text, with what a person reads masked."""
    return ast.dump(_Masked().visit(ast.parse(source)))


class _Masked(ast.NodeTransformer):
    def visit_Module(self, node: ast.Module) -> ast.AST:
        return self._without_docstring(node)

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST:
        return self._without_docstring(node)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        return self._without_docstring(node)

    def _without_docstring(
        self, node: ast.Module | ast.ClassDef | ast.FunctionDef
    ) -> ast.AST:
        match node.body:
            case [ast.Expr(value=ast.Constant(value=str()) as docstring), *_]:
                docstring.value = ""
        return self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> ast.AST:
        name = node.func.attr if isinstance(node.func, ast.Attribute) else None
        if isinstance(node.func, ast.Name):
            name = node.func.id
        if name in SHOWN_BY:
            node.args = [_masked(argument) for argument in node.args]
        for keyword in node.keywords:
            if keyword.arg in SHOWN_AS:
                keyword.value = _masked(keyword.value)
        return self.generic_visit(node)


def _masked(value: ast.expr) -> ast.expr:
    match value:
        case ast.Constant(value=str()):
            return ast.Constant("")
        case ast.JoinedStr():
            # The words may move around the fields, and the fields among the words.
            fields = [part for part in value.values if isinstance(part, ast.FormattedValue)]
            return ast.JoinedStr(sorted(fields, key=ast.dump))
        case ast.List() | ast.Tuple():
            value.elts = [_masked(element) for element in value.elts]
    return value
