"""A site of three lessons, which `tests/ext/conftest.py` copies and builds."""

from pathlib import Path

ROOT = Path("@ROOT@")

extensions = [
    "myst_parser",
    "docs._ext.gallery_i18n",
    "docs._ext.lessons",
    "docs._ext.take_home",
    "sphinx_gallery.gen_gallery",
    "sphinxext.opengraph",
    "docs._ext.html_pages",
    "docs._ext.mathml",
    "docs._ext.untranslated",
]
html_theme = "basic"
html_math_renderer = "mathml"
templates_path = ["templates"]
html_static_path = [
    str(ROOT / "docs/_static" / name) for name in ("lesson.js", "lesson.css")
]
html_js_files = ["lesson.js"]
html_css_files = ["lesson.css"]
html_copy_source = False
locale_dirs = ["locales"]
gettext_compact = False
gallery_i18n_sources = {"lessons": "examples"}
gallery_i18n_source_language = "en"
gallery_i18n_notes = r"# lesson: (.+)"
site = {"languages": {"es": "Español", "en": "English"}}
take_home_project = str(ROOT / "pyproject.toml")
ogp_social_cards = {"enable": False}
exclude_patterns = ["**/*.ipynb"]
sphinx_gallery_conf = {
    "abort_on_example_error": True,
    "filename_pattern": r"\.py$",
    "min_reported_time": float("inf"),
    "write_computation_times": False,
    "show_signature": False,
    "download_all_examples": False,
    "image_scrapers": ("docs._ext.figures.scrape",),
}
