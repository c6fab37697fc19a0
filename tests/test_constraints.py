"""The releases that are known to go together fit what the project asks for."""

import re
import tomllib
from importlib.metadata import PackageNotFoundError, metadata

import pytest
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

from docs._make.places import ROOT

LINES = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
PINS = [Requirement(line.removesuffix("\\")) for line in LINES if line[0].isalpha()]


def asked_for() -> list[Requirement]:
    """Return every requirement of the package, its extra and its dependency groups."""
    content = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    project, groups = content["project"], content["dependency-groups"]
    extras = project["optional-dependencies"].values()
    lists = [project["dependencies"], *extras, *groups.values()]
    return [Requirement(line) for each in lists for line in each if isinstance(line, str)]


@pytest.mark.parametrize("wanted", asked_for(), ids=lambda wanted: wanted.name)
def test_a_pin_is_in_the_range_that_is_asked_for(wanted: Requirement) -> None:
    """Each has one release in its range; that of torch stands in the task file."""
    name = canonicalize_name(wanted.name)
    pins = [pin for pin in PINS if canonicalize_name(pin.name) == name]
    if name == "torch":
        assert pins == []
        tasks = (ROOT / "noxfile.py").read_text(encoding="utf-8")
        pins = [Requirement(pin) for pin in re.findall(r'"(torch==[^"]+)"', tasks)]
    (pin,) = pins
    (exact,) = pin.specifier
    assert exact.operator == "=="
    assert wanted.specifier.contains(exact.version, prereleases=True)


def test_a_pin_is_a_release_of_an_index() -> None:
    """No address, no path and no local version, which other machines do not have."""
    for pin in PINS:
        assert pin.url is None
        assert "+" not in str(pin.specifier)


def test_pins_run_on_the_oldest_python() -> None:
    """Each pin that is installed here takes every Python that the project takes."""
    content = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    (oldest,) = SpecifierSet(content["project"]["requires-python"])
    for pin in PINS:
        try:
            installed = metadata(pin.name)
        except PackageNotFoundError:
            continue
        if pin.specifier.contains(installed["Version"], prereleases=True):
            takes = SpecifierSet(installed.get("Requires-Python", ""))
            assert takes.contains(oldest.version), pin.name
