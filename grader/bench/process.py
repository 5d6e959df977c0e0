"""The bench: the process that a submission runs in, and its stand-in within the grader's own.

Requests go in pickled, for they may carry anything; replies come out as plain data. A call that
outlasts its limit, or ends the process, costs the process and nothing else: another is started.
"""

from __future__ import annotations

import contextlib
import pickle
import sys
import time
from collections.abc import Iterable
from typing import IO, Any, Protocol

from grader import ROOT, plain
from grader.bench.interpreters import Interpreters
from grader.bench.line import Died, Line, Process, Stuck
from grader.bench.linux import hide_memory
from grader.bench.messages import LATE, LIMIT, MEMORY_LIMIT, START_LIMIT, Call, Load, Outcome, Preload, Renew
from grader.bench.nursery import CAN_FORK, Nursery, Place

HEAVY = frozenset(("torch", "torch._dynamo", "scipy", "galsim", "matplotlib"))  # imported before the clock runs
BEHIND = ("fixtures.day", "solutions.")  # modules that tests bring along, and that the bench cannot import

__all__ = ["HEAVY", "AnyBench", "Bench", "Died", "InlineBench", "Stuck", "pickled"]


class AnyBench(Protocol):
    """What the checks need of a bench."""

    device: str

    def foresee(self, modules: set[str]) -> None: ...
    def renew(self, modules: Iterable[str] = ()) -> None: ...
    def prepare(self, packages: set[str]) -> None: ...
    def ask(self, request: Any, limit: float) -> Any: ...
    def close(self) -> None: ...


class Source(Protocol):
    """Where the processes of a bench come from."""

    def prepare(self, packages: set[str]) -> None: ...
    def permit(self, modules: Iterable[str]) -> None: ...
    def launch(self, errors: IO[bytes]) -> Process: ...
    def close(self) -> None: ...


class Bench:
    """A process that holds a submission and nothing else.

    Its nursery is its own, and then may be put into a jail, or is shared with other benches.
    """

    def __init__(self, device: str = "cpu", nursery: Nursery | None = None, jail: Place | None = None) -> None:
        hide_memory()  # in which the expected values are
        self.device = device
        self._source: Source = nursery or (Nursery(jail=jail) if CAN_FORK else Interpreters())
        self._is_shared = nursery is not None
        self._line: Line | None = None
        self._loads: dict[str, Load] = {}
        self._loaded: set[str] = set()
        self._packages: set[str] = set()  # that a new process imports before anything else
        self._imported: set[str] = set()  # of them, what the process there is has imported
        self._number = 0
        self.abandoned = False

    def foresee(self, modules: set[str]) -> None:
        """Have what will be imported on its way, without waiting for it: heavy packages, and modules of the tool."""
        self._have_ready({name for name in modules if name in HEAVY or name.startswith("grader.")})

    def renew(self, modules: Iterable[str] = ()) -> None:
        """Begin anew, for a kata that may import these: what another did to its process does not reach it."""
        self._source.permit(modules)
        if isinstance(self._source, Nursery):
            self._leave()
        elif self._line:
            with contextlib.suppress(Stuck, Died):  # then the process has been ended, which does as well
                self._exchange(Renew(), LIMIT)

    def prepare(self, packages: set[str]) -> None:
        """Import what a submission is about to import, without counting the time against it."""
        wanted = packages.intersection(HEAVY)
        self._packages |= wanted
        if self._line is None:
            self._source.prepare(self._packages)
            self._line, self._loaded = Line(self._source.launch), set()
        elif wanted <= self._imported:
            return
        self._imported = set(self._packages)
        # CUDA reserves address space by the terabyte, so there the limit would forbid it to start.
        memory = MEMORY_LIMIT if self.device == "cpu" else None
        self._exchange(Preload(tuple(sorted(self._imported)), memory, self.device), START_LIMIT)

    def ask(self, request: Any, limit: float) -> Any:
        """Send a request and return its outcome; Stuck or Died where there is none."""
        self.prepare(set())
        if isinstance(request, Load):
            self._loads[request.recipe.kata] = request
        elif isinstance(request, Call) and request.kata not in self._loaded:
            self._exchange(self._loads[request.kata], limit)
            self._loaded.add(request.kata)
        outcome = self._exchange(request, limit)
        if isinstance(request, Load):
            self._loaded.add(request.recipe.kata)
        return outcome

    def abandon(self) -> None:
        """End the grading that is under way as Ctrl-C would; another thread may ask for it."""
        self.abandoned = True
        if line := self._line:
            line.wake()

    def close(self) -> None:
        """End the process and every child it left in its group."""
        self._leave()
        if not self._is_shared:
            self._source.close()

    def _exchange(self, request: Any, limit: float) -> Outcome:
        assert self._line
        self._number += 1
        start = time.monotonic()
        try:
            if not self.abandoned:
                reply = self._line.exchange(pickled(request, self._number), limit)
            if self.abandoned:
                raise KeyboardInterrupt
            outcome, late = _read(reply, self._number, time.monotonic() - start)
        except BaseException:  # whatever it was, the process may still be at it, or not be what it was
            self._leave()
            raise
        self._have_ready(late | _home(request))
        return outcome

    def _have_ready(self, modules: set[str]) -> None:
        """Have modules imported in the processes to come."""
        self._packages |= modules
        self._source.prepare(modules)

    def _leave(self) -> None:
        line, self._line = self._line, None
        if line:
            line.end()


class InlineBench:
    """A bench within the grader's own process: for a debugger, and to replay a wrong turn."""

    def __init__(self, workbench: Any, device: str = "cpu") -> None:
        self.device = device
        self._workbench = workbench

    def foresee(self, modules: set[str]) -> None:
        """Nothing to do: what a module imports is imported when it is loaded."""

    def renew(self, modules: Iterable[str] = ()) -> None:
        """Nothing to do: one process serves all katas."""

    def prepare(self, packages: set[str]) -> None:
        """Nothing to do, as before."""

    def ask(self, request: Any, limit: float) -> Any:
        return self._workbench.answer(request)

    def close(self) -> None:
        """Nothing to end."""


def _read(reply: bytes, number: int, seconds: float) -> tuple[Outcome, set[str]]:
    """Return the outcome in the reply to a request, and which of the late modules the process has imported."""
    try:
        answered, said, imported = plain.loads(reply)
        if type(answered) is not int or answered != number:
            raise ValueError("the reply is to another request")
        return Outcome.from_plain(said, seconds), set(LATE).intersection(imported)
    except (ValueError, TypeError):
        raise Died("it wrote into the channel between the bench and the grader") from None


def _home(request: Any) -> set[str]:
    """Return the tool's own module that a request's function is imported from, if it is."""
    module = getattr(getattr(request, "target", None), "__module__", None) or ""
    return {module} if module.startswith("grader.") else set()


def pickled(request: Any, number: int = 0) -> bytes:
    """Pickle a request; functions of a test travel by value: the bench has no tests, generators or solutions."""
    target = getattr(request, "target", None)
    arguments = (*getattr(request, "args", ()), *getattr(request, "kwargs", {}).values())
    if not any(callable(value) for value in (target, *arguments)):
        return pickle.dumps([number, request])
    import cloudpickle

    modules = {sys.modules.get(getattr(value, "__module__", "") or "") for value in (target, *arguments)}
    by_value = [m for m in modules if m and str(getattr(m, "__file__", "")).startswith(str(ROOT / "tests"))]
    by_value += [m for name, m in sys.modules.items() if name.startswith(BEHIND)]
    for module in by_value:
        cloudpickle.register_pickle_by_value(module)
    try:
        return cloudpickle.dumps([number, request])
    finally:
        for module in by_value:
            cloudpickle.unregister_pickle_by_value(module)
