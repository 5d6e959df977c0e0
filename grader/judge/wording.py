"""What is said of a call: how it would be written, what it changed, how an exception of the submission's reads."""

from __future__ import annotations

from typing import Any

from grader.bench.messages import Call, Kept, Outcome, Raised
from grader.checks import Failure, NotStarted, Step
from grader.comparison import shown
from grader.course.source import Source
from grader.examples import run_examples
from grader.modules import on_zeros, run_module
from grader.placement import on_another_device

TRIED_TO_EXIT = "it called sys.exit, which ends a program; return or raise instead"


def call_words(reference: Source, step: Step) -> str:
    """Return a call as it would be written: pad2d(image 5x5, pad=2, mode="reflect")."""
    call = step.request
    if call.target is run_module:
        return _module_words(*call.args)
    if call.target is on_zeros:
        return _zeros_words(*call.args[:4])
    if call.target is run_examples:
        return f"the example in the docstring of {call.args[0]}" if step.outcome is None or step.outcome.error else ""
    if call.target is on_another_device:
        return call.args[0] if isinstance(call.args[0], str) else ""
    if not isinstance(call.target, str):
        name = "what it returned" if isinstance(call.target, Kept) else ""
        return f"{name}({', '.join(shown(value) for value in call.args)})" if name else ""
    names = reference.parameters(call.target)
    words = []
    for i, value in enumerate(call.args):
        name = names[i] if i < len(names) else ""
        shape = hasattr(value, "shape") or hasattr(value, "array")
        words.append(f"{name} {shown(value)}" if shape else f"{name}={shown(value)}" if name else shown(value))
    words += [f"{name}={shown(value)}" for name, value in call.kwargs.items()]
    view = ", the arrays being read-only views with gaps" if call.layout == "view" else ""
    return f"{call.target}({', '.join(words)}){view}"


def changed_words(names: tuple[str, ...], outcome: Outcome) -> str:
    """Return which inputs the call changed, as a clause; nothing where it changed none."""
    if not outcome.changed:
        return ""
    known = [names[int(n)] if n.isdigit() and int(n) < len(names) else n for n in outcome.changed]
    which = " and ".join(name for name in known if not name.isdigit())
    return f"the input {which} was changed in place; work on a copy".replace("  ", " ")


def ending(error: Raised, then: str = "") -> Failure | NotStarted:
    """Return how a check ends because of the submission's exception."""
    if error.unwritten:
        return NotStarted(error.line)
    words = TRIED_TO_EXIT if error.kind == "SystemExit" else f"{error.kind}: {error.message}".removesuffix(": ")
    if error.kind in ("MissingName", "NotAllowed", "TooLarge", "UnfitModule"):
        words = error.message
    return Failure(f"{words}{then}", error.frames, error.line)


def subject(call: Call, names: set[str]) -> str:
    """Return the name of the kata's that a call is about: a function, or what a probe was told of or uses."""
    if isinstance(call.target, str):
        return call.target
    used = getattr(getattr(call.target, "__code__", None), "co_names", ())
    told = [value for value in call.args if isinstance(value, str)]
    return next((name for name in (*told, *used) if name in names), "")


def _module_words(name: str, kwargs: dict[str, Any], state: dict[str, Any], inputs: tuple[Any, ...], mode: str) -> str:
    weights = " with hidden weights" if state else ""
    given = " and ".join(shown(value) for value in inputs)
    doing = {"eval": "in eval mode", "train": "in train mode", "gradients": "differentiated"}[mode]
    return f"{_built(name, kwargs)}{weights}, {doing}, on {given}"


def _zeros_words(name: str, kwargs: dict[str, Any], shape: tuple[int, ...], method: str) -> str:
    called = "" if method == "__call__" else f".{method}"
    return f"{_built(name, kwargs)}{called} of zeros of shape {shape}"


def _built(name: str, kwargs: dict[str, Any]) -> str:
    return f"{name}({', '.join(f'{key}={shown(value)}' for key, value in kwargs.items())})"
