"""A template knows where a page stands in every language."""

from pathlib import Path

import pytest

from tests.ext.minisite import build, page, write

CONF = """
extensions = ["languages"]
html_theme = "basic"
templates_path = ["templates"]
site_languages = {"es": "Español", "en": "English"}
"""
LAYOUT = """{% extends "!layout.html" %}
{% block extrahead %}{% for twin in twins %}
<a class="twin" lang="{{ twin.code }}" href="{{ twin.href }}" rel="{{ twin.url }}">
{{ twin.name }}</a>{% endfor %}{% endblock %}
"""


@pytest.mark.parametrize(
    ("name", "up"),
    [("index.html", "../"), ("sub/page.html", "../../"), ("search.html", "../")],
)
def test_each_page_has_a_twin_in_every_language(tmp_path: Path, name: str, up: str) -> None:
    """Twins are named in themselves, in the order of the list, beside each other."""
    write(
        tmp_path,
        {
            "conf.py": CONF,
            "templates/layout.html": LAYOUT,
            "source/index.rst": "Home\n====\n\n.. toctree::\n\n   sub/page\n",
            "source/sub/page.rst": "Page\n====\n",
        },
    )
    site = "https://site.example/"
    status, log = build(tmp_path, "--define", f"site_url={site}")
    assert status == 0, log
    twins = page(tmp_path, name).select("a.twin")
    assert [twin["lang"] for twin in twins] == ["es", "en"]
    assert [twin.get_text(strip=True) for twin in twins] == ["Español", "English"]
    assert [twin["href"] for twin in twins] == [f"{up}es/{name}", f"{up}en/{name}"]
    assert [twin["rel"] for twin in twins] == [
        [f"{site}es/{name}"],
        [f"{site}en/{name}"],
    ]


def test_without_an_address_the_twins_are_relative(tmp_path: Path) -> None:
    """A site that does not know where it will stand links from page to page."""
    files = {"conf.py": CONF, "templates/layout.html": LAYOUT}
    write(tmp_path, {**files, "source/index.rst": "Home\n====\n"})
    status, log = build(tmp_path)
    assert status == 0, log
    assert [twin["rel"] for twin in page(tmp_path, "index.html").select("a.twin")] == [
        ["../es/index.html"],
        ["../en/index.html"],
    ]
