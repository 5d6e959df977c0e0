"""Which course this is: its version, and the commit that it was taken from."""

from __future__ import annotations

import json
import os
import subprocess
import tomllib
from pathlib import Path

from grader import ROOT

RELEASE = "release.json"  # in a bundle that an instructor gave out, which has no history


def version(root: Path = ROOT) -> str:
    return tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]


def commit(root: Path = ROOT) -> str:
    """Return the commit of the course, or that of the clone a bundle was made from; nothing where neither is known."""
    return _released("commit", root) or git(root, "rev-parse", "--short", "HEAD")


def date(root: Path = ROOT) -> str:
    """Return the time of the commit, in UTC: "2026-11-26T17:53:37"; nothing where it is not known."""
    asked = "log", "-1", "--format=%cd", "--date=format-local:%Y-%m-%dT%H:%M:%S"
    return _released("date", root) or git(root, *asked)


def git(root: Path, *asked: str) -> str:
    """Return what git says of a clone; nothing where there is no git or the folder is no clone itself."""
    if not (root / ".git").exists():
        return ""
    command = ["git", "-C", str(root), *asked]
    environment = {**os.environ, "TZ": "UTC0"}
    try:
        ran = subprocess.run(command, capture_output=True, text=True, check=False, timeout=30, env=environment)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return ran.stdout.strip() if ran.returncode == 0 else ""


def _released(key: str, root: Path) -> str:
    try:
        return str(json.loads((root / RELEASE).read_text(encoding="utf-8"))[key])
    except (OSError, ValueError, KeyError, TypeError):
        return ""
