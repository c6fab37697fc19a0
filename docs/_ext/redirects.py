"""Write an HTML redirect at each old address of a page.

A static host cannot redirect by itself, and the site is read from files, too.
"""

import tomllib
from html import escape
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.util import logging

logger = logging.getLogger(__name__)
PAGE = """<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8"/>
<title>{title}</title>
<meta http-equiv="refresh" content="0; url={address}"/>
<meta name="robots" content="noindex"/>
<link rel="canonical" href="{address}"/>
</head>
<body><a href="{address}">{title}</a></body>
</html>
"""


def setup(app: Sphinx) -> None:
    """Connect the extension to a build."""
    app.add_config_value("redirects_file", "", "html", str)
    app.connect("build-finished", _write_redirects)


def _write_redirects(app: Sphinx, exception: Exception | None) -> None:
    file = Path(app.confdir, app.config.redirects_file)
    if exception or app.builder.format != "html" or not file.is_file():
        return
    for old, new in tomllib.loads(file.read_text(encoding="utf-8")).items():
        if new not in app.env.titles:
            logger.warning("%s leads to %s, which is no page", old, new, location=str(file))
            continue
        title = escape(app.env.titles[new].astext())
        address = app.builder.get_relative_uri(old, new)
        text = PAGE.format(language=app.config.language, title=title, address=address)
        path = Path(app.outdir, f"{old}.html")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
