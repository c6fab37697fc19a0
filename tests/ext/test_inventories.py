"""Objects of other projects are found without a network."""

from pathlib import Path

from tests.ext.minisite import build, page, write

CONF = """
extensions = ["sphinx.ext.intersphinx", "inventories"]
html_theme = "basic"
nitpicky = True
external_objects = {
    "other": (
        "https://other.example/docs/",
        {"class other.Thing": "thing.html", "function other.make": "make.html#make"},
    )
}
"""
PAGE = "Links\n=====\n\n:class:`other.Thing` and :func:`other.make`.\n"


def test_a_listed_object_is_linked(tmp_path: Path) -> None:
    """A class and a function lead to the pages that the list gives."""
    write(tmp_path, {"conf.py": CONF, "source/index.rst": PAGE})
    status, log = build(tmp_path)
    assert status == 0, log
    assert [link["href"] for link in page(tmp_path, "index.html").select("a.external")] == [
        "https://other.example/docs/thing.html",
        "https://other.example/docs/make.html#make",
    ]


def test_an_object_that_is_not_listed_is_a_warning(tmp_path: Path) -> None:
    """A name that leads nowhere stops a strict build, as with any inventory."""
    write(tmp_path, {"conf.py": CONF, "source/index.rst": PAGE + "\n:class:`other.No`\n"})
    status, log = build(tmp_path)
    assert status != 0
    assert "py:class reference target not found: other.No" in log
