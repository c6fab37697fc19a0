"""Add to the template context of each page, and finish its HTML.

Templates get its address in the other languages (hreflang), its place among the lessons and
links to edit it; images get their sizes, so that nothing shifts while they load.
"""

import posixpath
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote, unquote, urlencode, urlsplit

from docutils import nodes
from PIL import Image
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.errors import ConfigError
from sphinx.locale import _
from sphinx.util.typing import ExtensionMetadata

from docs._ext.gallery_i18n import scripts
from docs._ext.lessons.fill import lessons_of, level, minutes

HOST = "github.com"
COLAB = "https://colab.research.google.com/github"

NOTHING_KNOWN = {
    "languages": {},
    "url": "",
    "repository": "",
    "branch": "main",
    "published": "hosted/latest",
}
"""What `[tool.site]` of pyproject.toml need not say."""

UNUSED = (
    "_static/mystnb.",  # its address changes from the first build to the second, too
    "_static/sg-tags.js",  # for tags of sphinx-gallery; ours are of the lessons
    "_static/design-tabs.js",  # no page has tabs
)
"""Files of extensions. The few of myst-nb's styles that count are in ours."""

IMAGE = re.compile(
    r'<img (?P<before>[^>]*?)src="(?P<src>[^":]+\.(?:png|svg|webp))"(?P<after>[^>]*)>'
)
OG_URL = re.compile(r'<meta property="og:url"[^>]*>\s*')
POINTS = re.compile(r'<svg [^>]*?\bwidth="([\d.]+)pt" height="([\d.]+)pt"')
"""The size of a drawing, as Matplotlib writes it; what it has not drawn is left alone."""

CSS_PIXELS_PER_POINT = 96 / 72


Context = dict[str, Any]
Doctree = nodes.document | None
"""What `html-page-context` hands over: values for templates, and what a page is made of."""


class Twin(NamedTuple):
    """A page in one of the site's languages."""

    code: str
    """The language's code, such as `es`."""

    name: str
    """The language's name in itself, such as Español."""

    href: str
    """The address of the page, relative to the page that links to it."""

    url: str
    """The address for search engines: absolute where that of the site is known."""


def setup(app: Sphinx) -> ExtensionMetadata:
    """Connect the extension to a build."""
    app.add_config_value("site", {}, "html", dict)
    app.connect("config-inited", _set_addresses)
    app.connect("html-page-context", _offer)
    # After the theme, which adds files here too and is loaded after all extensions.
    app.connect("html-page-context", _finish, priority=900)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


def _set_addresses(app: Sphinx, config: Config) -> None:
    """Set the base URL of the language, also for Open Graph; validate the repository's."""
    config.site = {**NOTHING_KNOWN, **config.site}
    config.ogp_site_name = _("LSTM inside and out")
    if config.site["url"]:
        here = f"{config.site['url']}{config.language}/"
        config.html_baseurl = config.ogp_site_url = here
    address = urlsplit(config.site["repository"])
    owner_and_name = address.path.strip("/").split("/")
    if config.site["repository"] and (address.netloc != HOST or len(owner_and_name) != 2):
        raise ConfigError(
            f"[tool.site] in pyproject.toml: repository is {config.site['repository']!r}; "
            f"give https://{HOST}/OWNER/NAME, or leave it out"
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
        context["sidebars"] = ["lesson-nav.html"]
        context["lesson_parts"] = list(_parts(app, pagename))
        context.update(_neighbours(app, pagename))


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


def _twins(app: Sphinx, pagename: str) -> Iterator[Twin]:
    """Yield the same page in every language, for hreflang and the language switcher."""
    page = app.builder.get_target_uri(pagename)
    to_root = "../" * (page.count("/") + 1)
    site = app.config.site["url"] or to_root
    for code, name in app.config.site["languages"].items():
        yield Twin(code, name, f"{to_root}{code}/{page}", f"{site}{code}/{page}")


def _parts(app: Sphinx, pagename: str) -> Iterator[dict[str, Any]]:
    """List the lessons by parts, for the sidebar."""

    def link(page: str) -> dict[str, Any]:
        address = app.builder.get_relative_uri(pagename, page)
        title = app.env.titles[page].astext()
        return {"href": address, "title": title, "current": page == pagename}

    for part, lessons in lessons_of(app.env).parts().items():
        facts = [
            link(lesson.page)
            | {"number": lesson.number, "level": lesson.level}
            | {"facts": " · ".join(filter(None, (minutes(lesson), level(lesson))))}
            for lesson in lessons
        ]
        yield link(part) | {"lessons": facts}


def _neighbours(app: Sphinx, pagename: str) -> dict[str, Any]:
    """Name the lessons before and after one, across the parts."""
    pages = list(lessons_of(app.env).all)
    if pagename not in pages:
        return {}
    at = pages.index(pagename)
    around = {"prev": pages[at - 1] if at else None, "next": (*pages[at + 1 :], None)[0]}
    return {
        way: page
        and {
            "link": app.builder.get_relative_uri(pagename, page),
            "title": app.env.titles[page].astext(),
        }
        for way, page in around.items()
    }


def _repository(app: Sphinx, pagename: str) -> dict[str, Any]:
    """Return addresses where a page is edited, run and reported, each empty if none."""
    repository = app.config.site["repository"].rstrip("/")
    if not repository:
        return {}
    source = _source(app, pagename) if pagename in app.env.all_docs else ""
    page = f"{app.config.language}/{app.builder.get_target_uri(pagename)}"
    report = {"title": f"{page}: ", "body": f"{app.config.site['url']}{page}\n\n"}
    return {
        "edit": source and f"{repository}/edit/{app.config.site['branch']}/{source}",
        "translated": app.config.language != app.config.gallery_i18n_source_language,
        "report": f"{repository}/issues/new?{urlencode(report)}",
        "colab": _colab(app, pagename),
    }


def _source(app: Sphinx, pagename: str) -> str:
    """Return the path of the source to edit: of a page, a script or a catalog."""
    root = Path(app.confdir).parent
    if app.config.language != app.config.gallery_i18n_source_language:
        folder = f"docs/{app.config.locale_dirs[0]}/{app.config.language}/LC_MESSAGES"
        return f"{folder}/{pagename}.po"
    if script := scripts(app).get(pagename):
        return script.source.resolve().relative_to(root.resolve()).as_posix()
    return f"docs/{app.env.doc2path(pagename, base=False).as_posix()}"


def _colab(app: Sphinx, pagename: str) -> str:
    """Return where Colab opens a lesson: in the branch that the site is kept on."""
    notebook = app.env.dlfiles.get(Path(f"{pagename}.ipynb"))
    if not notebook or not app.config.site["published"]:
        return ""
    path = f"{app.config.language}/_downloads/{notebook[1]}"
    project = urlsplit(app.config.site["repository"]).path.strip("/")
    return f"{COLAB}/{project}/blob/{app.config.site['published']}/{quote(path)}"


def _with_sizes(app: Sphinx, pagename: str, body: str) -> str:
    """Add width and height to images, and load all but the first lazily."""
    # Sphinx copies its images after the pages, sphinx-gallery has copied its own.
    sources = {
        posixpath.join(app.builder.imagedir, name): Path(app.srcdir, source)
        for source, name in app.builder.images.items()
    }
    here = posixpath.dirname(app.builder.get_target_uri(pagename))
    seen = 0

    def add(match: re.Match[str]) -> str:
        nonlocal seen
        image = posixpath.normpath(posixpath.join(here, unquote(match["src"])))
        size = _size(sources.get(image, Path(app.outdir, image)))
        if " width=" in match[0] or not size:
            return match[0]
        seen += 1
        width, height = size
        lazy = ' loading="lazy"' if seen > 1 else ""
        before, src, after = match.groups()
        return f'<img {before}src="{src}" width="{width}" height="{height}"{lazy}{after}>'

    return IMAGE.sub(add, body)


def _size(path: Path) -> tuple[int, int] | None:
    """Return the width and the height of an image in pixels, if it is there and has any."""
    if not path.is_file():
        return None
    if path.suffix == ".svg":
        sides = POINTS.search(path.read_text(encoding="utf-8"))
        return sides and (
            round(float(sides[1]) * CSS_PIXELS_PER_POINT),
            round(float(sides[2]) * CSS_PIXELS_PER_POINT),
        )
    with Image.open(path) as picture:
        return picture.size
