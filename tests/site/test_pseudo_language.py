"""A language that marks every message shows what no message holds."""

import ast
import html
import io
import re
import tokenize
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
from bs4 import BeautifulSoup

from docs._ext.gallery_i18n.messages import TOOL
from tests.site.project import change, copy_project, run, translate_all, write

pytestmark = pytest.mark.weekly  # it builds the whole site once more

CODE = "qps"
INERT = re.compile(
    r"(?s)\.\. math::.*?(?=\n\S|\Z)|\\begin\{align\}.*?\\end\{align\}"
    r"|``[^`]*``|`[^`]*`|\$[^$]*\$|:\w+:|https?://\S+|\{[^{}]*\}"
    r"|[\w.-]+\.(?:whl|zip)|uv run --with [^\n]*|</?(?:details|summary)>"
)
NAMES = re.compile(r"\b(?:nn|LSTM|input|output|num_layers|bidirectional|True|False|tanh)\b")
"""What PyTorch and Python call things, in every language."""

LABELS = re.compile(
    r"\b(?:GRU|RNN|lstm|cell|head|shape|view|transpose|reshape|mean|detach|lengths|"
    r"pack_padded_sequence|batch_sizes|data|(?:weight|bias)_[ih]h\w*)\b"
)
"""What stands in figures, and so in their alternative texts, as code."""

METADATA = re.compile(r"(?m)^# /// script$(?:\n#.*)*?\n# ///$\n*")
"""What a script needs, in words that programs read."""

NOT_OURS = (
    "pre, code, math, sub, var, .xp-sym, [data-at], svg text, .cell_output, "
    "table.benchmark, a.external, dt.sig, dl.field-list > dt, dl.field-list strong"
)
"""Code and what it printed, symbols, signatures, threads elsewhere, and Sphinx's words."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site in the pseudo-language: one line in `pyproject.toml`, one folder."""
    project = copy_project(tmp_path_factory.mktemp("pseudo"))
    pyproject = project / "pyproject.toml"
    text = pyproject.read_text(encoding="utf-8")
    text = re.sub(r"(?m)^languages = .*$", f'languages = {{ {CODE} = "⟦Pseudo⟧" }}', text)
    pyproject.write_text(text, encoding="utf-8")
    words = (project / "lstm_demo" / "locales" / "en.toml").read_text(encoding="utf-8")
    marked = re.sub(r'(?ms)(?<= = )("""\n|")(.*?)("+)$', r"\1⟦\2⟧\3", words)
    write(project, {f"lstm_demo/locales/{CODE}.toml": marked})
    # The comments of a figure, which tell its words, are not published.
    change(project / "docs" / "_ext" / "figures.py", "<!--.*?-->|", "")
    run(project, "catalogs")
    translate_all(project / "docs" / "locales", lambda message: f"⟦{message}⟧")
    run(project, "build")
    return project / "site" / CODE


def page(path: Path) -> str:
    """Return the prose of an article, with the texts of images."""
    article = BeautifulSoup(path.read_bytes(), "html.parser").select_one("article")
    if article is None or path.name in ("search.html", "genindex.html"):
        return ""
    for element in article.select(NOT_OURS):
        element.decompose()
    alternatives = [str(image.get("alt", "")) for image in article.select("img")]
    return "\n".join([article.get_text(), LABELS.sub(" ", "\n".join(alternatives))])


def script(path: Path) -> str:
    """Return docstrings and comments."""
    source = METADATA.sub("", path.read_text(encoding="utf-8"))
    docstrings = [
        ast.get_docstring(node) or ""
        for node in ast.walk(ast.parse(source))
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef))
    ]
    comments = [
        re.sub("^# ?", "", token.string)
        for token in tokenize.generate_tokens(io.StringIO(source).readline)
        if token.type == tokenize.COMMENT
        and not TOOL.search(token.string)
        and not token.string.startswith("# %%")
    ]
    return "\n".join([*docstrings, "", *comments])


def notebook(path: Path) -> str:
    """Return the prose of a notebook."""
    cells = nbformat.read(path, as_version=4).cells
    return "\n".join(cell.source for cell in cells if cell.cell_type == "markdown")


def figure(path: Path) -> str:
    """Return the words of a figure: Matplotlib writes each as a comment."""
    texts = re.findall(r"<!-- (.*?) -->", path.read_text(encoding="utf-8"), re.DOTALL)
    assert texts, path.name
    return LABELS.sub(" ", html.unescape("\n".join(texts)))


@pytest.mark.parametrize(
    ("pattern", "read"),
    [
        ("**/*.html", page),
        ("_downloads/**/*.py", script),
        ("_downloads/**/*.ipynb", notebook),
        ("_images/*.svg", figure),
    ],
)
def test_only_messages_are_said(
    pattern: str, read: Callable[[Path], str], site: Path
) -> None:
    """No words of what readers get are outside the catalogs."""
    paths = sorted(site.glob(pattern))
    assert len(paths) >= len(list(site.glob("_downloads/**/*.py"))) > 0
    texts = {path: read(path) for path in paths}
    assert sum("⟦" in text for text in texts.values()) > len(paths) / 2
    found = {}
    for path, text in texts.items():
        while (shorter := re.sub(r"⟦[^⟦⟧]*⟧", " ", text)) != text:
            text = shorter
        if words := re.findall(r"[^\W\d_]{2,}", NAMES.sub(" ", INERT.sub(" ", text))):
            found[path.name] = words
    assert found == {}
