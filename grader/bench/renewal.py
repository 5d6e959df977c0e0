"""Renewal: how a process that serves one kata after another, because none can be forked, is made fit for the next.

What can be put back is put back: settings, seeds, functions of the libraries that were exchanged. It is less than a
new process would be.
"""

from __future__ import annotations

import os
import random
import sys
from collections.abc import Callable
from typing import Any

import numpy as np

from grader.bench.messages import Call, Load, Outcome, Preload, Renew
from grader.bench.service import Service, serve

LIBRARIES = ("builtins", "math", "random", "numpy", "scipy", "torch")  # whose functions are put back

Setting = tuple[Callable[[], Any], Callable[[Any], Any]]  # how it is read, and how it is set


def _set_environment(old: dict[str, str]) -> None:
    os.environ.clear()
    os.environ.update(old)


SETTINGS: tuple[Setting, ...] = (
    (sys.getrecursionlimit, sys.setrecursionlimit),
    (os.getcwd, os.chdir),
    (lambda: dict(os.environ), _set_environment),
    (lambda: list(sys.path), lambda old: sys.path.__setitem__(slice(None), old)),
    (random.getstate, random.setstate),
    (np.random.get_state, np.random.set_state),
    (np.geterr, lambda old: np.seterr(**old)),
    (np.get_printoptions, lambda old: np.set_printoptions(**old)),
)


def _torch_settings() -> tuple[Setting, ...]:
    torch = sys.modules.get("torch")
    if torch is None:
        return ()
    return (
        (torch.get_default_dtype, torch.set_default_dtype),
        (lambda: None, torch.set_default_device),
        (torch.get_num_threads, torch.set_num_threads),
        (torch.get_rng_state, torch.set_rng_state),
        (torch.are_deterministic_algorithms_enabled, torch.use_deterministic_algorithms),
    )


class State:
    """What a kata may change in its process, as it was before."""

    def __init__(self) -> None:
        self._settings: dict[Callable[[Any], Any], Any] = {}
        self._functions: dict[str, dict[str, Any]] = {}

    def note(self) -> None:
        """Note how things are, so far as they were not noted before."""
        for read, write in (*SETTINGS, *_torch_settings()):
            if write not in self._settings:
                self._settings[write] = read()
        for name, module in list(sys.modules.items()):
            if name.partition(".")[0] in LIBRARIES and name not in self._functions:
                self._functions[name] = {key: value for key, value in vars(module).items() if callable(value)}

    def restore(self) -> None:
        """Put things back as they were noted."""
        for name, functions in self._functions.items():
            if name in sys.modules:
                vars(sys.modules[name]).update(functions)
        for write, value in self._settings.items():
            write(value)


class RenewingService(Service):
    """The service of a process that outlives a kata."""

    def __init__(self) -> None:
        super().__init__()
        self._state = State()

    def answer(self, request: Load | Call | Preload | Renew) -> Outcome:
        if isinstance(request, Renew):
            self._state.restore()
            return Outcome()
        outcome = super().answer(request)
        if isinstance(request, Preload):
            self._state.note()
        return outcome


def main() -> None:
    """Serve requests, kata after kata."""
    serve(RenewingService())
