"""What a reader takes home runs as it is and prints what the page shows."""

import subprocess
import sys
import zipfile
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import Page

from docs._make.places import ROOT
from tests.site.pages import CODES, numbers, printed

LESSONS = sorted(path.stem for path in (ROOT / "examples").glob("plot_*.py"))


@pytest.fixture(scope="session")
def empty_environment(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Python that has `lstm_demo`, its dependencies and what runs a notebook, no more."""
    folder = tmp_path_factory.mktemp("environment")
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    python = folder / "bin" / "python"
    install = [str(python), "-m", "pip", "install", "--quiet"]
    subprocess.run([*install, f"{ROOT}[lessons]", "ipykernel", "nbclient"], check=True)
    return python


def download(page: Page, address: str, code: str, lesson: str, kind: str, to: Path) -> Path:
    """Click a lesson's download link and keep the file."""
    page.goto(f"{address}{code}/lessons/{lesson}.html")
    with page.expect_download() as event:
        page.locator(f".sphx-glr-download a[href$='/{lesson}.{kind}']").click()
    path = to / event.value.suggested_filename
    event.value.save_as(path)
    return path


@pytest.mark.parametrize("lesson", LESSONS)
@pytest.mark.parametrize("code", CODES)
def test_script_prints_what_the_page_shows(
    code: str,
    lesson: str,
    address: str,
    site: Path,
    empty_environment: Path,
    page: Page,
    tmp_path: Path,
) -> None:
    """A downloaded script runs in an empty environment and prints the page's output."""
    script = download(page, address, code, lesson, "py", tmp_path)
    run = subprocess.run(
        [empty_environment, script],
        cwd=tmp_path,
        env={"MPLBACKEND": "agg", "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert run.returncode == 0, run.stderr
    shown = printed(site / code / "lessons" / f"{lesson}.html")
    assert run.stdout.split() == shown.split()


@pytest.mark.parametrize("code", CODES)
def test_notebooks_print_what_the_pages_show(
    code: str,
    address: str,
    site: Path,
    empty_environment: Path,
    page: Page,
    tmp_path: Path,
) -> None:
    """Downloaded notebooks run in an empty environment and print the pages' numbers."""
    paths = [download(page, address, code, it, "ipynb", tmp_path) for it in LESSONS]
    run = subprocess.run(
        [empty_environment.with_name("jupyter-execute"), "--inplace", *paths],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    for path in paths:
        cells = nbformat.read(path, as_version=4).cells
        outputs = (output for cell in cells for output in cell.get("outputs", ()))
        shown = printed(site / code / "lessons" / f"{path.stem}.html")
        assert numbers("".join(it.get("text", "") for it in outputs)) == numbers(shown)


@pytest.mark.parametrize("code", CODES)
def test_zips_hold_the_lessons(code: str, site: Path) -> None:
    """Each bundle holds every lesson, in the language of the site it comes from."""
    downloads = site / code / "_downloads"
    for kind, ending in (("python", ".py"), ("jupyter", ".ipynb")):
        (bundle,) = downloads.rglob(f"lessons_{kind}.zip")
        with zipfile.ZipFile(bundle) as archive:
            names = [Path(name).name for name in archive.namelist()]
            assert sorted(names) == [f"{lesson}{ending}" for lesson in LESSONS]
            for name in archive.namelist():
                (page_copy,) = downloads.rglob(Path(name).name)
                assert archive.read(name) == page_copy.read_bytes()
