"""A language that marks every message shows what no message holds."""

import ast
import html
import io
import re
import tokenize
from pathlib import Path

import nbformat
import pytest
from bs4 import BeautifulSoup

from docs._ext.gallery_i18n.messages import TOOL
from tests.site.project import copy_project, run, translate_all

pytestmark = pytest.mark.weekly  # it builds the whole site once more

CODE = "qps"
INERT = re.compile(
    r"(?s)\.\. math::.*?(?=\n\S|\Z)|\\begin\{align\}.*?\\end\{align\}"
    r"|``[^`]*``|`[^`]*`|\$[^$]*\$|:\w+:|https?://\S+|\{[^{}]*\}"
    r"|[\w.-]+\.(?:whl|zip)"
)
NAMES = re.compile(r"\b(?:nn|LSTM|input|output|num_layers|bidirectional|True|False|tanh)\b")
"""What PyTorch and Python call things, in every language."""

METADATA = re.compile(r"(?m)^# /// script$(?:\n#.*)*?\n# ///$\n*")
"""What a script needs, in words that programs read."""

WORDS = re.compile(r"[^\W\d_]{2,}")


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project in the pseudo-language: one line in `pyproject.toml`, one folder."""
    project = copy_project(tmp_path_factory.mktemp("pseudo"))
    pyproject = project / "pyproject.toml"
    text = pyproject.read_text(encoding="utf-8")
    text = re.sub(r"(?m)^languages = .*$", f'languages = {{ {CODE} = "⟦Pseudo⟧" }}', text)
    pyproject.write_text(text, encoding="utf-8")
    run(project, "catalogs")
    translate_all(project / "docs" / "locales", lambda message: f"⟦{message}⟧")
    run(project, "build")
    return project


def unmarked(text: str) -> list[str]:
    """Return the words of a text that stand in no marked message."""
    while (shorter := re.sub(r"⟦[^⟦⟧]*⟧", " ", text)) != text:
        text = shorter
    return WORDS.findall(NAMES.sub(" ", INERT.sub(" ", text)))


def test_pages_hold_only_messages(project: Path) -> None:
    """No prose of an article is outside the catalogs."""
    found = {}
    for path in sorted((project / "site" / CODE).rglob("*.html")):
        soup = BeautifulSoup(path.read_bytes(), "html.parser")
        article = soup.select_one("article")
        if article is None or path.name in ("search.html", "genindex.html"):
            continue
        # Code and what it printed, symbols, signatures, the names of threads elsewhere,
        # and what Sphinx says itself.
        for element in article.select(
            "pre, code, math, sub, var, .xp-sym, [data-at], svg text, .cell_output, "
            "table.benchmark, a.external, dt.sig, dl.field-list > dt, dl.field-list strong"
        ):
            element.decompose()
        alternatives = [str(image.get("alt", "")) for image in article.select("img")]
        words = unmarked("\n".join([article.get_text(), *alternatives]))
        if words:
            found[path.name] = words
    assert found == {}


def test_scripts_hold_only_messages(project: Path) -> None:
    """No comment or docstring in a downloaded script is outside the catalogs."""
    found = {}
    for path in _downloads(project, "py"):
        source = METADATA.sub("", path.read_text(encoding="utf-8"))
        docstrings = [
            ast.get_docstring(node) or ""
            for node in ast.walk(ast.parse(source))
            if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef))
        ]
        comments = [
            token.string
            for token in tokenize.generate_tokens(io.StringIO(source).readline)
            if token.type == tokenize.COMMENT and not TOOL.search(token.string)
        ]
        words = unmarked("\n".join(docstrings)) + unmarked(_joined(comments))
        if words:
            found[path.name] = words
    assert found == {}


def _joined(comments: list[str]) -> str:
    return "\n".join(re.sub("^# ?", "", comment) for comment in comments)


def test_notebooks_hold_only_messages(project: Path) -> None:
    """No prose of a downloaded notebook is outside the catalogs."""
    found = {}
    for path in _downloads(project, "ipynb"):
        notebook = nbformat.read(path, as_version=4)
        prose = [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]
        words = unmarked("\n".join(prose))
        if words:
            found[path.name] = words
    assert found == {}


def test_figures_hold_only_messages(project: Path) -> None:
    """No word in a figure is outside the catalogs. Matplotlib writes each as a comment."""
    drawings = sorted((project / "site" / CODE / "_images").glob("*_drawn.svg"))
    assert len(drawings) >= len(_downloads(project, "py"))
    found = {}
    for path in drawings:
        texts = re.findall(r"<!-- (.*?) -->", path.read_text(encoding="utf-8"), re.DOTALL)
        assert any("⟦" in text for text in texts), path.name
        words = unmarked(html.unescape("\n".join(texts)))
        if words:
            found[path.name] = words
    assert found == {}


def _downloads(project: Path, kind: str) -> list[Path]:
    found = sorted((project / "site" / CODE / "_downloads").rglob(f"*.{kind}"))
    assert found
    return found
