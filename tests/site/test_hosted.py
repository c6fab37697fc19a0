"""A site that knows its address and its repository, beside one that does not."""

import hashlib
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple
from urllib.parse import parse_qs, urlsplit

import nbformat
import pytest
from bs4 import BeautifulSoup

from tests.ext.conftest import build, copy_lessons
from tests.site.pages import CODES, SOURCE, TRANSLATED, page_names, soup
from tests.site.project import built_small, change, contents, run, unzip

REPOSITORY = "https://github.com/somebody/something"
LESSON = "lessons/number"


class Hosted(NamedTuple):
    """One project, built with an address and a repository, and without."""

    url: str  # where it is served
    site: Path  # it knows its address and repository
    plain: Path  # it does not


@pytest.fixture(scope="module")
def hosted(
    tmp_path_factory: pytest.TempPathFactory, serve: Callable[[Path], str]
) -> Hosted:
    """The small project, built and served where it says that it is."""
    built = built_small(tmp_path_factory)
    project = Path(shutil.copytree(built, tmp_path_factory.mktemp("hosted") / "project"))
    url = serve(project / "site")
    known = f'url = "{url}"\nrepository = "{REPOSITORY}"\npublished = "gh-pages"\n'
    change(project / "pyproject.toml", "[tool.site]\n", f"[tool.site]\n{known}")
    run(project, "build")
    return Hosted(url, project / "site", built / "site")


def links(page: Path) -> dict[str, str]:
    """Return the links to the repository, by what they say."""
    found = soup(page).select(".repository-links a")
    return {link.get_text(strip=True): str(link["href"]) for link in found}


def meta(page: BeautifulSoup) -> dict[str, str]:
    """Return what the head of a page says of it."""
    tags = page.select("meta[content]")
    return {
        str(tag.get("property") or tag.get("name")): str(tag["content"]) for tag in tags
    }


def test_a_lesson_leads_to_the_repository(hosted: Hosted) -> None:
    """It opens in Colab, and is edited as a script."""
    found = links(hosted.site / SOURCE / f"{LESSON}.html")
    words = ["Open this lesson in Colab", "Edit this page", "Report a mistake"]
    assert list(found) == words
    colab, edit, _ = found.values()
    (notebook,) = (hosted.site / SOURCE / "_downloads").rglob("number.ipynb")
    where = notebook.relative_to(hosted.site)
    opened = "https://colab.research.google.com/github/somebody/something/blob"
    assert colab == f"{opened}/gh-pages/{where}"
    assert edit == f"{REPOSITORY}/edit/main/examples/lessons/number.py"


@pytest.mark.parametrize("code", TRANSLATED)
def test_a_translated_lesson_is_edited_as_a_catalog(code: str, hosted: Hosted) -> None:
    """The link leads to the catalog of the lesson in its language."""
    catalog = f"{REPOSITORY}/edit/main/docs/locales/{code}/LC_MESSAGES/{LESSON}.po"
    assert catalog in links(hosted.site / code / f"{LESSON}.html").values()


@pytest.mark.parametrize("code", CODES)
def test_every_page_leads_to_a_report_of_a_mistake(code: str, hosted: Hosted) -> None:
    """The report names the page; a page with a source leads to it, and no other does.

    Without a repository no page has a link, nor an empty box for one, nor an address.
    """
    for name in page_names(hosted.site, code):
        found = links(hosted.site / code / name).values()
        (report,) = (it for it in found if it.startswith(f"{REPOSITORY}/issues/new?"))
        fields = parse_qs(urlsplit(report).query)
        assert fields["title"] == [f"{code}/{name}: "]
        assert fields["body"][0].split() == [f"{hosted.url}{code}/{name}"]
        page = soup(hosted.plain / code / name)
        assert page.select(".repository-links, .bd-footer-article, [rel=canonical]") == []
        assert meta(page).keys() & {"og:image", "og:url"} == set()
        assert hosted.url not in str(page)
    assert len(links(hosted.site / code / "search.html")) == 1
    assert len(links(hosted.site / code / "index.html")) == 2


def test_a_repository_elsewhere_is_refused(tmp_path: Path) -> None:
    """The message names the key, what it is, and what is wanted."""
    elsewhere = "--define", "site.repository=https://example.org/a"
    status, log = build(copy_lessons(tmp_path), *elsewhere)
    assert status != 0
    said = "repository is 'https://example.org/a'; give https://github.com/OWNER/NAME"
    assert said in log


@pytest.mark.parametrize("code", CODES)
def test_programs_find_a_page_and_what_it_is_about(code: str, hosted: Hosted) -> None:
    """Title and first paragraph are in its head; it and the sitemap name every twin."""
    twins = {code: f"{hosted.url}{code}/{LESSON}.html" for code in CODES}
    page = soup(hosted.site / code / f"{LESSON}.html")
    plain = soup(hosted.plain / code / f"{LESSON}.html")
    mark = "" if code == SOURCE else " ñ"  # which translations of the project end with
    head, words = meta(page), f"This lesson has one number.{mark}"
    assert head["description"] == head["og:description"] == words
    assert meta(plain)["description"] == words
    assert head["og:title"] == f"Print a number{mark}"
    (canonical,) = page.select("[rel=canonical]")
    assert canonical["href"] == head["og:url"] == twins[code]
    named = {str(it["hreflang"]): it["href"] for it in page.select("link[rel=alternate]")}
    assert named == {**twins, "x-default": twins[CODES[0]]}
    assert not plain.select("[rel=alternate]")
    sitemap = (hosted.site / code / "sitemap.xml").read_text(encoding="utf-8")
    assert re.findall(rf'href="({hosted.url}\w+/{LESSON}.html)"', sitemap) == [
        *twins.values()
    ]
    assert f"<loc>{twins[code]}</loc>" in sitemap
    robots = (hosted.site / "robots.txt").read_text(encoding="utf-8")
    assert f"Sitemap: {hosted.url}{code}/sitemap.xml\n" in robots


@pytest.mark.parametrize("code", CODES)
def test_scripts_and_notebooks_install_from_the_site(
    code: str, hosted: Hosted, tmp_path: Path
) -> None:
    """What they ask for is the wheel that the site carries; pip installs it from there."""
    downloads = hosted.site / code / "_downloads"
    (script,) = downloads.rglob("number.py")
    (notebook,) = downloads.rglob("number.ipynb")
    text = script.read_text(encoding="utf-8")
    (needed,) = re.findall(r'^#   "(lstm-demo\[pictures\] @ .*)",$', text, re.MULTILINE)
    digest = hashlib.sha256(next(hosted.site.glob("downloads/*.whl")).read_bytes())
    assert needed.endswith(f".whl#sha256={digest.hexdigest()}")
    bundle = unzip(hosted.site / "downloads" / f"lstm-demo-{code}.zip")
    assert needed in bundle["lstm-demo/scripts/number.py"].decode()
    cell = nbformat.read(notebook, as_version=4).cells[0].source.splitlines()
    assert cell[1] == f'%pip install --quiet "{needed.replace("pictures", "lessons")}"'
    install = sys.executable, "-m", "pip", "install", "--no-deps", "--target", tmp_path
    subprocess.run([*install, needed], check=True, capture_output=True)
    assert (tmp_path / "lstm_demo" / "runners.py").exists()


def test_the_address_changes_nothing_else(hosted: Hosted) -> None:
    """Without it the same files are there, but for those that need it."""
    known, plain = (
        {re.sub(r"-[0-9a-f]{12}\b", "", name) for name in contents(site)}
        for site in (hosted.site, hosted.plain)
    )
    assert known - plain == {f"{code}/sitemap.xml" for code in CODES}
    assert plain <= known
    robots = (hosted.plain / "robots.txt").read_text(encoding="utf-8")
    assert robots == "User-agent: *\nAllow: /\n"
