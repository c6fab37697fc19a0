"""Lead from each page to where its source can be edited, and a mistake reported.

Only where the site names a repository, which has to be on GitHub.
"""

import posixpath
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.errors import ConfigError
from sphinx.util.typing import ExtensionMetadata

HOST = "github.com"
COLAB = "https://colab.research.google.com/github"


def setup(app: Sphinx) -> ExtensionMetadata:
    """Connect the extension to a build; gallery_i18n and languages must be there too."""
    app.add_config_value("site_repository", "", "html", str)
    app.add_config_value("site_branch", "main", "html", str)
    app.add_config_value("site_published", "hosted/latest", "html", str)
    app.connect("config-inited", _check)
    app.connect("html-page-context", _offer)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


def _check(app: Sphinx, config: Config) -> None:
    address = urlsplit(config.site_repository)
    owner_and_name = address.path.strip("/").split("/")
    if config.site_repository and (address.netloc != HOST or len(owner_and_name) != 2):
        raise ConfigError(
            f"[tool.site] in pyproject.toml: repository is {config.site_repository!r}; "
            f"give https://{HOST}/OWNER/NAME, or leave it out"
        )


def _offer(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Give the template the addresses; one that a page does not have is empty."""
    repository = app.config.site_repository.rstrip("/")
    if not repository:
        return
    source = _source(app, pagename) if pagename in app.env.all_docs else ""
    edit = f"{repository}/edit/{app.config.site_branch}/{source}"
    page = f"{app.config.language}/{app.builder.get_target_uri(pagename)}"
    report = {"title": f"{page}: ", "body": f"{app.config.site_url}{page}\n\n"}
    context["repository"] = {
        "edit": edit if source else "",
        "translated": app.config.language != app.config.gallery_i18n_source_language,
        "report": f"{repository}/issues/new?{urlencode(report)}",
        "colab": _colab(app, pagename),
    }


def _source(app: Sphinx, pagename: str) -> str:
    """Return the path of what says a page's words: a page, a script or a catalog."""
    if app.config.language != app.config.gallery_i18n_source_language:
        folder = f"{app.config.locale_dirs[0]}/{app.config.language}/LC_MESSAGES"
        return f"docs/{folder}/{pagename}.po"
    gallery, _, name = pagename.partition("/")
    part, _, stem = name.rpartition("/")
    if gallery in app.config.gallery_i18n_sources:
        scripts = app.config.gallery_i18n_sources[gallery].removeprefix("../")
        file = "GALLERY_HEADER.rst" if stem == "index" else f"{stem}.py"
        return posixpath.join(scripts, part, file)
    return f"docs/{app.env.doc2path(pagename, base=False).as_posix()}"


def _colab(app: Sphinx, pagename: str) -> str:
    """Return where Colab opens a lesson: in the branch that the site is kept on."""
    notebook = app.env.dlfiles.get(Path(f"{pagename}.ipynb"))
    if not notebook:
        return ""
    path = f"{app.config.language}/_downloads/{notebook[1]}"
    project = urlsplit(app.config.site_repository).path.strip("/")
    return f"{COLAB}/{project}/blob/{app.config.site_published}/{quote(path)}"
