"""What a reader takes home runs, prints what the page shows, and has the same bytes."""

import json
import re
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from collections.abc import Iterable
from pathlib import Path

import nbformat
import pytest

from docs._ext.gallery_i18n import read_catalog
from docs._make import BuildError
from docs._make.downloads import build_wheel
from docs._make.places import DOCS, ROOT
from tests.site.pages import CODES, LESSONS, SOURCE, numbers, printed, soup
from tests.site.project import change, copy_project, unzip

ALL_IN_ONE = """
import contextlib, io, json, runpy, sys

import torch
from matplotlib import pyplot as plt

said = []
for path in sys.argv[1:]:
    torch.manual_seed(0)
    torch.set_default_dtype(torch.float32)
    with contextlib.redirect_stdout(io.StringIO()) as output:
        runpy.run_path(path, run_name="__main__")
    plt.close("all")
    said.append(output.getvalue())
print(json.dumps(said))
"""
"""Runs scripts one after another, as the gallery does, in a process that imports once."""

EXECUTE = """
import sys, nbclient, nbformat

for path in sys.argv[1:]:
    notebook = nbformat.read(path, as_version=4)
    nbclient.NotebookClient(notebook, timeout=None).execute()
    nbformat.write(notebook, path)
"""

SOME = [name for number, name in enumerate(LESSONS) if number % 12 == 1]
"""Lessons whose notebooks are executed here; all of them are every week."""


@pytest.fixture(scope="session")
def wheel(site: Path) -> Path:
    """The package, as the site offers it."""
    return next((site / "downloads").glob("*.whl"))


@pytest.fixture(scope="session")
def reader(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Python with the wheel of the site and other people's packages, but not with us."""
    folder = tmp_path_factory.mktemp("reader")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
    (packages,) = folder.glob("lib/*/site-packages")
    with zipfile.ZipFile(wheel) as archive:  # as pip would, but for launchers: it has none
        archive.extractall(packages)
    # What is installed editable here stays behind: its .pth files count only here.
    (packages / "others.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    return folder / "bin" / "python"


@pytest.fixture(scope="session")
def empty_environment(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Python that has what the bundle installs, and a kernel."""
    folder = tmp_path_factory.mktemp("environment")
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    python = folder / "bin" / "python"
    needed = f"{wheel}[lessons]", "ipykernel", "nbclient"
    install = python, "-m", "pip", "install", "--quiet", "--no-compile"
    subprocess.run([*install, *needed], check=True)
    return python


def offered(
    site: Path, code: str, kind: str, to: Path, lessons: Iterable[str] = LESSONS
) -> dict[str, Path]:
    """Copy what the pages of lessons offer, by the name of the lesson."""
    paths = {}
    for lesson in lessons:
        page = site / code / LESSONS[lesson]
        (link,) = soup(page).select(f".sphx-glr-download a[href$='/{lesson}.{kind}']")
        paths[lesson] = to / f"{lesson}.{kind}"
        shutil.copy(page.parent / str(link["href"]), paths[lesson])
    return paths


def interface(code: str, message: str) -> str:
    """Return what the interface says in a language."""
    if code == SOURCE:
        return message
    catalog = read_catalog(DOCS / "locales" / code / "LC_MESSAGES" / "sphinx.po")
    return str(catalog.get(message).string)


def test_scripts_print_what_the_pages_show(
    site: Path, reader: Path, tmp_path: Path
) -> None:
    """In the first language: the programs of the others are the same but for words."""
    scripts = offered(site, CODES[0], "py", tmp_path)
    first = next(iter(scripts))
    alone = _run([reader, scripts[first]], tmp_path)  # as the reader runs it
    said = json.loads(_run([reader, "-c", ALL_IN_ONE, *scripts.values()], tmp_path))
    assert said[0].split() == alone.split()
    for lesson, output in zip(scripts, said, strict=True):
        shown = printed(site / CODES[0] / LESSONS[lesson])
        assert output.split() == shown.split(), lesson


def test_notebooks_print_what_the_pages_show(
    site: Path, reader: Path, tmp_path: Path
) -> None:
    """Some of the last language, each in a kernel of its own."""
    notebooks = offered(site, CODES[-1], "ipynb", tmp_path, SOME)
    _check_notebooks(site, CODES[-1], notebooks, reader)


@pytest.mark.weekly
@pytest.mark.parametrize("code", CODES)
def test_everything_runs_in_an_empty_environment(
    code: str, site: Path, empty_environment: Path, tmp_path: Path
) -> None:
    """Every script by itself and every notebook, with what the bundle says to install."""
    for lesson, script in offered(site, code, "py", tmp_path).items():
        shown = printed(site / code / LESSONS[lesson])
        output = _run([empty_environment, script], tmp_path)
        assert output.split() == shown.split(), lesson
    notebooks = offered(site, code, "ipynb", tmp_path)
    _check_notebooks(site, code, notebooks, empty_environment)


@pytest.mark.weekly
def test_lessons_hold_on_another_processor(
    site: Path, reader: Path, tmp_path: Path
) -> None:
    """What they claim of a training does not hang on how a processor rounds sums."""
    scripts = offered(site, CODES[0], "py", tmp_path)
    without_avx512 = {"ATEN_CPU_CAPABILITY": "avx2"}
    without_avx512 |= {"MKL_CBWR": "AVX2", "ONEDNN_MAX_CPU_ISA": "AVX2"}
    _run([reader, "-c", ALL_IN_ONE, *scripts.values()], tmp_path, **without_avx512)


def _check_notebooks(
    site: Path, code: str, notebooks: dict[str, Path], python: Path
) -> None:
    folder = next(iter(notebooks.values())).parent
    _run([python, "-c", EXECUTE, *notebooks.values()], folder)
    for lesson, path in notebooks.items():
        cells = nbformat.read(path, as_version=4).cells
        outputs = (output for cell in cells for output in cell.get("outputs", ()))
        said = "".join(it["text"] for it in outputs if it.get("name") == "stdout")
        shown = printed(site / code / LESSONS[lesson])
        assert numbers(said) == numbers(shown), lesson


def _run(command: list[Path | str], folder: Path, **variables: str) -> str:
    """Run a program on one thread, as the pages were built; return what it printed."""
    same = {"MPLBACKEND": "agg", "PYTHONIOENCODING": "utf-8", "OMP_NUM_THREADS": "1"}
    done = subprocess.run(
        command,
        cwd=folder,
        env={**same, **variables},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_no_page_gives_a_command_that_asks_an_index_for_us(site: Path) -> None:
    """Neither `--find-links`, beside which an index is asked, nor the bare name."""
    commands = []
    for path in site.rglob("*.html"):
        if b"highlight-console" in path.read_bytes():
            blocks = soup(path).select(".highlight-console pre")
            commands += [block.get_text() for block in blocks]
    assert any("pip install" in command for command in commands)
    for command in commands:
        assert "--find-links" not in command
        assert not re.search(r"install\b.*[\s\"']lstm[-_]demo(\[|\s|$)", command)


@pytest.mark.parametrize("code", CODES)
def test_a_bundle_holds_what_the_pages_offer(code: str, site: Path, wheel: Path) -> None:
    """It has every file of the lessons, without notes to the site, wheel and README.

    The recipe and the lessons link to it.
    """
    pages = site / code / "_downloads"
    members = unzip(site / "downloads" / f"lstm-demo-{code}.zip")
    held = {name.removeprefix("lstm-demo/"): each for name, each in members.items()}
    readme = held.pop("README.md").decode()
    assert f'"{wheel.name}[lessons]"' in readme
    assert f"\n## {interface(code, 'Install the package')}\n" in readme
    assert held.pop(wheel.name) == wheel.read_bytes()
    assert held.pop("LICENSE") == (ROOT / "LICENSE").read_bytes()
    offered = (*pages.rglob("*.py"), *pages.rglob("*.ipynb"))
    folder = {".py": "scripts", ".ipynb": "notebooks"}
    assert held == {f"{folder[it.suffix]}/{it.name}": it.read_bytes() for it in offered}
    assert len(held) >= 2 * len(LESSONS)  # recipes are there, too
    assert [name for name, text in held.items() if b"# lesson:" in text] == []
    scripts = {name: text for name, text in held.items() if name.endswith(".py")}
    assert [it for it in scripts if not scripts[it].startswith(b"# /// script\n")] == []
    for name in (f"notebooks/{lesson}.ipynb" for lesson in LESSONS):
        first = nbformat.reads(held[name].decode(), as_version=4).cells[0]
        assert first.source.splitlines()[1] == f'# %pip install "../{wheel.name}[lessons]"'
    for name in ("how-to/take-it-home.html", "lessons/index.html"):
        page = site / code / name
        links = soup(page).select("article a[href*='/downloads/']")
        files = {(page.parent / str(link["href"])).resolve() for link in links}
        assert site / "downloads" / f"lstm-demo-{code}.zip" in files


def test_a_wheel_that_cannot_be_built_is_told(tmp_path: Path) -> None:
    """In the builder's words."""
    project = copy_project(tmp_path / "project")
    change(project / "pyproject.toml", 'version = "0.1.0"', 'version = "none"')
    with pytest.raises(BuildError, match="none"):
        build_wheel(project, tmp_path)
