"""Every Python example of the README and of the guides, judged by mypy and pyright."""

from __future__ import annotations

from pathlib import Path

import pytest

from type_checkers import complaints


@pytest.mark.parametrize("checker", ["mypy", "pyright"])
def test_the_documentation_passes(project: Path, checker: str) -> None:
    """No example is an error at the checkers' usual settings."""
    guides = [path.name for path in sorted(project.glob("guide_*.py"))]
    assert {"guide_readme.py", "guide_start.py", "guide_tags.py"} <= {*guides}
    options = ["--config-file", "guides.ini"] if checker == "mypy" else []
    assert {} == complaints(checker, project, *options, *guides)
