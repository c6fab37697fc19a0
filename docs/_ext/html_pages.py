"""Add to the template context of each page, and finish its HTML.

Templates get its address in the other languages (hreflang), its place among the lessons and
links to edit it; images get their sizes, so that nothing shifts while they load.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlencode

import imagesize
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.errors import ConfigError
from sphinx.locale import _

from docs._ext.gallery_i18n import scripts
from docs._ext.lessons.fill import facts_of, lessons_of

HOST = "https://github.com/"
COLAB = "https://colab.research.google.com/github"
# What `[tool.site]` of pyproject.toml need not say.
DEFAULTS = {"languages": {}, "url": "", "repository": "", "branch": "main", "published": ""}
# Files of extensions. The few of myst-nb's styles that count are in ours.
UNUSED = (
    "_static/mystnb.",  # its address changes from the first build to the second, too
    "_static/sg-tags.js",  # for tags of sphinx-gallery; ours are of the lessons
    "_static/design-tabs.js",  # no page has tabs
)
IMAGE = re.compile(
    r'<img (?P<before>[^>]*?)src="(?P<src>[^":]+\.(?:png|svg|webp))"(?P<after>[^>]*)>'
)
OG_URL = re.compile(r'<meta property="og:url"[^>]*>\s*')
Context = dict[str, Any]
# What `html-page-context` hands over: values for templates, and what a page is made of.
Doctree = nodes.document | None


def setup(app: Sphinx) -> None:
    """Connect the extension to a build."""
    app.add_config_value("site", {}, "html", dict)
    app.connect("config-inited", _set_addresses)
    app.connect("html-page-context", _offer)
    # After the theme, which adds files here too and is loaded after all extensions.
    app.connect("html-page-context", _finish, priority=900)


def _set_addresses(app: Sphinx, config: Config) -> None:
    """Set the base URL of the language, also for Open Graph; validate the repository's."""
    config.site = {**DEFAULTS, **config.site}
    config.ogp_site_name = _("LSTM inside and out")
    if config.site["url"]:
        here = f"{config.site['url']}{config.language}/"
        config.html_baseurl = config.ogp_site_url = here
    address = config.site["repository"]
    if address and not re.fullmatch(rf"{HOST}[^/]+/[^/]+/?", address):
        raise ConfigError(
            f"[tool.site] in pyproject.toml: repository is {address!r}; "
            f"give {HOST}OWNER/NAME, or leave it out"
        )


def _offer(
    app: Sphinx, pagename: str, _template: str, context: Context, doctree: Doctree
) -> None:
    """Add to the context what templates ask for; the theme leaves out what is empty."""
    # The theme takes this label from the configuration, where it has one language.
    context["theme_search_bar_text"] = _("Search this site")
    context["twins"] = list(_twins(app, pagename))
    context["repository"] = _repository(app, pagename)
    if pagename.startswith("lesson"):  # and the map of them
        context |= _course(app, pagename)


def _finish(
    app: Sphinx, pagename: str, _template: str, context: Context, doctree: Doctree
) -> None:
    """Remove unused assets from the page, and add sizes to its images."""
    if not app.config.site["url"]:  # an address that is not absolute says nothing
        context["metatags"] = OG_URL.sub("", context.get("metatags", ""))
    for kind in ("css_files", "script_files"):
        # What has no name is a line of the theme's, for options that this site leaves off,
        # unless it is data.
        context[kind] = [
            file
            for file in context[kind]
            if (file.filename or file.attributes.get("type") == "application/json")
            and not str(file.filename).startswith(UNUSED)
        ]
    if doctree is not None:
        context["body"] = _with_sizes(app, pagename, context["body"])


def _twins(app: Sphinx, pagename: str) -> Iterator[dict[str, str]]:
    """Yield the same page in every language, for hreflang and the language switcher."""
    page = app.builder.get_target_uri(pagename)
    to_root = "../" * (page.count("/") + 1)
    site = app.config.site["url"]  # search engines want it absolute, or not at all
    for code, name in app.config.site["languages"].items():
        here = f"{code}/{page}"
        url = site and f"{site}{here}"
        yield {"code": code, "name": name, "href": f"{to_root}{here}", "url": url}


def _course(app: Sphinx, pagename: str) -> dict[str, Any]:
    """List the lessons by parts, for the sidebar; name those before and after a lesson."""

    def link(page: str) -> dict[str, Any]:
        address = app.builder.get_relative_uri(pagename, page)
        title = app.env.titles[page].astext()
        return {"link": address, "title": title, "current": page == pagename}

    parts = []
    for part, lessons in lessons_of(app.env).parts().items():
        links = [
            link(lesson.page)
            | {"number": lesson.number, "level": lesson.level, "facts": facts_of(lesson)}
            for lesson in lessons
        ]
        parts.append(link(part) | {"lessons": links})
    found = {"sidebars": ["lesson-nav.html"], "lesson_parts": parts}
    pages = ["", *lessons_of(app.env).all, ""]
    if pagename in pages:
        at = pages.index(pagename)
        for way, page in (("prev", pages[at - 1]), ("next", pages[at + 1])):
            found[way] = link(page) if page else None
    return found


def _repository(app: Sphinx, pagename: str) -> dict[str, Any]:
    """Return addresses where a page is edited, run and reported, each empty if none."""
    site, language = app.config.site, app.config.language
    repository = site["repository"].rstrip("/")
    if not repository:
        return {}
    page = f"{language}/{app.builder.get_target_uri(pagename)}"
    report = {"title": f"{page}: ", "body": f"{site['url']}{page}\n\n"}
    source = _source(app, pagename) if pagename in app.env.all_docs else ""
    notebook = app.env.dlfiles.get(Path(f"{pagename}.ipynb"))
    colab = ""
    if notebook and site["published"]:  # the branch that the site is kept on
        project = repository.removeprefix(HOST)
        path = quote(f"{language}/_downloads/{notebook[1]}")
        colab = f"{COLAB}/{project}/blob/{site['published']}/{path}"
    return {
        "edit": source and f"{repository}/edit/{site['branch']}/{source}",
        "translated": language != app.config.gallery_i18n_source_language,
        "report": f"{repository}/issues/new?{urlencode(report)}",
        "colab": colab,
    }


def _source(app: Sphinx, pagename: str) -> str:
    """Return the path of the source to edit: of a page, a script or a catalog."""
    if app.config.language != app.config.gallery_i18n_source_language:
        folder = f"docs/{app.config.locale_dirs[0]}/{app.config.language}/LC_MESSAGES"
        return f"{folder}/{pagename}.po"
    if script := scripts(app).get(pagename):
        root = Path(app.confdir).parent.resolve()
        return script.source.resolve().relative_to(root).as_posix()
    return f"docs/{app.env.doc2path(pagename, base=False).as_posix()}"


def _with_sizes(app: Sphinx, pagename: str, body: str) -> str:
    """Add width and height to images, and load all but the first lazily."""
    # Sphinx copies its images after the pages, sphinx-gallery has copied its own.
    sources = {
        name: Path(app.srcdir, source) for source, name in app.builder.images.items()
    }
    copied = Path(app.outdir, app.builder.imagedir)
    lazy = ""

    def add(match: re.Match[str]) -> str:
        nonlocal lazy
        name = unquote(match["src"]).rpartition("/")[2]
        width, height = imagesize.get(sources.get(name, copied / name))
        if " width=" in match[0] or width < 0:  # of what is no image, or not there
            return match[0]
        sides = f'width="{round(width)}" height="{round(height)}"{lazy}'
        lazy = ' loading="lazy"'
        return f'<img {match["before"]}src="{match["src"]}" {sides}{match["after"]}>'

    return IMAGE.sub(add, body)
