"""What this environment has, what it lacks, and the mend for each."""

from __future__ import annotations

import importlib
import importlib.metadata
import os
import platform
import sys
import tomllib

from grader import ROOT
from grader.course.faults import BrokenCourse
from grader.course.home import home
from grader.course.manifest import read_manifest
from grader.course.shadows import words
from grader.course.text import printable
from grader.faces.style import Style

MODULES = {"markdown-it-py": "markdown_it"}  # where the name to import is not the name to install
MEND = "pip install -c constraints.txt -e ."
MOST_NAMED = 5  # files that are not as they were given out
NGMIX_MEND = "optional: environment.yml (conda), or the README's line for pip, brings it; recorded fits stand in for it"


def examine(style: Style) -> bool:
    """Print what there is, and return whether the course can be graded here."""
    rows = [_python(), *map(_package, _needed()), _cuda(), _ngmix(), _folder(), _limits(), *_in_the_way(), *_release()]
    marks = {"ok": style.paint("✓", "green"), "lacking": style.paint("✗", "red"), "optional": style.paint("○", "dim")}
    for state, name, said in rows:
        style.say(f" {marks[state]} {name:<16} {printable(said)}")
    return all(state != "lacking" for state, _, _ in rows)


def cuda_fault() -> str:
    """Return why torch cannot use CUDA here, in one line, or nothing."""
    import torch

    if torch.cuda.is_available():
        return ""
    if torch.version.cuda is None:
        return f"no CUDA: torch {torch.__version__} is built for the CPU; install a CUDA build from pytorch.org"
    return f"no CUDA device: torch {torch.__version__} has CUDA {torch.version.cuda} but finds no GPU; see nvidia-smi"


Row = tuple[str, str, str]


def _python() -> Row:
    version = f"{platform.python_version()} at {sys.executable}"
    return "ok", "python", version


def _needed() -> list[str]:
    """Return what the course says it needs, as in "numpy>=1.26"."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]


def _package(needed: str) -> Row:
    from packaging.requirements import Requirement

    requirement = Requirement(needed)
    name = requirement.name
    try:
        version = importlib.metadata.version(name)
        importlib.import_module(MODULES.get(name, name.replace("-", "_")))
    except importlib.metadata.PackageNotFoundError:
        return "lacking", name, f"not installed: {MEND}"
    except Exception as error:
        return "lacking", name, f"installed, but cannot be imported ({type(error).__name__}: {error}): {MEND}"
    if not requirement.specifier.contains(version, prereleases=True):
        return "lacking", name, f"{version}, but {requirement.specifier} is needed: {MEND}"
    return "ok", name, version


def _cuda() -> Row:
    try:
        fault = cuda_fault()
        if fault:
            return "optional", "cuda", fault
        import torch

        return "ok", "cuda", f"{torch.cuda.get_device_name()}, CUDA {torch.version.cuda}"
    except ImportError as error:
        return "optional", "cuda", f"torch cannot be imported: {error}"


def _ngmix() -> Row:
    try:
        return "ok", "ngmix", importlib.import_module("ngmix").__version__
    except ImportError:
        return "optional", "ngmix", NGMIX_MEND


def _folder() -> Row:
    folder = home()
    nearest = next(parent for parent in (folder, *folder.parents) if parent.exists())
    if os.access(nearest, os.W_OK):
        return "ok", "progress", f"kept in {folder}"
    return "lacking", "progress", f"{nearest} cannot be written: grading works, but nothing is remembered"


def _in_the_way() -> list[Row]:
    found = words(str(ROOT))
    return [("lacking", "imports", found)] if found else []


def _release() -> list[Row]:
    """Say what a release is, and which of its files are not as they were given out."""
    try:
        manifest = read_manifest()
    except BrokenCourse as fault:
        return [("lacking", "release", str(fault))]
    if manifest is None:
        return []
    changed = list(manifest.differing(ROOT))
    rows = [("lacking", "release", f"{path} {_how(path)} release {manifest.words}") for path in changed[:MOST_NAMED]]
    if more := changed[MOST_NAMED:]:
        rows.append(("lacking", "release", f"and {len(more)} more {'files' if len(more) > 1 else 'file'}"))
    return rows or [("ok", "release", f"{manifest.words}, every file as it was given out")]


def _how(path: str) -> str:
    return "differs from" if (ROOT / path).exists() else "is missing from"


def _limits() -> Row:
    try:
        importlib.import_module("resource")
    except ImportError:
        return "optional", "memory limit", "this system has none; the time limit stands"
    if not os.path.exists("/proc/self/statm"):
        return "optional", "memory limit", "only enforced on Linux; the time limit stands"
    return "ok", "memory limit", "4 GiB beyond what a submission imports"
