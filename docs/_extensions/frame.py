"""What is around every page: one sheet of styles and one script for all of them.

The theme would write its icons and its variables into each page, and link eight files.
Here docs/_templates/page.html is the page, `site.css` and `site.js` are all that it
needs, and the icons are in the styles, where they need no script.
"""

from __future__ import annotations

import hashlib
import re
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

import furo
import sphinx
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.highlighting import PygmentsBridge

_STYLES = (
    "pygments.css",
    "styles/furo.css",
    "styles/furo-extensions.css",
    "pages.css",
)
# Ours before the theme's, which looks for the buttons that ours makes.
_SCRIPTS = (
    "documentation_options.js",
    "doctools.js",
    "sphinx_highlight.js",
    "pages.js",
    "scripts/furo.js",
)
_MAPS = ("styles/furo.css.map", "styles/furo-extensions.css.map", "scripts/furo.js.map")
_MAPPED = re.compile(r"^(?:/\*|//)# sourceMappingURL=\S+?(?:\*/)?$", re.MULTILINE)
_ICON = re.compile(
    r'<symbol id="svg-([\w-]+)".*?</title>\s*(<svg.*?</svg>)\s*</symbol>', re.DOTALL
)
_SPACE = re.compile(r"\s+")
_USE = re.compile(r"<use [^>]*></use>")
_DOCUTILS_VIEWPORT = re.compile(r'<meta name="viewport"[^>]*>\s*')
# Of the same colour as what has no colour, in the light and in the dark.
_PLAIN = re.compile(r'<span class="[npw]">([^<]*)</span>')
# Between a parameter and what it is. Sphinx writes hyphens, for smart quotes to join.
_DASH = re.compile(r"(</strong>|</a>|\)) -- ")
# What the styles do without, and HTML.
_TOC = re.compile(r' class="reference internal"|</li>\n?')
_DARK = (
    'body[data-theme="dark"] { %s }\n'
    "@media (prefers-color-scheme: dark) "
    '{ body:not([data-theme="light"]) { %s } }\n'
)


def _lean(
    app: Sphinx,
    page: str,
    _: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Leave out of a page what its frame or the script says already."""
    context["frame_version"] = _version(app)
    context["metatags"] = _DOCUTILS_VIEWPORT.sub("", context.get("metatags", ""))
    tree = context.get("furo_navigation_tree", "")
    context["furo_navigation_tree"] = _USE.sub("", tree)
    if "toc" in context:
        context["toc"] = _TOC.sub("", context["toc"])
    if "body" in context:
        text = _PLAIN.sub(r"\1", context["body"]).replace("<pre><span></span>", "<pre>")
        text = text.replace(" notranslate", "")
        context["body"] = _DASH.sub(r"\1 &ndash; ", text) if page == "api" else text


@cache
def _version(app: Sphinx) -> str:
    """Return what changes with the frame, lest a browser take an old sheet for it."""
    made = hashlib.sha256(f"{sphinx.__version__} {furo.__version__}".encode())
    for name in "pages.css", "pages.js":
        made.update((Path(app.srcdir) / "_static" / name).read_bytes())
    return made.hexdigest()[:8]


def _write(app: Sphinx, failure: Exception | None) -> None:
    """Write the one sheet and the one script, and remove what they are made of."""
    if failure or app.builder.format != "html":
        return
    static = Path(app.outdir) / "_static"
    styles = "\n".join([_variables(app), *_read(static, _STYLES)])
    (static / "site.css").write_text(styles, "utf-8")
    scripts = "\n;\n".join(_read(static, _SCRIPTS))
    (static / "site.js").write_text(scripts, "utf-8")
    for name in (*_STYLES, *_SCRIPTS, *_MAPS):
        (static / name).unlink(missing_ok=True)


def _read(folder: Path, names: tuple[str, ...]) -> list[str]:
    return [_MAPPED.sub("", (folder / name).read_text("utf-8")) for name in names]


def _variables(app: Sphinx) -> str:
    """Return the theme's colours of code, and its icons, as variables of the styles."""
    icons = (furo.THEME_PATH / "partials" / "icons.html").read_text("utf-8")
    drawn = "".join(
        f"--svg-{name}: {_address(picture)};\n"
        for name, picture in _ICON.findall(icons)
    )
    light = app.builder.highlighter
    dark = PygmentsBridge("html", app.config.pygments_dark_style)
    return (
        f"body {{\n{drawn}{_colours(light)} }}\n"
        f"@media not print {{\n{_DARK.replace('%s', _colours(dark))}}}\n"
    )


def _address(picture: str) -> str:
    text = _SPACE.sub(" ", picture)
    if "xmlns=" not in text:
        text = text.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"', 1)
    return f'url("data:image/svg+xml,{quote(text, safe=" =:/")}")'


def _colours(bridge: PygmentsBridge) -> str:
    found = furo.get_pygments_style_colors(
        bridge.formatter_args["style"],
        fallbacks={"foreground": "black", "background": "white"},
    )
    return " ".join(f"--color-code-{name}: {one};" for name, one in found.items())


def setup(app: Sphinx) -> dict[str, bool]:
    """Have every page made so."""
    # After the theme, and before what gives a page its neighbours.
    app.connect("html-page-context", _lean, priority=850)
    app.connect("build-finished", _write, priority=950)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
