"""Set the kernels that run pages so that they always answer in the same way."""

from pathlib import Path

SETTINGS = '''\
"""Written by docs/_make/kernel.py."""

c = get_config()
# What a cell prints goes out in one piece when the cell ends, not whenever a fifth of a
# second has passed: a page would show where the pieces met.
c.InteractiveShellApp.exec_lines = [
    "import sys; sys.stdout.flush_interval = sys.stderr.flush_interval = 3600; del sys"
]
# A kernel on loopback need not warn that it is not encrypted.
c.Application.log_level = "ERROR"
c.HistoryManager.enabled = False
'''


def set_kernels(folder: Path) -> dict[str, str]:
    """Write the settings below a folder; return the variable that leads kernels there."""
    path = folder / "profile_default" / "ipython_kernel_config.py"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(SETTINGS, encoding="utf-8")
    return {"IPYTHONDIR": str(folder)}
