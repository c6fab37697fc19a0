"""Values for Sphinx; what acts is in `_ext`, each concern a module."""

import sys
import tomllib
from importlib.metadata import version as version_of
from pathlib import Path

DOCS = Path(__file__).parent
PYPROJECT = DOCS.parent / "pyproject.toml"
SITE = tomllib.loads(PYPROJECT.read_text(encoding="utf-8"))["tool"]["site"]
sys.path[:0] = [str(DOCS.parent), str(DOCS / "_ext")]

project = "lstm-demo"
author = "the lstm-demo authors"
copyright = author  # noqa: A001  (Sphinx's name for it)
release = version = version_of("lstm-demo")

extensions = [
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
    "sphinx.ext.intersphinx",
    "sphinx_gallery.gen_gallery",
    "sphinx_design",
    "sphinx_copybutton",
    "myst_nb",
    "benchmark",
    "descriptions",
    "docs.explorer",
    "first_page",
    "folded_answers",
    "gallery_i18n",
    "gallery_interface",
    "image_sizes",
    "inventories",
    "languages",
    "lean_pages",
    "lesson_cards",
    "lesson_map",
    "docs._make.pages",
    "mathml",
    "questions",
    "redirects",
    "repository",
    "search_words",
    "social_cards",
    "take_home",
    "title_links",
    "untranslated",
]
exclude_patterns = [
    "**/*.ipynb",  # the gallery's downloads, which myst-nb would run again
    "lessons/**/GALLERY_HEADER.rst",
    "explorer/*.md",  # included by the pages of their names
]
templates_path = ["_templates"]
nitpicky = True
suppress_warnings = ["sphinx_gallery.space_in_filename"]  # of the folder of the project

# Languages
language = SITE["source"]  # each build sets its own
locale_dirs = ["locales"]
gettext_compact = False
gettext_location = False
gallery_i18n_sources = {"lessons": "../examples"}
gallery_i18n_source_language = SITE["source"]
gallery_i18n_notes = r"# lesson: (.+)"
site_languages = SITE["languages"]
site_url = SITE.get("url", "")
site_repository = SITE.get("repository", "")
site_branch = SITE.get("branch", "main")
site_published = SITE.get("published", "hosted/latest")
redirects_file = "redirects.toml"
take_home_project = str(PYPROJECT)

# Executed examples
sphinx_gallery_conf = {
    "abort_on_example_error": True,
    "filename_pattern": r"plot_",
    "within_subsection_order": "FileNameSortKey",
    "doc_module": ("lstm_demo",),
    "backreferences_dir": "lessons/backreferences",
    "reset_modules": ("gallery_reset.reset",),
    "image_scrapers": ("figures.scrape",),
    "thumbnail_size": (260, 182),
    "capture_repr": (),
    "inspect_global_variables": False,  # link functions, not every variable
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
autodoc_typehints = "signature"
napoleon_google_docstring = True
napoleon_numpy_docstring = False
external_objects = {
    "python": (
        "https://docs.python.org/3/",
        {
            "class collections.abc.Callable": "library/collections.abc.html",
            "class collections.abc.Iterator": "library/collections.abc.html",
            "class collections.abc.Mapping": "library/collections.abc.html",
            "class collections.abc.Sequence": "library/collections.abc.html",
        },
    ),
    "matplotlib": (
        "https://matplotlib.org/stable/",
        {
            "class matplotlib.axes.Axes": "api/_as_gen/matplotlib.axes.Axes.html",
            "class matplotlib.axes._axes.Axes": "api/_as_gen/matplotlib.axes.Axes.html",
            "class matplotlib.figure.Figure": "api/_as_gen/matplotlib.figure.Figure.html",
        },
    ),
    "torch": (
        "https://docs.pytorch.org/docs/stable/",
        {
            "class torch.Tensor": "tensors.html",
            "class torch.nn.LSTM": "generated/torch.nn.LSTM.html",
            "class torch.nn.modules.rnn.LSTM": "generated/torch.nn.LSTM.html",
            "class torch.nn.modules.rnn.RNNBase": "generated/torch.nn.RNNBase.html",
            "class torch.nn.LSTMCell": "generated/torch.nn.LSTMCell.html",
            "class torch.nn.utils.rnn.PackedSequence": (
                "generated/torch.nn.utils.rnn.PackedSequence.html"
            ),
        },
    ),
}

# The site
benchmark_file = "reference/benchmark.json"
html_theme = "pydata_sphinx_theme"
html_title = project
html_favicon = "_static/favicon.svg"
html_context = {"default_mode": "auto"}
html_sidebars = {"**": ["sidebar-nav-bs"], "explorer": [], "calculator": []}
html_static_path = ["_static"]
html_css_files = [
    "fonts.css",
    "palette.css",
    "icons.css",
    "site.css",
    "narrow.css",
    "anatomy.css",
    "map.css",
    "home.css",
    "print.css",
]
html_math_renderer = "mathml"
html_domain_indices = False  # one module; and its page has a script of its own
html_copy_source = False
html_show_sourcelink = False
html_theme_options = {
    "navbar_start": ["site-name"],
    "navbar_end": ["theme-switcher"],
    "navbar_persistent": ["search-button-field", "language-switcher"],
    "secondary_sidebar_items": ["page-toc"],
    "article_footer_items": ["repository"],
    "footer_start": ["site-footer"],
    "footer_end": [],
    "pygments_light_style": "a11y-high-contrast-light",
    "pygments_dark_style": "a11y-high-contrast-dark",
}
