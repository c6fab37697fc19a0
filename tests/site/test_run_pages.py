"""The code of all pages runs once, each page as if it were alone, and asserts."""

import re
import subprocess
import sys
from pathlib import Path

from jupyter_cache import get_cache
from myst_nb.core.read import read_myst_markdown_notebook

from docs._make.places import DOCS, ROOT
from tests.site.pages import CELL
from tests.site.project import write

PAGE = """---
file_format: mystnb
kernelspec:
  name: python3
---

# Page

```{{code-cell}}
import warnings
import torch

{code}
print("left" in globals(), torch.rand(1).item(), torch.get_default_dtype())
left = 1
torch.set_default_dtype(torch.float64)
warnings.warn("once a page")
```
"""


def output(path: Path, cache: Path) -> list[str]:
    """Return what the cache has of a page."""
    page = read_myst_markdown_notebook(path.read_text(encoding="utf-8"), path=path)
    _, found = get_cache(cache).merge_match_into_notebook(page)
    return [it["text"] for cell in found.cells for it in cell.get("outputs", ())]


def test_each_page_begins_as_the_first(tmp_path: Path) -> None:
    """Names, seeds, types and warnings of a page do not reach the next.

    Of one that fails nothing is kept, so that Sphinx runs the page and names it.
    """
    docs, cache = tmp_path / "docs", tmp_path / "executed"
    pages = {name: f"name = '{name}'" for name in "abc"} | {"ab": "1 / 0"}
    write(docs, {f"{name}.md": PAGE.format(code=code) for name, code in pages.items()})
    command = sys.executable, "-m", "docs._make.pages", docs, cache
    subprocess.run(command, cwd=ROOT, check=True)  # as a build does
    said = [output(docs / f"{name}.md", cache) for name in "abc"]
    printed, warned = said[0]
    assert printed.startswith("False 0.49")
    assert printed.endswith(" torch.float32\n")
    assert "once a page" in warned
    assert [each[0] for each in said] == [printed] * 3
    assert ["once a page" in each[1] for each in said] == [True] * 3
    kept = [Path(it.uri).stem for it in get_cache(cache).list_cache_records()]
    assert sorted(kept) == ["a", "b", "c"]


def test_a_page_asserts_what_its_code_shows() -> None:
    """Every section that prints compares something, or shows what is refused."""
    silent = []
    for path in DOCS.rglob("*.md"):
        for section in re.split(r"^##+ ", path.read_text("utf-8"), flags=re.MULTILINE)[1:]:
            code = "".join(CELL.findall(section))
            compares = re.search(r"^ *(assert|same\(|with refused)", code, re.MULTILINE)
            if "print(" in code and not compares:
                silent.append((path.stem, section.partition("\n")[0]))
    assert silent == []
