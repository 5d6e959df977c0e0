"""A day's picture, drawn on the bench with the submission's own functions."""

from __future__ import annotations

import ast
import hashlib
import io
from pathlib import Path
from types import ModuleType
from typing import Any

from grader.bench.messages import Call, Load
from grader.bench.process import Bench, Died, Stuck
from grader.bench.workbench import load_file
from grader.course.catalogue import Day, Kata
from grader.course.faults import BrokenCourse, UsageError
from grader.course.files import write_whole
from grader.course.source import read
from grader.judge.submission import Submission, Unusable, inspect

DPI = 150
DRAW_LIMIT = 180.0  # seconds: a figure may train small networks


def draw(day: Day, submission: Submission, path: Path) -> None:
    """Draw the day's figure into a PNG.

    katas/dayNN/figure.py defines `draw(...)`, whose parameters are named after the katas it
    is given, and which returns a matplotlib figure.
    """
    _draw(day, submission, "draw", path)


def draw_picture(day: Day, kata: Kata, submission: Submission, path: Path) -> None:
    """Draw the small picture of a kata's section into a PNG: figure.py's `picture_NAME(...)`."""
    _draw(day, submission, f"picture_{kata.name}", path)


def is_drawn(day: Day, submission: Submission, path: Path, function: str = "draw") -> bool:
    """Return whether a picture is there, drawn from the files as they are now."""
    return path.exists() and _fingerprint(day, submission, function).encode() in path.read_bytes()


def _draw(day: Day, submission: Submission, function: str, path: Path) -> None:
    katas = {kata.name: kata for kata in day.katas}
    names = _katas_of(day, function)
    if unknown := set(names) - set(katas):
        raise BrokenCourse(f"{day.figure}: {function}() asks for {', '.join(sorted(unknown))}, no kata of {day.name}")
    source = _fingerprint(day, submission, function)
    bench = Bench()
    try:
        bench.prepare({"matplotlib", "galsim"})
        for name in names:
            _load(bench, submission, katas[name])
        modules = {name: bench.ask(Call(katas[name].id, itself), DRAW_LIMIT).value for name in names}
        drawing = (str(day.figure), function, modules, source)
        outcome = bench.ask(Call(katas[names[0]].id, _as_png, drawing), DRAW_LIMIT)
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


def _fingerprint(day: Day, submission: Submission, function: str) -> str:
    katas = [kata for kata in day.katas if kata.name in _katas_of(day, function)]
    files = [day.figure, *map(submission.file, katas)]
    return hashlib.sha256(b"\0".join(file.read_bytes() for file in files if file.exists())).hexdigest()


def itself(module: ModuleType) -> ModuleType:
    """A probe that returns the kata's module, which stays on the bench."""
    return module


def _as_png(_: ModuleType, file: str, function: str, modules: dict[str, Any], source: str) -> bytes:
    """A probe that draws the figure and returns it as a PNG, which says from what it was drawn."""
    import matplotlib

    matplotlib.use("Agg")
    figure = getattr(load_file(file, "figure"), function)(**modules)
    stream = io.BytesIO()
    figure.savefig(stream, format="png", dpi=DPI, metadata={"Source": source})
    return stream.getvalue()


def _katas_of(day: Day, function: str) -> list[str]:
    """Return the names of the katas that a function of the day's figure.py is given."""
    if not day.figure.exists():
        raise UsageError(f"{day.name} has no figure")
    node = read(day.figure).definitions.get(function)
    if not isinstance(node, ast.FunctionDef):
        raise BrokenCourse(f"{day.figure} defines no {function}()")
    return [argument.arg for argument in node.args.args]


def _load(bench: Bench, submission: Submission, kata: Any) -> None:
    file = submission.file(kata)
    try:
        bench.prepare(inspect(file, kata))
    except Unusable as unusable:
        raise UsageError(f"{file}:{unusable.line}: {unusable}") from None
    outcome = bench.ask(Load(submission.recipe(kata)), DRAW_LIMIT)
    if outcome.error:
        raise UsageError(f"{file}:{outcome.error.line}: {outcome.error.kind}: {outcome.error.message}")
