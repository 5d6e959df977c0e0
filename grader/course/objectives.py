"""What the course teaches: the objectives, by their numbers."""

from __future__ import annotations

import tomllib

from grader import ROOT


def read_objectives() -> dict[str, str]:
    """Return the course's objectives: their numbers and words."""
    return tomllib.loads((ROOT / "katas" / "objectives.toml").read_text(encoding="utf-8"))["objective"]
