"""Every question of the list has a page that answers it, or the build fails."""

from pathlib import Path

import pytest

from questions.table import Question, read_questions
from tests.ext.minisite import build, changed, page, write

CONF = """
extensions = ["myst_parser", "questions"]
html_theme = "basic"
locale_dirs = ["../locales"]

def setup(app):
    app.add_config_value("gallery_i18n_sources", {"lessons": "examples"}, "env", dict)
"""
INDEX = """# Index

```{toctree}
beta
alpha
asked
lessons/plot_one
```
"""
ASKED = """# Asked

```{questions}
A1 What is the *shape*?
  https://github.com/some/project/issues/7
  https://forum.example.org/t/shape/5
B2 What is dropout?
  beta#late
C3 What is a lesson?
  https://forum.example.org/t/lesson/6
```
"""
LESSON = "# Do one\n\n## Part\n\nWords.\n"
SCRIPT = "# lesson: answers C3, B2\n"
ALPHA = "# Alpha\n\nAs [one](https://github.com/some/project/issues/7#comment) asked.\n"
BETA = """# Beta

(late)=
## Deep

As [another](https://forum.example.org/t/shape/5) asked.
"""
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
            "source/lessons/plot_one.md": LESSON,
            "examples/plot_one.py": SCRIPT,
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
            *("What is the shape ? project#7 forum.example.org", "Alpha Beta"),
            *("alpha.html", "beta.html#late"),
        ],
        [
            *("What is dropout?", "Beta Do one"),
            *("beta.html#late", "lessons/plot_one.html"),
        ],
        [
            *("What is a lesson? forum.example.org", "Do one"),
            "lessons/plot_one.html",
        ],
    ]


def test_a_lesson_names_what_it_answers(site: Path) -> None:
    """A lesson ends with its questions, in the order of the table, and their threads."""
    assert build(site)[0] == 0
    asked = page(site, "lessons/plot_one.html").select_one(".lesson-asked")
    assert asked is not None
    assert [item.get_text(" ", strip=True) for item in asked.select("li")] == [
        "What is dropout?",
        "What is a lesson? forum.example.org",
    ]
    assert [str(link["href"]) for link in asked.select("a")] == [
        "https://forum.example.org/t/lesson/6",
    ]


def test_what_a_lesson_answers_can_change(site: Path) -> None:
    """Table and lesson follow a note; a question without an answer is a warning."""
    assert build(site)[0] == 0
    with changed(site / "examples/plot_one.py", "C3, B2", "C3"):
        assert build(site)[0] == 0
        assert rows(site)[1][1] == "Beta"
        lesson = page(site, "lessons/plot_one.html")
        assert len(lesson.select(".lesson-asked li")) == 1
    with changed(site / "examples/plot_one.py", "C3, B2", "B2"):
        status, log = build(site)
    assert status == 1
    assert "asked.md:9: WARNING: no page links to https://forum" in log
    assert "asked.md:9: WARNING: nothing answers C3" in log


def test_a_question_that_is_not_there_is_a_warning(site: Path) -> None:
    """A lesson answers only what stands in a table."""
    with changed(site / "examples/plot_one.py", "B2", "B2, Z9"):
        status, log = build(site)
    assert status == 1
    assert "plot_one.py:1: WARNING: there is no question Z9" in log


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
    with changed(site / "source/asked.md", "  beta#late\n", "  gamma\n"):
        status, log = build(site)
    assert status == 1
    assert "asked.md:7: WARNING: there is no page gamma" in log


def test_a_label_that_is_gone_is_a_warning(site: Path) -> None:
    """So has a label, on the page that is named with it."""
    with changed(site / "source/beta.md", "(late)=", "(later)="):
        status, log = build(site)
    assert status == 1
    assert "asked.md:7: WARNING: there is no label beta#late" in log


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
        assert rows(site)[0][1] == "Alpha Beta"
    with changed(site / "source/alpha.md", "# Alpha", "# Gamma"):
        assert build(site)[0] == 0
        assert rows(site)[0][1] == "Gamma Beta"


def test_questions_are_translated(site: Path) -> None:
    """The words of a question are a message; names of threads are none."""
    status, log = build(site, "--define", "language=es")
    assert status == 0, log
    assert rows(site)[1][0] == "¿Qué es el dropout?"
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
