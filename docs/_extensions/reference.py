"""What Sphinx has to know of the pages that tools/reference writes.

They are HTML already, and in no toctree: thousands of pages with thousands of lines of
navigation each would be most of the site. This makes their members known to other
sites (objects.inv) and to the search, and gives each page the way up, its siblings, the
one before and the one after.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.domains.python import ObjectEntry, PythonDomain
from sphinx.environment import BuildEnvironment
from sphinx.parsers import Parser

_DESCRIPTION = 160
_TAG = re.compile("<[^>]*>")
_TITLE = re.compile(r"(?<=<h1>)[^<]+")
# Where the name of a type may be broken in the title, on a phone.
_WORD = re.compile(r"(?<=\.)|(?<=[a-z])(?=[A-Z])")
# Where a name that is longer than a line of the navigation may be broken.
_HUMP = re.compile(r"(?<=\w{12}[a-z])(?=[A-Z])")
# Pages with a long table for each service, which is folded until somebody wants it.
_FOLDED = {"arns"}
# Puts the navigation of a page of the reference where the script is.
_GROW = """\
{
  const script = document.currentScript;
  script.insertAdjacentHTML("beforebegin", %s);
  const box = script.closest(".sidebar-scroll");
  for (const link of script.parentElement.querySelectorAll("a"))
    if (link.getAttribute("href") === script.dataset.page) {
      link.setAttribute("aria-current", "page");
      link.parentElement.classList.add("current", "current-page");
      const below = link.getBoundingClientRect().top - box.getBoundingClientRect().top;
      box.scrollTop = below - box.clientHeight / 2;
    }
}
"""
# As deep as the folders of services, and none of them.
_DERIVED = "_derived"
_TREES: dict[tuple[tuple[str, Any], ...], str] = {}
_ENTRY_OF_ALL = re.compile(
    r'<li class="toctree-l1[^"]*"><a[^>]*href="\.\./index\.html"[^>]*>.*?</a>'
)


class Reference(Parser):
    """Reads the pages of the reference: as tools/reference/parts.py writes them."""

    supported = ("reference",)

    def parse(self, inputstring: str, document: nodes.document) -> None:
        """Make the nodes of a page, a section of what follows each heading."""
        self.setup_parse(inputstring, document)
        env = document.settings.env
        # An older Sphinx warns of each page that is in no toctree, unless it says so.
        env.metadata[env.docname]["orphan"] = ""
        sections: list[nodes.Element] = [document]
        for line in filter(None, inputstring.split("\n")):
            kind, *told = json.loads(line)
            if kind == "title":
                level, text, *place = told
                del sections[level:]
                section = nodes.section("", nodes.title(text, text))
                section["names"].append(nodes.fully_normalize_name(text))
                section["ids"] += place
                document.note_implicit_target(section, section)
                sections[-1].append(section)
                sections.append(section)
            elif kind == "raw":
                sections[-1].append(nodes.raw("", told[0], format="html"))
            elif kind == "code":
                language, text = told
                sections[-1].append(nodes.literal_block(text, text, language=language))
            else:
                sections[-1].extend(_objects(env, told[0]))
        self.finish_parse()


def _objects(
    env: BuildEnvironment, found: list[tuple[str, str, list[str]]]
) -> Iterator[nodes.Node]:
    """Tell the Python domain of a page's objects, and the index of other names."""
    python = env.get_domain("py")
    entries = []
    for kind, name, others in found:
        python.note_object(name, kind, name, location=None)
        entries += [("single", other, name, "main", None) for other in others]
    if entries:
        yield addnodes.index(entries=entries)


class Python(PythonDomain):
    """Sphinx's domain of Python, in which a type hint never names a resource type.

    By the last part of its name alone ``concurrent.futures.Executor`` would lead to
    ``athena.Executor``, and forty thousand names would be searched for each hint.
    """

    _counted = -1

    def find_obj(
        self,
        env: BuildEnvironment,
        modname: str | None,
        classname: str | None,
        name: str,
        type: str | None,
        searchmode: int = 0,
    ) -> list[tuple[str, ObjectEntry]]:
        """Find what a name is of, by its last part only what is in the guides."""
        found = super().find_obj(env, modname, classname, name, type)
        if type == "obj":
            # Code of any kind in a docstring: `sts` is a word there, and no page.
            return [one for one in found if not one[1].docname.startswith("services/")]
        if found or not searchmode:
            return found
        kinds = self.objtypes_for_role(type) if type else list(self.object_types)
        return [
            (known, entry)
            for known, entry in self._guides(len(self.objects)).items()
            if known.endswith(f".{name.removesuffix('()')}") and entry.objtype in kinds
        ]

    def _guides(self, count: int) -> dict[str, ObjectEntry]:
        """Return the objects outside of the reference, found anew if there are more."""
        if self._counted != count:
            self._counted = count
            self._found = {
                name: entry
                for name, entry in self.objects.items()
                if not entry.docname.startswith("services/")
            }
        return self._found


@cache
def _tree(source: str) -> dict[str, dict[str, list[str]]]:
    """Return the names of types by service and group, for services of many pages."""
    path = Path(source) / "services" / "tree.json"
    found: dict[str, dict[str, list[str]]] = json.loads(path.read_text("utf-8"))
    return found


def _around(
    app: Sphinx,
    page: str,
    _: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Give a page of the reference its neighbours, and every page a description."""
    if doctree is not None:
        context["metatags"] += _description(doctree, context)
    parts = page.split("/")
    if parts[0] != "services" or len(parts) != 3:
        return
    service, name = parts[1:]
    context["body"] = _TITLE.sub(_breakable, context["body"], count=1)
    groups = _tree(str(app.srcdir)).get(service)
    if groups is None:
        _of_derived(app, context)
        return
    types = [kind for group in groups.values() for kind in group]
    order = ["index", *types]
    here = order.index(name)
    for key, other in ("prev", here - 1), ("next", here + 1):
        if 0 <= other < len(order):
            kind = order[other]
            title = service if kind == "index" else f"{service}.{kind}"
            context[key] = {"title": title, "link": f"{kind}.html"}
    opened = next((about for about, kinds in groups.items() if name in kinds), "")
    script = f"tree-{list(groups).index(opened)}.js" if opened else "tree.js"
    path = Path(app.outdir) / "services" / service / script
    below = _below(service, groups, opened)
    _write_tree(path, context["furo_navigation_tree"], below)
    context["furo_navigation_tree"] = (
        '<noscript><a href="index.html">All types</a></noscript>'
        f'<script src="{script}" data-page="{name}.html"></script>'
    )


def _of_derived(app: Sphinx, context: dict[str, Any]) -> None:
    """Give the page of a derived service its navigation: one for all of them.

    The page has its types among its headings, and the list of services all others.
    """
    place = "../index.html#derived-services"
    script = f"{_DERIVED}/tree.js"
    below = f"<ul>{_entry(place, 'Derived services', 2)}</ul>"
    tree = context["furo_navigation_tree"]
    _write_tree(Path(app.outdir) / "services" / script, tree, below)
    context["furo_navigation_tree"] = (
        '<noscript><a href="../index.html">All services</a></noscript>'
        f'<script src="../{script}" data-page="{place}"></script>'
    )


def _breakable(found: re.Match[str]) -> str:
    return _WORD.sub("<wbr>", found[0])


@cache
def _write_tree(path: Path, tree: str, below: str) -> None:
    """Write the script that brings the navigation of a service's pages to each."""
    grown = _ENTRY_OF_ALL.sub(lambda found: found[0] + below, tree, count=1)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(_GROW % json.dumps(grown), "utf-8")


def _below(service: str, groups: Mapping[str, Iterable[str]], opened: str) -> str:
    """Return a service in the navigation: its groups, and the types of the open one."""
    entries = [_entry("index.html", service, 2)]
    for about, kinds in groups.items():
        level = 4 if about else 3
        types = [_entry(f"{kind}.html", kind, level) for kind in kinds]
        if not about:
            entries += types
            continue
        # As Sphinx names the section, which has a heading of its own on the page.
        place = f"index.html#{nodes.make_id(about)}"
        inner = f"<ul>{''.join(types)}</ul>" if about == opened else ""
        entries.append(_entry(place, about, 3, inner))
    return f"<ul>{''.join(entries)}</ul>"


def _entry(address: str, title: str, level: int, inner: str = "") -> str:
    shown = _HUMP.sub("<wbr>", html.escape(title, quote=False))
    link = f'<a class="reference" href="{address}">{shown}</a>'
    return f'<li class="toctree-l{level}">{link}{inner}</li>'


def _description(doctree: nodes.document, context: dict[str, Any]) -> str:
    first = next(iter(doctree.findall(nodes.paragraph)), None)
    text = first.astext() if first else ""
    raw = next(iter(doctree.findall(nodes.raw)), None)
    if raw is not None and 'class="path"' in raw.astext():
        title = _TAG.sub("", context.get("title", ""))
        text = f"{title}: actions, collections, waiters, attributes, references, ARNs."
    elif raw is not None and not text:
        text = html.unescape(_TAG.sub("", raw.astext()))
    text = " ".join(text.split())
    if len(text) > _DESCRIPTION:
        text = text[:_DESCRIPTION].rpartition(" ")[0] + " ..."
    return f'<meta name="description" content="{html.escape(text)}">' if text else ""


def _one_tree(
    app: Sphinx,
    page: str,
    _: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Have the navigation made once for all pages of the reference: it is the same."""
    make = context.get("toctree")
    if make and re.fullmatch("services/[^/]+/[^/]+", page):
        context["toctree"] = lambda **options: _kept_tree(make, **options)


def _kept_tree(make: Any, **options: Any) -> str:
    key = tuple(sorted(options.items()))
    if key not in _TREES:
        _TREES[key] = make(**options)
    return _TREES[key]


def _fold(app: Sphinx, doctree: nodes.document) -> None:
    """Fold the sections of a page that has one for each service.

    What folds is HTML's own, which works without scripts, and is found by a search.
    """
    if app.env.docname not in _FOLDED:
        return
    title = next(iter(doctree.findall(nodes.section)))
    for section in [part for part in title.children if type(part) is nodes.section]:
        rows = [row for body in section.findall(nodes.tbody) for row in body.children]
        told = f"{len(rows) or 'no'} format{'s' * (len(rows) != 1)}"
        start = nodes.raw("", f"<details><summary>{told}</summary>", format="html")
        end = nodes.raw("", "</details>", format="html")
        section.children[1:] = [start, *section.children[1:], end]
        start.parent = end.parent = section


def _skip(
    app: Sphinx, what: str, name: str, member: Any, skip: bool, options: Any
) -> bool | None:
    """Leave out what named tuples say of their fields: the class's text tells them."""
    alias = (getattr(member, "__doc__", "") or "").startswith("Alias for field number")
    return True if alias else None


def setup(app: Sphinx) -> dict[str, bool]:
    """Have the pages of the reference read, and what is around them made."""
    app.add_domain(Python, override=True)
    app.add_source_suffix(".page", "reference")
    app.add_source_parser(Reference)
    # Before the theme, and after it, which makes the navigation.
    app.connect("html-page-context", _one_tree, priority=100)
    app.connect("html-page-context", _around, priority=900)
    app.connect("autodoc-skip-member", _skip)
    app.connect("doctree-read", _fold)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
