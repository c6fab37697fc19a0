"""Every question of the list has a page that answers it, or the build fails."""

from pathlib import Path

import pytest

from questions import Question, read_questions
from tests.ext.minisite import build, changed, page, write

CONF = """
extensions = ["myst_parser", "questions"]
html_theme = "basic"
locale_dirs = ["../locales"]
"""
INDEX = """# Index

```{toctree}
beta
alpha
asked
```
"""
ASKED = """# Asked

```{questions}
A1 What is the *shape*?
  https://github.com/some/project/issues/7
  https://forum.example.org/t/shape/5
B2 What is dropout?
  beta
```
"""
ALPHA = "# Alpha\n\nAs [one](https://github.com/some/project/issues/7#comment) asked.\n"
BETA = "# Beta\n\n## Deep\n\nAs [another](https://forum.example.org/t/shape/5) asked.\n"
CATALOG = r"""
msgid ""
msgstr "Content-Type: text/plain; charset=utf-8\n"

msgid "What is dropout?"
msgstr "¿Qué es el dropout?"
"""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """Two pages that answer, and the list; not built yet."""
    write(
        tmp_path,
        {
            "conf.py": CONF,
            "source/index.md": INDEX,
            "source/asked.md": ASKED,
            "source/alpha.md": ALPHA,
            "source/beta.md": BETA,
            "locales/es/LC_MESSAGES/asked.po": CATALOG,
        },
    )
    return tmp_path


def rows(folder: Path) -> list[list[str]]:
    """Read the cells of the table, and the addresses of the last."""
    return [
        [
            *(cell.get_text(" ", strip=True) for cell in row.select("td")),
            *(str(link["href"]) for link in row.select("td:last-child a")),
        ]
        for row in page(folder, "asked.html").select("table.questions tr")
    ]


def test_a_page_answers_the_threads_that_it_links_to(site: Path) -> None:
    """Each row names the threads shortly, and leads to the section that answers."""
    status, log = build(site)
    assert status == 0, log
    assert rows(site) == [
        [
            *("A1", "What is the shape ? project#7 forum.example.org", "Alpha Beta"),
            *("alpha.html", "beta.html#deep"),
        ],
        ["B2", "What is dropout?", "Beta", "beta.html"],
    ]


def test_a_lost_link_is_a_warning(site: Path) -> None:
    """The table does not answer its own threads, also when only a page is read again."""
    assert build(site)[0] == 0
    with changed(site / "source/alpha.md", "/issues/7", "/issues/8"):
        status, log = build(site)
    assert status == 1
    assert "asked.md:4: WARNING: no page links to" in log
    assert "https://github.com/some/project/issues/7" in log


def test_a_page_that_is_gone_is_a_warning(site: Path) -> None:
    """A page named in the list has to be there."""
    with changed(site / "source/asked.md", "  beta\n", "  gamma\n"):
        status, log = build(site)
    assert status == 1
    assert "asked.md:7: WARNING: there is no page gamma" in log


def test_the_links_of_a_page_go_with_it(site: Path) -> None:
    """A page that is no more answers nothing."""
    assert build(site)[0] == 0
    (site / "source/alpha.md").unlink()
    with changed(site / "source/index.md", "alpha\n", ""):
        status, log = build(site)
    assert status == 1
    assert "asked.md:4: WARNING: no page links to" in log


def test_a_new_link_is_found(site: Path) -> None:
    """The list is written again when another page answers."""
    assert build(site)[0] == 0
    with changed(site / "source/beta.md", "asked.", f"asked, and {ALPHA[14:]}"):
        assert build(site)[0] == 0
        assert rows(site)[0][2] == "Alpha Beta"
    with changed(site / "source/alpha.md", "# Alpha", "# Gamma"):
        assert build(site)[0] == 0
        assert rows(site)[0][2] == "Gamma Beta"


def test_questions_are_translated(site: Path) -> None:
    """The words of a question are a message; names of threads are none."""
    status, log = build(site, "--define", "language=es")
    assert status == 0, log
    assert rows(site)[1][1] == "¿Qué es el dropout?"
    apart = "--doctree-dir", str(site / "apart")
    status, log = build(site, *apart, builder="gettext")
    assert status == 0, log
    template = (site / "gettext" / "asked.pot").read_text(encoding="utf-8")
    assert 'msgid "What is dropout?"' in template
    assert "project#7" not in template
    assert '"B2"' not in template


def test_questions_are_read() -> None:
    """Addresses and pages are told apart, and what belongs to no question is refused."""
    lines = ["A1 Why?", "  https://example.org/1", "", "  lessons/one", "O And?"]
    assert list(read_questions(lines)) == [
        Question("A1", "Why?", ("https://example.org/1",), ("lessons/one",), 0),
        Question("O", "And?", (), (), 4),
    ]
    with pytest.raises(ValueError, match="belongs to no question"):
        list(read_questions(["  lessons/one"]))
