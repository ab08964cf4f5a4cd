"""Draw the pictures of README and the documentation: python -m tools.pictures.

They are SVG, of text and rectangles: what the demo prints, figures that the benchmarks
have put into the documentation's tables, and how the parts work together. Each says its
colours for light and for dark pages, and looks right on both where that is not heeded.
"""

from __future__ import annotations

import html
import math
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
IMAGES = DOCS / "img"
# Grey that can be read on white and on black, and colours that can be told apart there.
# Within a page of the documentation the variable is the page's own.
STYLE = """
.figure { --ink: #6e7681; }
@media (prefers-color-scheme: light) { .figure { --ink: #24292f; } }
@media (prefers-color-scheme: dark) { .figure { --ink: #e6edf3; } }
.figure text { font-family: system-ui, sans-serif;
  fill: var(--color-foreground-primary, var(--ink)); }
.figure .boto3 { fill: #8b949e; }
.figure .ours { fill: #2f81f7; }
.figure .line { stroke: #8b949e; fill: none; }
.figure .box { stroke: #8b949e; fill: #8b949e; fill-opacity: .12; }
.figure .strong { font-weight: 600; }
"""
# Of charts: a phone shows them without making their text small.
WIDTH = 420
FAVICON = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">
<rect width="32" height="32" rx="6" fill="#2f81f7"/>
<path d="M9 6v20M9 16h7a5 5 0 0 1 0 10H9M23 6v8M19 10h8" stroke="#fff"
 stroke-width="3" fill="none" stroke-linecap="round"/></svg>
"""
TERMINAL = {"1": "#ffffff", "36": "#79c0ff", "33": "#f2cc60", "0": "#c9d1d9"}
_COLOUR = re.compile(r"\033\[(\d+)m")


class Bar(NamedTuple):
    """A measurement: with plain boto3, with this package, and its unit."""

    what: str
    boto3: float
    ours: float
    unit: str


def svg(width: int, height: int, title: str, *parts: str) -> str:
    """Return a picture; its title is read to those who do not see it."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}"'
        f' width="{width}" height="{height}" class="figure" role="img">\n'
        f"<title>{html.escape(title)}</title>\n<style>{STYLE}</style>\n"
        + "\n".join(parts)
        + "\n</svg>\n"
    )


def text(x: float, y: float, words: str, size: int = 13, more: str = "") -> str:
    """Return a line of text."""
    said = html.escape(words)
    return f'<text x="{x:g}" y="{y:g}" font-size="{size}" {more}>{said}</text>'


def demo_output() -> str:
    """Run the demo; return its output in the colours of a terminal."""
    done = subprocess.run(
        [sys.executable, str(ROOT / "tools" / "demo.py")],
        env={**os.environ, "FORCE_COLOR": "1"},
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    return done.stdout


def terminal(output: str) -> str:
    """Draw the first lists and the role of the demo, as a terminal shows them."""
    lines = _COLOUR.sub("", output).splitlines()
    keep = list(_chosen(output.splitlines(), lines))
    drawn = ['<rect width="760" height="100%" rx="8" fill="#0d1117"/>']
    y = 28
    for line in keep:
        match = _COLOUR.match(line)
        colour = TERMINAL[match[1] if match else "0"]
        words = _COLOUR.sub("", line)
        drawn.append(
            f'<text x="18" y="{y}" font-size="13" xml:space="preserve" '
            f'style="fill:{colour};font-family:ui-monospace,monospace">'
            f"{html.escape(words)}</text>"
        )
        y += 19
    return svg(760, y, "What the demo prints", *drawn)


def _chosen(coloured: Sequence[str], plain: Sequence[str]) -> Iterator[str]:
    """Yield the lines of some steps: the others say the same of other services."""
    wanted = ("db_instances", "trails", "roles", "arn = ", "get_session", "again")
    showing = False
    for line, words in zip(coloured, plain, strict=True):
        if words.startswith(">>> "):
            head = words.startswith((">>> for", ">>> arn", ">>> role_arn", ">>> again"))
            if head:
                showing = any(part in words for part in wanted) or "role_arn" in words
                if words.startswith(">>> arn = ") and ":db:" not in words:
                    showing = False
        if words.startswith("Done:"):
            return
        if showing and words and not words.endswith((" ms", "the resource", "account")):
            yield line


def bars(title: str, found: Sequence[Bar]) -> str:
    """Draw bars of measurements, boto3 above this package, each pair in its own scale.

    Lengths are logarithms: at a hundred times smaller a plain bar could not be seen.
    """
    drawn = [
        '<rect class="boto3" x="0" y="10" width="12" height="12"/>',
        text(18, 21, "plain boto3"),
        '<rect class="ours" x="110" y="10" width="12" height="12"/>',
        text(128, 21, "with boto3_extensions"),
        text(WIDTH, 21, "logarithmic", 11, 'text-anchor="end"'),
    ]
    y = 36
    longest = 330.0
    least = min(one.ours / one.boto3 for one in found)
    for bar in found:
        times = bar.boto3 / bar.ours
        shortest = longest * (1 - math.log(times) / (math.log(1 / least) * 1.1))
        drawn += [
            text(0, y + 14, bar.what),
            f'<rect class="boto3" x="0" y="{y + 20}" width="{longest:g}" height="12"/>',
            text(longest + 8, y + 31, f"{_told(bar.boto3)} {bar.unit}", 12),
            f'<rect class="ours" x="0" y="{y + 34}" width="{shortest:.0f}" '
            'height="12"/>',
            text(
                shortest + 8,
                y + 45,
                f"{_told(bar.ours)} {bar.unit}, {times:.0f} times less",
                12,
                'class="strong"',
            ),
        ]
        y += 54
    return svg(WIDTH, y, title, *drawn)


def _told(number: float) -> str:
    return f"{number:,.0f}" if number >= 10 else f"{number:g}"


def table_rows(benchmark: str) -> Iterator[list[str]]:
    """Yield the rows of the figures of a benchmark, as cells of text."""
    page = (DOCS / "speed_figures.rst").read_text("utf-8")
    _, _, rest = page.partition(f".. figures of benchmarks/{benchmark}.py\n")
    block, _, _ = rest.partition(".. end of figures\n")
    for line in block.splitlines():
        cells = re.split(r"\s{2,}", line.strip())
        if len(cells) >= 3:
            yield cells


def number(cell: str) -> float:
    """Return the number that a cell begins with."""
    found = re.match(r"[\d,.]+", cell)
    return float(found[0].replace(",", "")) if found else math.nan


def of_objects() -> list[Bar]:
    """Read the measurements of objects and items from the documentation's tables."""
    tables = map(table_rows, ("construction", "iteration"))
    rows = {row[0]: row for table in tables for row in table}
    made = [
        Bar(name.strip("`"), number(rows[name][1]), number(rows[name][2]), "µs")
        for name in ("``s3.Object(bucket, key)``", "``ec2.Instance(id)``")
    ]
    kept = rows["2,000 instances kept"]
    listed = rows["``ec2.instances.all()``, 10k"]
    return [
        *made,
        Bar("item of ec2.instances.all()", number(listed[1]), number(listed[2]), "µs"),
        Bar("2,000 instances kept", number(kept[1]), number(kept[2]), "MiB"),
    ]


def of_sessions() -> list[Bar]:
    """Read the measurements of sessions and roles from the documentation's tables."""
    (ec2,) = [row for row in table_rows("sessions") if row[0] == "ec2"]
    off, on = [row for row in table_rows("roles") if row[0] == "ec2 client"]
    return [
        Bar("further session, ec2", number(ec2[3]), number(ec2[4]), "ms"),
        Bar("its memory", number(ec2[6]), number(ec2[7]), "MiB"),
        Bar(
            "assumed role, ec2 client",
            round(number(off[3]) * 1000 / number(off[2])),
            round(number(on[3]) * 1000 / number(on[2])),
            "ms",
        ),
    ]


def parts() -> str:
    """Draw how manager, caches, credentials and sessions work together."""
    boxes = {
        "your code": (20, 20, "your code", "get_session(role, name)"),
        "manager": (260, 20, "ConnectionManager", "one for each base session"),
        "base": (520, 20, "base session", "whose credentials assume"),
        "cache": (260, 130, "Cache", "sessions, in memory"),
        "session": (20, 130, "role session", "a boto3.Session"),
        "credentials": (20, 240, "credentials", "renew themselves"),
        "store": (260, 240, "credential cache", "a file or Redis: many processes"),
        "sts": (520, 240, "AWS STS", "AssumeRole"),
    }
    drawn = [
        '<defs><marker id="tip" markerWidth="8" markerHeight="8" refX="7" refY="4" '
        'orient="auto"><path d="M0,0 L8,4 L0,8 z" class="boto3"/></marker></defs>'
    ]
    for x, y, name, what in boxes.values():
        drawn += [
            f'<rect class="box" x="{x}" y="{y}" width="200" height="58" rx="6"/>',
            text(x + 100, y + 25, name, 14, 'text-anchor="middle" class="strong"'),
            text(x + 100, y + 44, what, 12, 'text-anchor="middle"'),
        ]
    arrows = [
        (220, 49, 258, 49, ""),
        (460, 49, 518, 49, ""),
        (360, 78, 360, 128, "looks first"),
        (260, 159, 222, 159, ""),
        (120, 188, 120, 238, "asks when it calls"),
        (220, 269, 258, 269, ""),
        (460, 269, 518, 269, "a miss"),
        (620, 78, 620, 238, "signs"),
    ]
    for x1, y1, x2, y2, what in arrows:
        drawn.append(
            f'<line class="line" x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}" '
            'marker-end="url(#tip)"/>'
        )
        if what and x1 == x2:
            drawn.append(text(x1 + 8, (y1 + y2) / 2 + 4, what, 12))
        elif what:
            drawn.append(text((x1 + x2) / 2, y1 - 6, what, 11, 'text-anchor="middle"'))
    return svg(740, 318, "How a session of a role is found or made", *drawn)


def main() -> int:
    """Draw all pictures."""
    found = {
        "demo": terminal(demo_output()),
        "speed": bars("Times and memory", [*of_objects()[1:], *of_sessions()]),
        "objects": bars("Objects and items", of_objects()),
        "sessions": bars("Sessions and roles", of_sessions()),
        "parts": parts(),
        "favicon": FAVICON,
    }
    for name, drawn in found.items():
        (IMAGES / f"{name}.svg").write_text(drawn, "utf-8")
        print(f"wrote docs/img/{name}.svg")
    return 0


if __name__ == "__main__":
    sys.exit(main())
