"""Write an HTML redirect at each old address of a page.

A static host cannot redirect by itself, and the site is read from files, too.
"""

import tomllib
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.util import logging

logger = logging.getLogger(__name__)


def setup(app: Sphinx) -> None:
    """Connect the extension to a build."""
    app.add_config_value("redirects_file", "", "html", str)
    app.connect("build-finished", _write_redirects)


def _write_redirects(app: Sphinx, exception: Exception | None) -> None:
    file = Path(app.confdir, app.config.redirects_file)
    if exception or app.builder.format != "html" or not file.is_file():
        return
    builder: Any = app.builder
    for old, new in tomllib.loads(file.read_text(encoding="utf-8")).items():
        if new not in app.env.titles:
            logger.warning("%s leads to %s, which is no page", old, new, location=str(file))
            continue
        values = {"language": app.config.language, "title": app.env.titles[new].astext()}
        values["address"] = builder.get_relative_uri(old, new)
        path = Path(app.outdir, f"{old}.html")
        path.parent.mkdir(parents=True, exist_ok=True)
        page = builder.templates.render("redirect.html", values)
        path.write_text(f"{page}\n", encoding="utf-8")
