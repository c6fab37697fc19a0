"""What `pip install .` brings."""

import subprocess
import sys
import zipfile
from importlib.metadata import metadata
from pathlib import Path

from docs._make.places import ROOT


def test_the_wheel_holds_the_package_alone(tmp_path: Path) -> None:
    """The wheel has modules, catalogs, data and `py.typed`, but no documents or tests."""
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", str(ROOT)]
    subprocess.run([*command, "--wheel-dir", str(tmp_path)], check=True)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if ".dist-info/" not in name}
    package = ROOT / "lstm_demo"
    kinds = "data/*", "locales/*", "gates/README.md"
    data = {path for kind in kinds for path in package.glob(kind)}
    wanted = {*package.rglob("*.p[yo]"), *data, package / "py.typed"}
    assert names == {str(path.relative_to(ROOT)) for path in wanted}


def test_torch_is_asked_for_by_range() -> None:
    """Neither an exact version nor a build of one machine is asked for."""
    (torch,) = (
        requirement
        for requirement in metadata("lstm-demo").get_all("Requires-Dist") or []
        if requirement.startswith("torch")
    )
    assert ">=" in torch
    assert "==" not in torch
    assert "+" not in torch
