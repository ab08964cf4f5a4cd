"""How Sphinx builds the documentation: `make docs`."""

from __future__ import annotations

import boto3_extensions

project = "boto3_extensions"
version = release = boto3_extensions.__version__
extensions = ["sphinx.ext.autodoc", "sphinx.ext.napoleon"]
# In docstrings `name` is code.
default_role = "literal"
autodoc_member_order = "bysource"
autodoc_typehints = "description"
napoleon_use_ivar = True
html_theme = "furo"
html_title = f"{project} {release}"
html_copy_source = False
html_show_sourcelink = False
html_show_copyright = False
# Of quotes in what AWS wrote, and slow.
smartquotes = False
# A page may be linked without being in the navigation.
suppress_warnings = ["toc.not_included"]
