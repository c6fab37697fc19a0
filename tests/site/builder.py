"""A program that stands for Sphinx: every page holds the text of `index.md`."""

import sys
from pathlib import Path

if __name__ == "__main__":
    code, docs, folder = sys.argv[1], *map(Path, sys.argv[2:])
    with (docs.parent / ".started").open("a", encoding="utf-8") as log:
        log.write(f"{code} ")
    text = (docs / "index.md").read_text(encoding="utf-8")
    for made in ("html", "doctrees"):  # left there, it would hide what is wrong in a page
        (folder / made).mkdir()
    for number in range(3):
        (folder / "html" / f"{number}.html").write_text(text, encoding="utf-8")
    if (mistake := docs.parent / f"mistake-{code}").exists():
        exec(mistake.read_text(encoding="utf-8"))  # noqa: S102  (a test wrote it)
