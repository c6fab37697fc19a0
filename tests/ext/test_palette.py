"""Pictures, lessons and pages take the colours of the letters from one file."""

import runpy
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from sphinx.util.fileutil import copy_asset_file

from docs._make.places import ROOT

SOURCE = Path("lstm_demo/pictures/palette.toml")
PALETTE = tomllib.loads((ROOT / SOURCE).read_text("utf-8"))
NAMES = {f"{group}-{letter}" for group in ("gate", "var") for letter in PALETTE[group]}
LETTERS = PALETTE["gate"] | PALETTE["var"]
GROUNDS = "light", "dark", "face"

# Draws the cell, the call, and the plots of the lessons, and prints their colours.
DRAW = """
import runpy, torch
from matplotlib import pyplot as plt
from matplotlib.colors import to_hex
from torch import nn
from lstm_demo import pictures

pictures.plot_cell()
pictures.plot_unrolled(nn.LSTM(4, 3), torch.zeros(5, 1, 4), lit=("x", "h_n", "c_n"))
runpy.run_path("examples/lessons/first_steps/hidden_size.py")
runpy.run_path("examples/lessons/inside/one_step_by_hand.py")
for number in plt.get_fignums():
    for artist in plt.figure(number).findobj():
        for kind in ("color", "edgecolor", "facecolor"):
            colour = getattr(artist, f"get_{kind}", str)()
            if isinstance(colour, (str, tuple)) and len(colour) in (4, 7):
                print("COLOUR", to_hex(colour))
"""


def copy_with_other_colours(target: Path) -> dict[str, dict[str, str]]:
    """Copy what has colours, and change those of all letters; return the new ones."""
    for name in ("docs/_static", "examples", "lstm_demo"):
        shutil.copytree(ROOT / name, target / name)
    for name in ("docs/conf.py", "pyproject.toml"):
        shutil.copy(ROOT / name, target / name)
    palette = (target / SOURCE).read_text("utf-8")
    changed = {}
    for row, (letter, colours) in enumerate(LETTERS.items()):
        changed[letter] = {ground: f"#{row}{k}1234" for k, ground in enumerate(GROUNDS)}
        line = f'{letter} = {{ light = "{colours["light"]}"'
        assert palette.count(line) == 1
        for ground in GROUNDS:
            before, found, after = palette.partition(f"\n{letter} = ")
            after = after.replace(colours[ground], changed[letter][ground], 1)
            palette = before + found + after
    (target / SOURCE).write_text(palette, "utf-8")
    return changed


def write_stylesheet(project: Path) -> tuple[str, str]:
    """Write the palette of the site as Sphinx does; return its light and its dark half."""
    context = runpy.run_path(str(project / "docs/conf.py"))["html_context"]
    target = project / "palette.css.jinja"
    copy_asset_file(project / "docs/_static/palette.css.jinja", target, context)
    light, dark = target.with_suffix("").read_text("utf-8").split("html[data-theme=", 1)
    return light, dark


def test_letters_of_other_colours_have_them_everywhere(tmp_path: Path):
    """What changes in the palette changes in pictures, in plots of lessons, on pages."""
    changed = copy_with_other_colours(tmp_path)
    run = subprocess.run(
        [sys.executable, "-c", DRAW],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    drawn = {line.split()[1] for line in run.stdout.splitlines() if "COLOUR" in line}
    light, dark = write_stylesheet(tmp_path)
    for name in NAMES:
        old, new = LETTERS[name[-1]], changed[name[-1]]
        assert {new["light"], new["face"]} <= drawn, name
        assert not {old["light"], old["face"]} & drawn, name
        assert f"--{name}: {new['light']};" in light
        assert f"--{name}: {new['dark']};" in dark


@pytest.mark.parametrize("letter", LETTERS)
def test_the_palette_alone_writes_the_colour_of_a_letter(letter: str):
    """No other script, template or style sheet has it, so none can be forgotten."""
    folders = "docs", "examples", "lstm_demo"
    kinds = "css", "jinja", "js", "html", "md", "py", "toml"
    paths = (path for folder in folders for path in (ROOT / folder).rglob("*.*"))
    texts = {
        path.relative_to(ROOT): path.read_text("utf-8").lower()
        for path in paths
        if path.suffix[1:] in kinds
    }
    # The post's boxes and arrows are grey, whatever colour x has.
    texts.pop(Path("examples/lessons/first_steps/the_post.py"))
    for colour in LETTERS[letter].values():
        found = {path for path, text in texts.items() if colour in text}
        assert found == {SOURCE}, colour


@pytest.mark.parametrize("gate", PALETTE["gate"])
def test_the_icon_has_the_colours_of_the_gates(gate: str):
    """A drawing that no build makes says them again: its four dots."""
    icon = (ROOT / "docs/_static/favicon.svg").read_text("utf-8")
    assert f'fill="{PALETTE["gate"][gate]["light"]}"' in icon
