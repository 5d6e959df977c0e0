"""The handle by which a grader reaches one kata of a submission: its functions, on the bench."""

from __future__ import annotations

import ast
import functools
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from grader.bench import AnyBench, Died, Stuck
from grader.cases import Case
from grader.catalogue import Kata
from grader.checks import Failure, NotStarted, Step, Unchecked, running
from grader.comparison import Comparison, kind, shown
from grader.modules import on_zeros, run_module
from grader.workbench import Call, Kept, Outcome, Raised

TRIED_TO_EXIT = "it called sys.exit, which ends a program; return or raise instead"


class Handle:
    """A kata of a submission, as a grader sees it: `kata.pad2d(...)` calls pad2d on the bench."""

    def __init__(self, kata: Kata, bench: AnyBench) -> None:
        self._kata = kata
        self._bench = bench
        self._stuck: set[str] = set()

    def __getattr__(self, name: str) -> Function:
        if name.startswith("_"):
            raise AttributeError(name)
        return Function(self, name)

    @property
    def device(self) -> str:
        return self._bench.device

    def check(self, case: Case) -> None:
        """Call the case's function and compare what it returns with what is expected."""
        running().case = case
        outcome = self._outcome(request_of(self._kata, case, self.device))
        value = returned(outcome)
        parts = signature(self._kata.solution, case.function)[1]
        comparison = Comparison(case.rtol, case.elementwise, parts, self.device, _coarsest(case.args))
        running().compared += 1
        difference = comparison.difference(value, case.expected)
        if difference:
            running().path = difference.path
            also = self._changed(case, outcome)
            raise Failure(comparison.words(difference) + (f"; and {also}" if also else ""))
        if outcome.changed:
            raise Failure(self._changed(case, outcome))

    def probe(self, function: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """Run a function of the test's own beside the submission: it is given the kata's module."""
        return returned(self._outcome(self._call(function, args, kwargs)))

    def refuses(self, function: Callable[..., Any], *args: Any, naming: str, **kwargs: Any) -> None:
        """Whatever a probe of the test's own does with the submission is refused, as `kata.f.refuses` says it."""
        Function(self, function).refuses(*args, naming=naming, **kwargs)

    def _call(self, target: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Call:
        return Call(self._kata.id, target, args, kwargs, device=self.device)

    def _outcome(self, call: Call) -> Outcome:
        name = call.target if isinstance(call.target, str) else shown(call.target)
        if name in self._stuck:
            raise Unchecked(f"{name} did not return within the time limit in an earlier check")
        check = running()
        try:
            outcome = self._bench.ask(call, check.left)
        except Stuck:
            self._stuck.add(name)
            check.steps.append(Step(call, None))
            raise Failure(f"no answer within {check.seconds:g} s: does a loop never end?") from None
        except Died as died:
            check.steps.append(Step(call, None))
            raise Failure(f"the call ended the whole process instead of returning: {died}") from None
        check.steps.append(Step(call, outcome))
        return outcome

    def _untouched(self, name: str, outcome: Outcome) -> None:
        if outcome.changed:
            raise Failure(changed_words(signature(self._kata.solution, name)[0], outcome))

    def _changed(self, case: Case, outcome: Outcome) -> str:
        names = () if case.probe else signature(self._kata.solution, case.function)[0]
        return changed_words(names, outcome)


def changed_words(names: tuple[str, ...], outcome: Outcome) -> str:
    """Return which inputs the call changed, as a clause; nothing where it changed none."""
    if not outcome.changed:
        return ""
    known = [names[int(n)] if n.isdigit() and int(n) < len(names) else n for n in outcome.changed]
    which = " and ".join(name for name in known if not name.isdigit())
    return f"the input {which} was changed in place; work on a copy".replace("  ", " ")


@functools.lru_cache(maxsize=4096)
def request_of(kata: Kata, case: Case, device: str) -> Call:
    """Return the call that a case makes on the bench: the same object for the same case."""
    if case.probe == "module":
        return Call(kata.id, run_module, (case.function, *case.args), {}, case.layout, device)
    return Call(kata.id, case.function, case.args, {}, case.layout, device)


class Function:
    """One function of a kata, or a probe: call it, or say that it refuses its arguments."""

    def __init__(self, handle: Handle, target: Any) -> None:
        self._handle, self._target = handle, target

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Return what the submission returns; Failure where it raises or changes its inputs."""
        outcome = self._handle._outcome(self._handle._call(self._target, args, kwargs))
        value = returned(outcome)
        self._handle._untouched(self._target, outcome)
        return value

    def silent(self, *args: Any, **kwargs: Any) -> Any:
        """Return what the submission returns; Failure where NumPy warns of its arithmetic."""
        value = self(*args, **kwargs)
        running().compared += 1
        for warning in running().steps[-1].outcome.warnings:
            if warning.startswith("RuntimeWarning"):
                raise Failure(f"right or not, it warns: {warning}")
        return value

    def refuses(self, *args: Any, naming: str, **kwargs: Any) -> None:
        """The arguments are refused with a ValueError whose message names the argument `naming`."""
        outcome = self._handle._outcome(self._handle._call(self._target, args, kwargs))
        running().compared += 1
        error = outcome.error
        if error is None:
            done = f"it returned {kind(outcome.value)}" if isinstance(self._target, str) else "it goes through"
            raise Failure(f"{done} where a ValueError that names {naming} is expected")
        if "ValueError" not in error.kinds:
            raise failure_of(error, f"; a ValueError that names {naming} is expected")
        if not re.search(rf"\b{re.escape(naming)}\b", error.message):
            raise failure_of(error, f"; the message must name the argument: {naming}")


def returned(outcome: Outcome) -> Any:
    """Return the value of an outcome, or raise what its exception means for the check."""
    if outcome.error:
        raise failure_of(outcome.error)
    return outcome.value


def failure_of(error: Raised, then: str = "") -> Exception:
    """Return how the check ends because of the submission's exception."""
    if error.unwritten:
        return NotStarted(error.line)
    words = TRIED_TO_EXIT if error.kind == "SystemExit" else f"{error.kind}: {error.message}".removesuffix(": ")
    if error.kind in ("MissingName", "UnfitModule"):
        words = error.message
    return Failure(f"{words}{then}", error.frames, error.line)


@functools.lru_cache
def signature(file: Path, name: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return a function's parameter names, and the names of what it returns by its docstring."""
    for node in ast.parse(file.read_bytes()).body:
        if isinstance(node, ast.FunctionDef) and node.name == name:
            names = tuple(arg.arg for arg in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs))
            return names, _returned_names(ast.get_docstring(node) or "")
    return (), ()


def _returned_names(docstring: str) -> tuple[str, ...]:
    _, found, section = docstring.partition("Returns\n-------\n")
    if not found:
        return ()
    section = re.split(r"\n\w+\n---", section)[0]
    return tuple(re.findall(r"^(\w+) : ", section, re.MULTILINE))


def _coarsest(value: Any) -> str:
    """Return "float32" if any array among the inputs is that coarse, for then so may every result be."""
    if isinstance(value, dict):
        value = tuple(value.values())
    if isinstance(value, (list, tuple)):
        return "float32" if any(_coarsest(item) == "float32" for item in value) else "float64"
    return "float32" if str(getattr(value, "dtype", "")) in ("float32", "complex64") else "float64"


def named_in(call: Call, names: set[str]) -> str:
    """Return the name of the kata's that a call is about: a function, or what a probe was told of or uses."""
    if isinstance(call.target, str):
        return call.target
    used = getattr(getattr(call.target, "__code__", None), "co_names", ())
    told = [value for value in call.args if isinstance(value, str)]
    return next((name for name in (*told, *used) if name in names), "")


def call_words(kata: Kata, step: Step) -> str:
    """Return a call as it would be written: pad2d(image 5x5, pad=2, mode="reflect")."""
    call = step.request
    if call.target is run_module:
        return _module_words(*call.args)
    if call.target is on_zeros:
        return _zeros_words(*call.args)
    if not isinstance(call.target, str):
        name = "what it returned" if isinstance(call.target, Kept) else ""
        return f"{name}({', '.join(shown(value) for value in call.args)})" if name else ""
    names = signature(kata.solution, call.target)[0]
    words = []
    for i, value in enumerate(call.args):
        name = names[i] if i < len(names) else ""
        shape = hasattr(value, "shape") or hasattr(value, "array")
        words.append(f"{name} {shown(value)}" if shape else f"{name}={shown(value)}" if name else shown(value))
    words += [f"{name}={shown(value)}" for name, value in call.kwargs.items()]
    view = ", the arrays being read-only views with gaps" if call.layout == "view" else ""
    return f"{call.target}({', '.join(words)}){view}"


def _module_words(name: str, kwargs: dict[str, Any], state: dict[str, Any], inputs: tuple[Any, ...], mode: str) -> str:
    weights = " with hidden weights" if state else ""
    given = " and ".join(shown(value) for value in inputs)
    doing = {"eval": "in eval mode", "train": "in train mode", "gradients": "differentiated"}[mode]
    return f"{_built(name, kwargs)}{weights}, {doing}, on {given}"


def _zeros_words(name: str, kwargs: dict[str, Any], shape: tuple[int, ...], method: str = "__call__") -> str:
    called = "" if method == "__call__" else f".{method}"
    return f"{_built(name, kwargs)}{called} of zeros of shape {shape}"


def _built(name: str, kwargs: dict[str, Any]) -> str:
    return f"{name}({', '.join(f'{key}={shown(value)}' for key, value in kwargs.items())})"
