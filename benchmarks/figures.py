"""Draws what the benchmarks found; needs matplotlib, the extra ``bench``."""

from __future__ import annotations

import sys
from pathlib import Path

# What was measured, and at what: "x", and seconds ("cpu") and MiB ("memory") there.
Found = dict[str, list[float]]


def draw(found: dict[str, Found], what: str, file: Path, scale: str) -> None:
    """Draw time and memory against the number of things.

    Args:
        found: What was measured, by the name of the curve.
        what: The things.
        file: The PNG to write.
        scale: Of time and memory: "linear", or "log" for what is far apart.
    """
    try:
        import matplotlib
    except ImportError:
        sys.exit("The plot needs matplotlib: pip install boto3_extensions[bench]")
    matplotlib.use("Agg")
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(1, 2, figsize=(8, 3), layout="constrained")
    units = (("cpu", "seconds of CPU"), ("memory", "MiB"))
    for axis, (key, unit) in zip(axes, units, strict=True):
        for name, values in found.items():
            axis.plot(values["x"], values[key], marker=".", label=name)
        axis.set(xlabel=what, ylabel=unit)
        axis.set_yscale(scale)
        axis.grid(alpha=0.3)
    axes[0].legend(fontsize="small")
    file.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(file, dpi=80)
