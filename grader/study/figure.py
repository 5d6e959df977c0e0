"""A day's picture, drawn on the bench with the submission's own functions."""

from __future__ import annotations

import hashlib
import io
import os
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

from grader import ROOT
from grader.bench.messages import Call, Load
from grader.bench.process import Bench, Died, Stuck
from grader.bench.workbench import load_file
from grader.course.catalogue import Day, Kata
from grader.course.faults import BrokenCourse, UsageError
from grader.course.files import write_whole
from grader.course.source import Source, read
from grader.course.text import printable
from grader.judge.submission import Submission, Unusable, inspect
from grader.study import panel

DPI = 150
DRAW_LIMIT = 180.0  # seconds: a figure may train small networks

Told = Callable[[str], None]


def unheard(_: str) -> None:
    """Tell nobody."""


def draw(day: Day, submission: Submission, path: Path, told: Told = unheard) -> None:
    """Draw the day's figure into a PNG.

    katas/dayNN/figure.py defines `draw(...)`, whose parameters are named after the katas it is given, and which returns
    a matplotlib figure. A panel whose katas are not written yet is grey. `told` is given word of how far it is.
    """
    _draw(day, submission, "draw", {}, path, told)


def draw_picture(
    day: Day, kata: Kata, submission: Submission, path: Path, options: dict[str, Any] | None = None
) -> None:
    """Draw the small picture of a kata's section into a PNG: figure.py's `picture_NAME(...)`, with its own options."""
    _draw(day, submission, f"picture_{kata.name}", options or {}, path, unheard)


def own_figure(day: Day) -> Path:
    """Return where the day's figure, drawn with the learner's own functions, is kept."""
    return ROOT / "figures" / f"{day.name}.png"


def own_picture(day: Day, kata: Kata) -> Path:
    """Return where a kata's picture, drawn with the learner's own function, is kept."""
    return ROOT / "figures" / day.name / f"{kata.name}.png"


def options_of(day: Day, kata: Kata) -> dict[str, Any]:
    """Return the options that a kata's picture takes, and what they are where nothing else is asked for."""
    return _source(day, f"picture_{kata.name}").defaults(f"picture_{kata.name}")


def read_options(known: dict[str, Any], words: list[str]) -> dict[str, Any]:
    """Return the options that words like "pad=3" give, each of the kind that it has where nobody asks for it."""
    given = {}
    for word in words:
        name, found, text = word.partition("=")
        if not found or name not in known:
            raise no_option(word, known)
        try:
            given[name] = _of_kind(text, known[name])
        except (ValueError, KeyError):
            raise UsageError(
                f"{name} is {known[name]!r} where nothing is asked for; {text!r} is not of its kind"
            ) from None
    return given


def no_option(word: str, known: dict[str, Any]) -> UsageError:
    """Return what is said of an option that a picture does not take."""
    there = ", ".join(f"{key}={value}" for key, value in known.items()) or "none"
    return UsageError(f'"{word}" is no option of this picture; it takes {there}')


def _of_kind(text: str, default: Any) -> Any:
    if isinstance(default, bool):
        return {"true": True, "false": False, "1": True, "0": False}[text.lower()]
    return type(default)(text)


def is_drawn(day: Day, submission: Submission, path: Path, function: str = "draw") -> bool:
    """Return whether a picture is there, drawn from the files as they are now."""
    return path.exists() and _fingerprint(day, submission, function, {}).encode() in path.read_bytes()


def _draw(day: Day, submission: Submission, function: str, options: dict[str, Any], path: Path, told: Told) -> None:
    katas = {kata.name: kata for kata in day.katas}
    names = _katas_of(day, function)
    if unknown := set(names) - set(katas):
        raise BrokenCourse(f"{day.figure}: {function}() asks for {', '.join(sorted(unknown))}, no kata of {day.name}")
    source = _fingerprint(day, submission, function, options)
    bench = Bench()
    try:
        bench.prepare({"matplotlib", "galsim"})
        modules = {name: _module(bench, submission, katas[name]) for name in names}
        with _word_of(told) as word:
            drawing = (str(day.figure), function, modules, options, source, word)
            outcome = bench.ask(Call(_on_the_bench(names, modules, katas), _as_png, drawing), DRAW_LIMIT)
    except Stuck:
        raise UsageError(f"the figure was not drawn within {DRAW_LIMIT:g} s: does a loop never end?") from None
    except Died as died:
        raise UsageError(f"the figure was not drawn: {died}") from None
    finally:
        bench.close()
    if outcome.error and outcome.error.kind == "NotImplementedError" and not outcome.error.message:
        raise UsageError(f"it is drawn with {', '.join(names)}, of which something is not started yet")
    if outcome.error:
        raise UsageError(f"the figure was not drawn: {outcome.error.kind}: {outcome.error.message}")
    if isinstance(outcome.value, str):
        raise UsageError(f"nothing of it can be drawn yet: {outcome.value}")
    write_whole(path, outcome.value)


@contextmanager
def _word_of(told: Told) -> Iterator[str]:
    """Pass on, a few times a second, what is written into the file that is returned."""
    if told is unheard:
        yield ""
        return
    over = threading.Event()
    with tempfile.NamedTemporaryFile("r", encoding="utf-8", suffix=".word") as file:

        def pass_on() -> None:
            while not over.wait(0.2):
                file.seek(0)
                if words := file.read():
                    told(printable(words))

        teller = threading.Thread(target=pass_on, daemon=True)
        teller.start()
        try:
            yield file.name
        finally:
            over.set()
            teller.join()


def _fingerprint(day: Day, submission: Submission, function: str, options: dict[str, Any]) -> str:
    katas = [kata for kata in day.katas if kata.name in _katas_of(day, function)]
    files = [day.figure, *map(submission.file, katas)]
    parts = [file.read_bytes().replace(b"\r\n", b"\n") for file in files if file.exists()]
    if options:
        parts.append(repr(sorted(options.items())).encode())
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def itself(module: ModuleType) -> ModuleType:
    """A probe that returns the kata's module, which stays on the bench."""
    return module


def _as_png(
    _: ModuleType, file: str, function: str, modules: dict[str, Any], options: dict[str, Any], source: str, word: str
) -> bytes | str:
    """A probe that returns the figure as a PNG, which says from what it was drawn; or in words why it shows nothing."""
    import matplotlib

    matplotlib.use("Agg")
    os.environ[panel.WORD] = word
    given = {
        name: panel.Unusable(name, module) if isinstance(module, str) else module for name, module in modules.items()
    }
    figure = getattr(load_file(file, "figure"), function)(**given, **options)
    if why := panel.nothing_of(figure):
        return why
    stream = io.BytesIO()
    figure.savefig(stream, format="png", dpi=DPI, metadata={"Source": source})
    return stream.getvalue()


def _source(day: Day, function: str) -> Source:
    """Return the day's figure.py, which defines a function of this name."""
    if not day.figure.exists():
        raise UsageError(f"{day.name} has no figure")
    source = read(day.figure)
    if function not in source.definitions:
        raise BrokenCourse(f"{day.figure} defines no {function}()")
    return source


def _katas_of(day: Day, function: str) -> list[str]:
    """Return the names of the katas that a function of the day's figure.py is given: its parameters without default."""
    source = _source(day, function)
    return [name for name in source.parameters(function) if name not in source.defaults(function)]


def _module(bench: Bench, submission: Submission, kata: Kata) -> Any:
    """Load a kata and return it as it is kept on the bench, or in words why it cannot be."""
    try:
        bench.prepare(inspect(submission.file(kata), kata))
    except Unusable as unusable:
        return str(unusable)
    outcome = bench.ask(Load(submission.recipe(kata)), DRAW_LIMIT)
    if outcome.error:
        return f"{outcome.error.kind}: {outcome.error.message}, line {outcome.error.line}"
    return bench.ask(Call(kata.id, itself), DRAW_LIMIT).value


def _on_the_bench(names: list[str], modules: dict[str, Any], katas: dict[str, Kata]) -> str:
    """Return the id of a kata that was loaded, for a probe to be sent to."""
    for name in names:
        if not isinstance(modules[name], str):
            return katas[name].id
    raise UsageError(f"nothing of it can be drawn: {names[0]}: {modules[names[0]]}")
