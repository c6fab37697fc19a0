"""A release keeps its address, and `latest/` moves."""

from pathlib import Path

import pytest

from tests.site.project import attempt, changed, contents, copy_small_project, run

URL = '\nurl = "https://example.org/lstm/latest/"'
PAGE = Path("en", "lessons", "plot_01_number.html")


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small project that knows its address and has been built once."""
    project = copy_small_project(tmp_path_factory.mktemp("project"))
    pyproject = project / "pyproject.toml"
    text = pyproject.read_text(encoding="utf-8")
    pyproject.write_text(text.replace("[tool.site]", f"[tool.site]{URL}"), encoding="utf-8")
    run(project, "build")
    return project


def test_versions_stand_side_by_side(project: Path, tmp_path: Path) -> None:
    """Two releases and a later change: each address has what it was given."""
    folder = tmp_path / "hosted"
    first = contents(project / "site")
    run(project, "host", str(folder), "--release")
    assert contents(folder / "v0.1.0") == contents(folder / "latest") == first
    lesson = project / "examples" / "plot_01_number.py"
    with (
        changed(project / "pyproject.toml", 'version = "0.1.0"', 'version = "1.0"'),
        changed(lesson, "[42]", "[43]"),
    ):
        run(project, "build")
        second = contents(project / "site")
        assert second != first
        run(project, "host", str(folder), "--release")
    assert contents(folder / "v0.1.0") == first
    assert contents(folder / "v1.0") == second
    assert contents(folder / "latest") == second | wheels(first)
    run(project, "build")
    run(project, "host", str(folder))
    assert contents(folder / "v1.0") == second
    assert contents(project / "site") == first
    assert contents(folder / "latest") == wheels(second) | first
    assert {path.name for path in folder.iterdir()} == {
        *("404.html", "_headers", "index.html", "llms.txt", "robots.txt"),
        *("latest", "v0.1.0", "v1.0"),
    }


def wheels(files: dict[str, bytes]) -> dict[str, bytes]:
    """Return the wheels among the files; a release's own scripts ask `latest/` for them."""
    found = {name: content for name, content in files.items() if name.endswith(".whl")}
    assert found
    return found


def test_the_root_leads_to_latest(project: Path, tmp_path: Path) -> None:
    """The first page sends on to `latest/`, and a wrong address offers its pages."""
    run(project, "host", str(tmp_path))
    assert 'content="0; url=latest/"' in (tmp_path / "index.html").read_text()
    for name in ("_headers", "llms.txt", "robots.txt"):
        assert (tmp_path / name).read_bytes() == (project / "site" / name).read_bytes()
    assert (tmp_path / "_headers").read_text().startswith("/lstm/latest/*\n")
    lost = (tmp_path / "404.html").read_text()
    for code in ("es", "en"):
        assert f'href="/lstm/latest/{code}/index.html"' in lost


def test_a_release_is_not_replaced(project: Path, tmp_path: Path) -> None:
    """The same release may be put in place again; another one of that name may not."""
    run(project, "host", str(tmp_path), "--release")
    (tmp_path / "v0.1.0" / "index.html.gz").write_bytes(b"by whoever hosts it")
    run(project, "host", str(tmp_path), "--release")
    page = tmp_path / "v0.1.0" / PAGE
    page.write_text("another", encoding="utf-8")
    before = contents(tmp_path)
    done = attempt(project, "host", str(tmp_path), "--release")
    assert done.returncode != 0
    assert str(PAGE) in done.stderr
    assert "another version" in done.stderr
    assert contents(tmp_path) == before


def test_without_the_address_of_latest_nothing_is_put_in_place(
    project: Path, tmp_path: Path
) -> None:
    """Links of the page for wrong addresses would lead nowhere."""
    with changed(project / "pyproject.toml", "latest/", ""):
        done = attempt(project, "host", str(tmp_path / "hosted"))
    assert done.returncode != 0
    assert "https://example.org/latest/" in done.stderr
    assert not (tmp_path / "hosted").exists()


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/lstm/latest",
        "example.org/latest/",
        "https://example.org/latest/?x=1/",
        "https://example.org/año/latest/",
        "https://example.org/an other/latest/",
    ],
)
def test_an_address_that_is_none_is_refused(project: Path, url: str) -> None:
    """It would be part of addresses all over the site."""
    with changed(project / "pyproject.toml", URL, f'\nurl = "{url}"'):
        done = attempt(project, "build")
    assert done.returncode != 0
    assert done.stderr.startswith("error: url under [tool.site]")
    assert "with a slash at its end" in done.stderr
