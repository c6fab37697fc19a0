"""What a reader takes home runs as it is and prints what the page shows."""

import json
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path
from typing import Any

import nbformat
import pytest
from playwright.sync_api import Page

from docs._make.places import ROOT
from docs._make.zips import read_zip
from tests.site.pages import CODES, LESSONS, numbers, printed

FORKED = "-P", ROOT / "tests" / "forked.py"
"""Options of a Python that runs the files which follow, and has nothing of the project."""


@pytest.fixture(scope="session")
def empty_environment(
    address: str, site: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """A Python that has what the scripts say they need, from the site, and a kernel."""
    folder = tmp_path_factory.mktemp("environment")
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    python = folder / "bin" / "python"
    install = [str(python), "-m", "pip", "install", "--quiet", "--no-compile"]
    scripts = (site / CODES[0] / "_downloads").rglob("*.py")
    needed = {each for script in scripts for each in metadata(script)["dependencies"]}
    source = "--find-links", f"{address}{CODES[0]}/lessons/index.html"
    subprocess.run([*install, *source, *needed, "ipykernel", "nbclient"], check=True)
    return python


def metadata(script: Path) -> dict[str, Any]:
    """Read the inline metadata of a script as its specification, PEP 723, says."""
    block = re.match(
        r"(?m)^# /// script$\s(?P<content>(^#(| .*)$\s)+)^# ///$", script.read_text("utf-8")
    )
    assert block, script
    lines = block["content"].splitlines()
    return tomllib.loads("\n".join(line[2:] for line in lines))


def download(page: Page, address: str, code: str, lesson: str, kind: str, to: Path) -> Path:
    """Click a lesson's download link and keep the file."""
    page.goto(f"{address}{code}/{LESSONS[lesson]}")
    with page.expect_download() as event:
        page.locator(f".sphx-glr-download a[href$='/{lesson}.{kind}']").click()
    path = to / event.value.suggested_filename
    event.value.save_as(path)
    return path


@pytest.mark.parametrize("code", CODES)
def test_scripts_print_what_the_pages_show(
    code: str,
    address: str,
    site: Path,
    empty_environment: Path,
    page: Page,
    tmp_path: Path,
) -> None:
    """Downloaded scripts run in an empty environment and print the pages' output."""
    scripts = [download(page, address, code, it, "py", tmp_path) for it in LESSONS]
    first = _run([empty_environment, scripts[0]], tmp_path)  # one as the reader runs it
    others = _run([empty_environment, *FORKED, *scripts[1:]], tmp_path)
    said = [first, *json.loads(others)]
    for script, output in zip(scripts, said, strict=True):
        shown = printed(site / code / LESSONS[script.stem])
        assert output.split() == shown.split(), script.stem


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
    _run([empty_environment, *FORKED, *paths[1:]], tmp_path)
    execute = empty_environment.with_name("jupyter-execute")
    _run([execute, "--inplace", paths[0]], tmp_path)  # one as the reader runs it
    for path in paths:
        cells = nbformat.read(path, as_version=4).cells
        outputs = (output for cell in cells for output in cell.get("outputs", ()))
        said = "".join(output.get("text", "") for output in outputs)
        shown = printed(site / code / LESSONS[path.stem])
        assert numbers(said) == numbers(shown), path.stem


def _run(command: list[Path | str], folder: Path) -> str:
    """Run a program on one thread, as the pages were built; return what it printed."""
    done = subprocess.run(
        command,
        cwd=folder,
        env={"MPLBACKEND": "agg", "PYTHONIOENCODING": "utf-8", "OMP_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_scripts_ask_for_what_they_import(site: Path) -> None:
    """Only a lesson that imports more than the package brings asks for the extra."""
    for code in CODES:
        for script in (site / code / "_downloads").rglob("*.py"):
            needed = metadata(script)
            extra = "[lessons]" if "import onnx" in script.read_text("utf-8") else ""
            assert needed["dependencies"] == [f"lstm-demo{extra}"], script
            assert needed["requires-python"] == ">=3.11"


@pytest.mark.parametrize("code", CODES)
def test_a_bundle_holds_what_the_pages_offer(code: str, site: Path) -> None:
    """The bundle has every file of the lessons, the wheel and a page to begin with."""
    pages = site / code / "_downloads"
    (wheel,) = (site / "downloads").glob("*.whl")
    members = read_zip(site / "downloads" / f"lstm-demo-{code}.zip")
    held = {name.removeprefix("lstm-demo/"): each for name, each in members.items()}
    readme = held.pop("README.md").decode()
    assert f'"{wheel.name}[lessons]"' in readme
    assert {"es": "Instala el paquete", "en": "Install the package"}[code] in readme
    assert held.pop(wheel.name) == wheel.read_bytes()
    assert held.pop("LICENSE") == (ROOT / "LICENSE").read_bytes()
    offered = (*pages.rglob("*.py"), *pages.rglob("*.ipynb"))
    folder = {".py": "scripts", ".ipynb": "notebooks"}
    assert held == {f"{folder[it.suffix]}/{it.name}": it.read_bytes() for it in offered}
    assert len(held) == 2 * len(LESSONS)
    for name in (name for name in held if name.endswith(".ipynb")):
        first = nbformat.reads(held[name].decode(), as_version=4).cells[0]
        assert first.source.splitlines()[1] == f'# %pip install "../{wheel.name}[lessons]"'


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("name", ["index.html", "lessons/index.html"])
def test_first_pages_offer_the_files(
    code: str, name: str, address: str, page: Page
) -> None:
    """The home page and the lessons link to the bundle and the wheel, which are there."""
    page.goto(f"{address}{code}/{name}")
    links = page.locator("article a[href*='/downloads/']").evaluate_all(
        "all => all.map((link) => link.href)"
    )
    assert f"{address}downloads/lstm-demo-{code}.zip" in links
    for link in links:
        assert page.request.get(link).ok, link


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
