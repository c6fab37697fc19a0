"""Values for Sphinx; what acts is in `_ext`, each concern a module."""

import sys
import tomllib
from importlib.metadata import version as version_of
from pathlib import Path

DOCS = Path(__file__).parent
PYPROJECT = DOCS.parent / "pyproject.toml"
SITE = tomllib.loads(PYPROJECT.read_text(encoding="utf-8"))["tool"]["site"]
PALETTE = DOCS.parent / "lstm_demo/pictures/palette.toml"
sys.path.insert(0, str(DOCS.parent))

project = "lstm-demo"
author = copyright = "the lstm-demo authors"  # noqa: A001  (Sphinx's name for it)
release = version = version_of("lstm-demo")

# What listens to the same event is called in this order.
extensions = [
    *("sphinx.ext.autodoc", "sphinx.ext.napoleon", "sphinx.ext.intersphinx"),
    "docs._ext.gallery_i18n",  # writes the scripts in the language of the build
    "docs._ext.lessons",  # reads what they say of themselves and their order; anatomy
    "docs._make.pages",  # runs the code of pages, once for all languages
    "docs._ext.take_home",  # adds to them what running them takes; notebooks, too
    "sphinx_gallery.gen_gallery",  # runs them
    *("sphinx_design", "sphinx_copybutton", "myst_nb", "sphinxext.opengraph"),
    *(["sphinx_sitemap"] if "url" in SITE else []),  # which cannot do without it
    *("docs._ext.comments", "docs._ext.benchmark", "docs.explorer"),
    *("docs._ext.first_page", "docs._ext.html_pages", "docs._ext.mathml"),
    *("docs._ext.untranslated", "docs._ext.search"),
]
exclude_patterns = [
    "**/*.ipynb",  # the gallery's downloads, which myst-nb would run again
    "lessons/**/GALLERY_HEADER.rst",
    "recipes/GALLERY_HEADER.rst",
    "explorer/*.md",  # included by the pages of their names
]
templates_path = ["_templates"]
nitpicky = True
suppress_warnings = ["sphinx_gallery.space_in_filename"]  # of the folder of the project

# Languages
gettext_compact = False
gettext_location = False
gallery_i18n_sources = {
    "lessons": "../examples/lessons",
    "recipes": "../examples/recipes",
}
gallery_i18n_source_language = SITE["source"]
gallery_i18n_notes = r"# lesson: (.+)"

# Where the site is, if that is known
site = SITE
site_url = SITE.get("url", "")  # for sphinx_sitemap
sitemap_locales = list(SITE["languages"])
sitemap_url_scheme = "{lang}{link}"
sitemap_excludes = ["search.html", "genindex.html"]
ogp_social_cards = {"enable": False}
search_words_file = "search_words.toml"
html_search_scorer = f"{DOCS}/_ext/search.js"
take_home_project = str(PYPROJECT)

# Executed examples
gallery_order = "../examples/order.toml"
sphinx_gallery_conf = {
    "abort_on_example_error": True,
    "filename_pattern": r"\.py$",  # run every script
    "doc_module": ("lstm_demo",),
    "reset_modules": ("docs._ext.gallery_reset.reset",),
    "image_scrapers": ("docs._ext.figures.scrape",),
    "thumbnail_size": (180, 126),
    "capture_repr": (),
    "inspect_global_variables": False,  # link functions, not every variable
    "download_all_examples": False,  # the zip of all lessons has the package, too
    "css": (),  # ours is in site.css
    "min_reported_time": float("inf"),  # a running time is never the same twice
    "write_computation_times": False,  # loads scripts from other hosts
    "show_signature": False,
    "remove_config_comments": True,
}
nb_execution_mode = "cache"
nb_execution_raise_on_error = True
nb_execution_timeout = 600

# Pages
myst_enable_extensions = ["attrs_inline", "colon_fence", "deflist", "dollarmath"]
myst_heading_anchors = 3
autodoc_member_order = "bysource"
napoleon_numpy_docstring = False
intersphinx_mapping = {  # what these pages name of other projects, read without a network
    "python": ("https://docs.python.org/3/", f"{DOCS}/_inventories/python.txt"),
    "matplotlib": ("https://matplotlib.org/stable/", f"{DOCS}/_inventories/matplotlib.txt"),
    "torch": ("https://docs.pytorch.org/docs/stable/", f"{DOCS}/_inventories/torch.txt"),
}

copybutton_exclude = ".linenos, .gp, .printed"
# What runs has a button; what was printed has none.
copybutton_selector = "div.highlight:not(:is(.cell_output, .sphx-glr-script-out) *) pre"
html_theme = "pydata_sphinx_theme"
html_title = project
html_favicon = "_static/favicon.svg"
html_context = {
    "default_mode": "auto",
    "palette": tomllib.loads(PALETTE.read_text(encoding="utf-8")),  # for palette.css.jinja
}
html_sidebars = {"**": ["sidebar-nav-bs"], "explorer": [], "calculator": []}
html_static_path = ["_static"]
html_css_files = [
    *("fonts.css", "palette.css", "icons.css", "site.css", "narrow.css"),
    *("lesson.css", "anatomy.css", "map.css", "home.css", "print.css"),
]
html_js_files = ["lesson.js"]
html_math_renderer = "mathml"
html_domain_indices = False  # one module; and its page has a script of its own
html_copy_source = False
html_theme_options = {
    "navbar_start": ["site-name"],
    "navbar_end": ["theme-switcher"],
    "navbar_persistent": ["search-button-field", "language-switcher"],
    "secondary_sidebar_items": {"**": ["page-toc"], "explorer": []},
    "article_footer_items": ["repository"],
    "footer_start": ["site-footer"],
    "footer_end": [],
    "pygments_light_style": "a11y-high-contrast-light",
    "pygments_dark_style": "a11y-high-contrast-dark",
}
