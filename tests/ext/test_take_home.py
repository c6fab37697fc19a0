"""A script says what it needs, and never asks an index for our own name."""

import tomllib
from typing import Any

import pytest
from packaging.requirements import Requirement

from docs._ext.take_home.package import Package
from docs._ext.take_home.scripts import with_block

PROJECT: dict[str, Any] = {
    **{"name": "lstm-demo", "version": "1.0", "requires-python": ">=3.11"},
    "dependencies": ["numpy>=1.26", "torch>=2.6"],
    "optional-dependencies": {
        "lessons": ["matplotlib>=3.10", "onnx>=1.17"],
        "pictures": ["matplotlib>=3.10"],
    },
}
WHEEL = "lstm_demo-1.0-py3-none-any.whl"
PLAIN = '"""Words."""\n\nimport torch\n'
DRAWN = f"{PLAIN}from lstm_demo.pictures import plot_cell\n"
ONNX = '"""Words."""\n\nimport onnx\nfrom lstm_demo import run_batched\n'


def needs(script: str, **site: str) -> tuple[list[str], str]:
    """Return what the block of a script asks for, and what follows it.

    The block is read as the specification of inline metadata, PEP 723, says.
    """
    written = with_block(script, Package(PROJECT, site), "plot_a.py")
    block, _, rest = written.removeprefix("# /// script\n").partition("# ///\n")
    lines = [line.removeprefix("# ") for line in block.splitlines()]
    asked = tomllib.loads("\n".join(lines))
    assert asked["requires-python"] == PROJECT["requires-python"]
    return asked["dependencies"], rest


@pytest.mark.parametrize(
    ("script", "extra"), [(PLAIN, ""), (DRAWN, "pictures"), (ONNX, "lessons")]
)
def test_our_own_name_is_asked_of_no_index(script: str, extra: str) -> None:
    """Anyone may register it there, and the highest version is taken.

    Without an address the wheel is named by its file; with one it comes from there.
    """
    asked, rest = needs(script)
    more = PROJECT["optional-dependencies"].get(extra, [])
    assert asked == [*PROJECT["dependencies"], *more]
    command = f"# uv run --with ./{WHEEL} scripts/plot_a.py"
    assert rest.splitlines()[1:3] == [command, ""]
    assert rest.endswith(f"\n\n{script}")
    wheel = f"https://example.org/downloads/{WHEEL}"
    hosted = needs(script, url="https://example.org/")
    for (asked, rest), address in (
        (hosted, wheel),
        (needs(script, repository="https://github.com/a/b"), "git+https://github.com/a/b"),
    ):
        (only,) = map(Requirement, asked)
        assert only.url == address
        assert only.extras == ({extra} - {""})
        assert rest == f"\n{script}"
