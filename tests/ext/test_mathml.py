"""Math is in the page itself, and no page needs a script for it."""

from pathlib import Path

from tests.ext.minisite import build, only, page

CONF = 'extensions = ["docs._ext.mathml"]\nhtml_math_renderer = "mathml"\n'
WRONG = r"\nosuchthing x", r"a & b \begin{x}", "x_{", r"\text{<b>}"


def test_math_needs_no_script(english: Path) -> None:
    """Each formula is MathML; no line can begin with the comma after one."""
    html = page(english, "math.html")
    assert len(html.select("math")) == 5
    assert [str(s["src"]) for s in html.select("script[src]") if "ath" in str(s)] == []
    inline = html.select("p math")[0]
    assert inline.get_text() == "ht<1"
    assert inline["display"] == "inline"
    held = only(html, "p .unbroken")
    assert held.get_text() == "ht<1,"
    assert str(held.next_sibling).startswith(" then")


def test_rows_and_numbers_are_shown(english: Path) -> None:
    """Rows are aligned where they say so; a reference to a number leads to its equation."""
    html = page(english, "math.html")
    aligned, rows, _ = html.select("div.math math")
    assert [len(row.select("mtd")) for row in aligned.select("mtr")] == [2, 2]
    assert [row.get_text() for row in aligned.select("mtr")] == [
        "f=\N{GREEK SMALL LETTER SIGMA}(a)",
        "c=f⊙b",
    ]
    assert [row.get_text() for row in rows.select("mtr")] == ["one", "two"]
    link = only(html, "p a.reference.internal")
    assert link.get_text() == "(1)"
    equation = only(html, str(link["href"]))
    assert only(html, ".eqno").find_parent("div") is equation
    assert equation.get_text().strip().startswith("(1)")


def test_math_that_cannot_be_rendered_is_a_warning(tmp_path: Path) -> None:
    """What would stand on the page as source, or break it, stops a strict build."""
    (tmp_path / "source").mkdir()
    (tmp_path / "conf.py").write_text(CONF, encoding="utf-8")
    blocks = "".join(f"\n.. math:: {latex}\n" for latex in WRONG)
    (tmp_path / "source" / "index.rst").write_text(
        f"Math\n====\n{blocks}", encoding="utf-8"
    )
    status, log = build(tmp_path)
    assert status != 0
    for line in (4, 6, 8, 10):
        assert f"index.rst:{line}: WARNING: math that cannot be rendered" in log
    assert "<b>" not in (tmp_path / "html" / "index.html").read_text(encoding="utf-8")
