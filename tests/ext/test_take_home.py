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
WHEEL = "lstm_demo-1.0-py3-none-any.whl"
HOSTED, KEPT = 'url = "https://example.org/"', 'repository = "https://github.com/a/b"'
PLAIN = '"""Words."""\n\nimport torch\n'
ONNX = '"""Words."""\n\nimport onnx\nfrom lstm_demo import run_batched\n'


def package(folder: Path, site: str) -> Package:
    """Read a project that says this of its site."""
    path = folder / "pyproject.toml"
    path.write_text(PROJECT.format(site=site), encoding="utf-8")
    config: Any = SimpleNamespace(take_home_project=path)
    return read_package(config)


def needs(script: str, package: Package) -> tuple[list[str], str]:
    """Return what the block of a script asks for, and what follows it."""
    written = with_block(script, package, "plot_a.py")
    block, _, rest = written.removeprefix("# /// script\n").partition("# ///\n")
    lines = [line.removeprefix("# ") for line in block.splitlines()]
    return tomllib.loads("\n".join(lines))["dependencies"], rest


@pytest.mark.parametrize(("script", "more"), [(PLAIN, []), (ONNX, ["onnx>=1.17"])])
def test_our_own_name_is_asked_of_no_index(
    script: str, more: list[str], tmp_path: Path
) -> None:
    """Anyone may register it there, and the highest version is taken.

    Without an address the wheel is named by its file; with one it comes from there.
    """
    asked, rest = needs(script, package(tmp_path, ""))
    assert asked == ["numpy>=1.26", "torch>=2.6", *more]
    command = f"# uv run --with ./{WHEEL} scripts/plot_a.py"
    assert rest.splitlines()[1:3] == [command, ""]
    assert rest.endswith(f"\n\n{script}")
    wheel = f"https://example.org/downloads/{WHEEL}"
    for site, address in ((HOSTED, wheel), (KEPT, "git+https://github.com/a/b")):
        (only,), rest = needs(script, package(tmp_path, site))
        assert Requirement(only).url == address
        assert Requirement(only).extras == ({"lessons"} if more else set())
        assert rest == f"\n{script}"
