"""A script says what it needs, and never asks an index for our own name."""

import tomllib
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from packaging.requirements import Requirement

from docs._ext.take_home.package import Package, read_package
from docs._ext.take_home.scripts import with_block

PROJECT = """
[project]
name = "lstm-demo"
version = "1.0"
requires-python = ">=3.11"
dependencies = ["numpy>=1.26", "torch>=2.6"]
optional-dependencies = {{ lessons = ["onnx>=1.17"] }}
[tool.site]
{site}
"""
PLAIN = '"""Words."""\n\nimport torch\n'
ONNX = '"""Words."""\n\nimport onnx\nfrom lstm_demo import run_batched\n'


def package(folder: Path, site: str) -> Package:
    """Read a project that says this of its site."""
    path = folder / "pyproject.toml"
    path.write_text(PROJECT.format(site=site), encoding="utf-8")
    config: Any = SimpleNamespace(take_home_project=path)
    return read_package(config)


def needs(script: str) -> tuple[list[str], str]:
    """Return what the block asks for, and what follows it."""
    block, _, rest = script.removeprefix("# /// script\n").partition("# ///\n")
    lines = [line.removeprefix("# ") for line in block.splitlines()]
    return tomllib.loads("\n".join(lines))["dependencies"], rest


@pytest.mark.parametrize(
    ("script", "wanted"),
    [
        (PLAIN, ["numpy>=1.26", "torch>=2.6"]),
        (ONNX, ["numpy>=1.26", "torch>=2.6", "onnx>=1.17"]),
    ],
)
def test_without_an_address_the_wheel_is_named_by_its_file(
    script: str, wanted: list[str], tmp_path: Path
) -> None:
    """Anyone may register the name at an index, where the highest version is taken."""
    text = with_block(script, package(tmp_path, ""), "plot_a.py")
    asked, rest = needs(text)
    assert asked == wanted
    command = "# uv run --with ./lstm_demo-1.0-py3-none-any.whl scripts/plot_a.py"
    assert rest.splitlines()[1:3] == [command, ""]
    assert rest.endswith(f"\n\n{script}")


@pytest.mark.parametrize(
    ("site", "address"),
    [
        (
            'url = "https://example.org/"',
            "https://example.org/downloads/lstm_demo-1.0-py3-none-any.whl",
        ),
        ('repository = "https://github.com/a/b"', "git+https://github.com/a/b"),
    ],
)
def test_with_an_address_the_package_comes_from_there(
    site: str, address: str, tmp_path: Path
) -> None:
    """No index is asked for it."""
    for script, extras in ((PLAIN, set()), (ONNX, {"lessons"})):
        (asked,), rest = needs(with_block(script, package(tmp_path, site), "plot_a.py"))
        assert Requirement(asked).url == address
        assert Requirement(asked).extras == extras
        assert rest == f"\n{script}"
