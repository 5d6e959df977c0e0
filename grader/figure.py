"""A day's picture, drawn on the bench with the submission's own functions."""

from __future__ import annotations

import ast
import hashlib
import io
from pathlib import Path
from types import ModuleType
from typing import Any

from grader.bench import Bench, Died, Stuck
from grader.catalogue import BrokenCourse, Day, UsageError
from grader.progress import write_whole
from grader.submission import Submission, Unusable, inspect
from grader.workbench import Call, Load, load_file

DRAW_LIMIT = 180.0  # seconds: a figure may train small networks


def draw(day: Day, submission: Submission, path: Path) -> None:
    """Draw the day's figure into a PNG.

    katas/dayNN/figure.py defines `draw(...)`, whose parameters are named after the katas it
    is given, and which returns a matplotlib figure.
    """
    katas = {kata.name: kata for kata in day.katas}
    names = _parameters(day)
    if unknown := set(names) - set(katas):
        raise BrokenCourse(f"{day.figure}: draw() asks for {', '.join(sorted(unknown))}, no kata of {day.name}")
    source = _fingerprint(day, submission)
    bench = Bench()
    try:
        bench.prepare({"matplotlib", "galsim"})
        for name in names:
            _load(bench, submission, katas[name])
        modules = {name: bench.ask(Call(katas[name].id, itself), DRAW_LIMIT).value for name in names}
        outcome = bench.ask(Call(katas[names[0]].id, _as_png, (str(day.figure), modules, source)), DRAW_LIMIT)
    except Stuck:
        raise UsageError(f"the figure was not drawn within {DRAW_LIMIT:g} s: does a loop never end?") from None
    except Died as died:
        raise UsageError(f"the figure was not drawn: {died}") from None
    finally:
        bench.close()
    if outcome.error and outcome.error.kind == "NotImplementedError" and not outcome.error.message:
        raise UsageError(f"the figure needs {', '.join(names)}, of which something is not started yet")
    if outcome.error:
        raise UsageError(f"the figure was not drawn: {outcome.error.kind}: {outcome.error.message}")
    write_whole(path, outcome.value)


def is_drawn(day: Day, submission: Submission, path: Path) -> bool:
    """Return whether the picture is there, drawn from the files as they are now."""
    return path.exists() and _fingerprint(day, submission).encode() in path.read_bytes()


def _fingerprint(day: Day, submission: Submission) -> str:
    katas = [kata for kata in day.katas if kata.name in _parameters(day)]
    files = [day.figure, *map(submission.file, katas)]
    return hashlib.sha256(b"\0".join(file.read_bytes() for file in files if file.exists())).hexdigest()


def itself(module: ModuleType) -> ModuleType:
    """A probe that returns the kata's module, which stays on the bench."""
    return module


def _as_png(_: ModuleType, file: str, modules: dict[str, Any], source: str) -> bytes:
    """A probe that draws the figure and returns it as a PNG, which says from what it was drawn."""
    import matplotlib

    matplotlib.use("Agg")
    figure = load_file(file, "figure").draw(**modules)
    stream = io.BytesIO()
    figure.savefig(stream, format="png", dpi=150, metadata={"Source": source})
    return stream.getvalue()


def _parameters(day: Day) -> list[str]:
    if not day.figure.exists():
        raise UsageError(f"{day.name} has no figure")
    for node in ast.parse(day.figure.read_bytes()).body:
        if isinstance(node, ast.FunctionDef) and node.name == "draw":
            return [arg.arg for arg in node.args.args]
    raise BrokenCourse(f"{day.figure} defines no draw()")


def _load(bench: Bench, submission: Submission, kata: Any) -> None:
    file = submission.file(kata)
    try:
        bench.prepare(inspect(file, kata))
    except Unusable as unusable:
        raise UsageError(f"{file}:{unusable.line}: {unusable}") from None
    outcome = bench.ask(Load(submission.recipe(kata)), DRAW_LIMIT)
    if outcome.error:
        raise UsageError(f"{file}:{outcome.error.line}: {outcome.error.kind}: {outcome.error.message}")
