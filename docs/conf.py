"""How Sphinx builds the documentation: `make docs`."""

from __future__ import annotations

import gc
import sys
from pathlib import Path

import boto3_extensions

sys.path.insert(0, str(Path(__file__).parent / "_extensions"))

# A tenth of the time went into looking for garbage among nodes that are all needed.
gc.set_threshold(100_000)

project = "boto3_extensions"
version = release = boto3_extensions.__version__
extensions = ["sphinx.ext.autodoc", "sphinx.ext.napoleon", "frame", "reference"]
exclude_patterns = ["examples"]
templates_path = ["_templates"]
# In docstrings `name` is code, and a link if it is a public name of the package:
# docs/_extensions/reference.py sees that no service is taken for one.
default_role = "py:obj"
autodoc_member_order = "bysource"
autodoc_typehints = "description"
# Not again what the text of a named tuple or an error says of its attributes.
autodoc_typehints_description_target = "documented_params"
napoleon_use_ivar = True
html_theme = "furo"
html_title = project
html_copy_source = False
html_show_sourcelink = False
html_show_copyright = False
# pages.js makes them: they would be on thirty thousand places of the reference.
html_permalinks = False
# Of pages.css and pages.js the extension `frame` makes one sheet and one script.
html_static_path = ["_static"]
html_extra_path = ["_extra"]
html_favicon = "img/favicon.svg"
html_use_index = False
# What the search finds is told by its index alone: no page is downloaded for it.
html_show_search_summary = False
html_search_scorer = str(Path(__file__).parent / "_static" / "scorer.js")
# The theme's own underlines the names of modules in the dark, as if they were links.
pygments_dark_style = "github-dark"
# Of quotes in what AWS wrote, and slow.
smartquotes = False
# A page may be linked without being in the navigation.
suppress_warnings = ["toc.not_included"]
