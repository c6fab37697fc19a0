"""Math is in the page itself, and no page needs a script for it."""

from pathlib import Path

import pytest

from tests.ext.minisite import build, page, write

CONF = """
extensions = ["docs._ext.mathml"]
html_theme = "basic"
html_math_renderer = "mathml"
"""
PAGE = r"""
Math
====

Inline :math:`h_t < 1`, then :eq:`sum`, and :math:`c` last.

.. math::

   f &= \sigma(a) \\
   c &= f \odot b

.. math::

   one \\
   two

.. math::
   :label: sum

   \text{a sum} = x + y
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page with math."""
    folder = tmp_path_factory.mktemp("math")
    write(folder, {"conf.py": CONF, "source/index.rst": PAGE})
    status, log = build(folder)
    assert status == 0, log
    return folder


def test_math_needs_no_script(site: Path) -> None:
    """Each formula is MathML; no line can begin with the comma after one."""
    html = page(site, "index.html")
    assert len(html.select("math")) == 5
    assert [str(s["src"]) for s in html.select("script[src]") if "ath" in str(s)] == []
    inline = html.select_one("p math")
    assert inline is not None
    assert inline.get_text() == "ht<1"
    assert inline["display"] == "inline"
    [held] = html.select("p .unbroken")
    assert held.get_text() == "ht<1,"
    assert str(held.next_sibling).startswith(" then")


def test_rows_are_rows_of_a_table(site: Path) -> None:
    """Rows stand below each other, aligned where they say so, and have no number."""
    aligned, rows, _ = page(site, "index.html").select("div.math math")
    assert [len(row.select("mtd")) for row in aligned.select("mtr")] == [2, 2]
    assert [row.get_text() for row in aligned.select("mtr")] == [
        "f=\N{GREEK SMALL LETTER SIGMA}(a)",
        "c=f⊙b",
    ]
    assert [row.get_text() for row in rows.select("mtr")] == ["one", "two"]


def test_a_numbered_equation_shows_its_number(site: Path) -> None:
    """A reader who follows a reference finds the number, and the address works."""
    html = page(site, "index.html")
    link = html.select_one("p a.reference.internal")
    assert link is not None
    equation = html.select_one(str(link["href"]))
    assert equation is not None
    assert link.get_text() == "(1)"
    assert equation.select_one(".eqno")
    assert equation.get_text().strip().startswith("(1)")


@pytest.mark.parametrize(
    "latex", [r"\nosuchthing x", r"a & b \begin{x}", "x_{", r"\text{<b>}"]
)
def test_math_that_cannot_be_rendered_is_a_warning(tmp_path: Path, latex: str) -> None:
    """What would stand on the page as source, or break it, stops a strict build."""
    text = f"Math\n====\n\n.. math:: {latex}\n"
    write(tmp_path, {"conf.py": CONF, "source/index.rst": text})
    status, log = build(tmp_path)
    assert status != 0
    assert "index.rst:4: WARNING: math that cannot be rendered" in log
    assert "<b>" not in (tmp_path / "html" / "index.html").read_text(encoding="utf-8")
