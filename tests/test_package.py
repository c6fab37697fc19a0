"""What `pip install .` brings and asks for, and what runs without it."""

import importlib
import re
import runpy
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from docs._make.downloads import build_wheel
from docs._make.places import ROOT

LINES = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
PINS = [Requirement(line.removesuffix("\\")) for line in LINES if line[0].isalpha()]
CONTENT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PROJECT, GROUPS = CONTENT["project"], CONTENT["dependency-groups"]
EXTRAS = PROJECT["optional-dependencies"]
LISTS = PROJECT["dependencies"], *EXTRAS.values(), *GROUPS.values()
FIRST_STEPS = sorted((ROOT / "examples/lessons/first_steps").glob("*.py"))
ASKED = [Requirement(line) for each in LISTS for line in each if isinstance(line, str)]


def test_the_wheel_holds_the_package_alone(tmp_path: Path) -> None:
    """The wheel has modules, catalogs, data and `py.typed`, but no documents or tests."""
    wheel = zipfile.ZipFile(build_wheel(ROOT, tmp_path))
    names = {name for name in wheel.namelist() if ".dist-info/" not in name}
    package = ROOT / "lstm_demo"
    kinds = "data/*", "locales/*", "gates/README.md", "pictures/palette.toml"
    data = {path for kind in kinds for path in package.glob(kind)}
    wanted = {*package.rglob("*.p[yo]"), *data, package / "py.typed"}
    assert names == {str(path.relative_to(ROOT)) for path in wanted}
    (said,) = (name for name in wheel.namelist() if name.endswith("/METADATA"))
    assert b"\nRequires-Dist: torch>=" in wheel.read(said)


def test_importing_the_package_brings_torch_alone() -> None:
    """No Matplotlib, no NumPy of its own, and nothing else that torch has not brought."""
    found = "found = {name.partition('.')[0] for name in sys.modules}"
    code = f"import sys, torch; {found}; import lstm_demo; before = found; {found}"
    code += "; print(*sorted(found - before - sys.stdlib_module_names))"
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert run.stdout.split() == ["lstm_demo"]


def test_pictures_say_what_they_need(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without Matplotlib, the import names the extra that brings it."""
    for name in [it for it in sys.modules if it.startswith("lstm_demo.pictures")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(ModuleNotFoundError, match=r"extra lstm-demo\[pictures\] brings it"):
        importlib.import_module("lstm_demo.pictures")


@pytest.mark.parametrize("path", FIRST_STEPS, ids=lambda path: path.stem)
def test_a_first_lesson_runs_in_a_bare_notebook(
    path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without the package and Matplotlib it says what is missing, and asserts the rest."""
    for module in ("lstm_demo", "lstm_demo.pictures", "matplotlib", "matplotlib.pyplot"):
        monkeypatch.setitem(sys.modules, module, None)
    runpy.run_path(str(path))
    assert "needs lstm_demo" in capsys.readouterr().out


@pytest.mark.parametrize("wanted", ASKED, ids=lambda wanted: wanted.name)
def test_a_pin_is_in_the_range_that_is_asked_for(wanted: Requirement) -> None:
    """Each has one release in its range; that of torch stands in the task file."""
    name = canonicalize_name(wanted.name)
    pins = [pin for pin in PINS if canonicalize_name(pin.name) == name]
    if name == "torch":
        # Neither an exact version nor a build of one machine is asked for.
        assert {each.operator for each in wanted.specifier} == {">="}
        assert pins == []
        tasks = (ROOT / "noxfile.py").read_text(encoding="utf-8")
        pins = [Requirement(pin) for pin in re.findall(r'"(torch==[^"]+)"', tasks)]
    (pin,) = pins
    (exact,) = pin.specifier
    assert exact.operator == "=="
    assert wanted.specifier.contains(exact.version, prereleases=True)


def test_a_pin_is_a_release_of_an_index() -> None:
    """It is no address, no path and no local version, which other machines do not have."""
    assert [pin for pin in PINS if pin.url or "+" in str(pin.specifier)] == []
