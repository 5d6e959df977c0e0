"""Where tensors are made: what works on the CPU and would fail on a GPU is found on any machine.

The probe runs on the bench, on the kata's own cases, their tensors being on a device that is none (elsewhere.py).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from types import ModuleType
from typing import Any

from grader.bench.workbench import require
from grader.modules import run_module

ELSEWHERE = "elsewhere"  # among the arguments of a probe: the device that it is to build on
UNTOLD = "cannot tell"  # torch went a way on which nothing can be said

Job = tuple[tuple[Any, ...], bool, bool]  # arguments; whether of a module; whether tensors are to come of it


def on_another_device(submission: ModuleType, target: str | Callable[..., Any], jobs: Iterable[Job]) -> tuple[str, int]:
    """Return what a GPU would refuse of a function, or of a probe, and the line; ("", 0) where it refuses nothing.

    What raises something else there is run on the CPU: if that raises too, so does this, else nothing is said.
    """
    found = [_refused(submission, target, job) for job in jobs]
    return next((one for one in found if one[0] not in ("", UNTOLD)), found[0] if found else ("", 0))


def _refused(submission: ModuleType, target: str | Callable[..., Any], job: Job) -> tuple[str, int]:
    from torch.utils._pytree import tree_leaves

    from grader.elsewhere import DEVICE, CannotTell, Misplaced, is_here, result_on_cpu, there, watching

    args, is_module, makes_tensors = job
    said = ("", 0)
    try:
        with watching(submission.__file__ or ""):
            result = _called(submission, target, _built_on(DEVICE, there(args)), is_module)
            here = [leaf for leaf in tree_leaves(result) if is_here(leaf)] if makes_tensors else []
            if not here:
                return "", 0
            said = result_on_cpu(here[0])
    except Misplaced as fault:
        said = str(fault), fault.line
    except (CannotTell, Exception):
        said = UNTOLD, 0
    _called(submission, target, _built_on("cpu", args), is_module)  # what fails on the CPU too is another matter
    return said


def _built_on(device: Any, args: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(device if isinstance(arg, str) and arg == ELSEWHERE else arg for arg in args)


def _called(submission: ModuleType, target: str | Callable[..., Any], args: tuple[Any, ...], is_module: bool) -> Any:
    if not isinstance(target, str):
        return target(submission, *args)
    if is_module:
        kwargs, state, inputs, mode = args
        return run_module(submission, target, kwargs, state, inputs, mode)
    return require(submission, target)(*args)
