"""Hidden cases: an input, the output that an independent truth expects, and how they are stored."""

from __future__ import annotations

import functools
import importlib
import io
import re
import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from grader import plain
from grader.course.catalogue import Kata
from grader.course.faults import BrokenCourse, EnvironmentFault
from grader.course.files import write_whole

SEED = 20_250_601  # the seed of the frozen cases in the repository
FORMAT = 1
MEND = "restore it with git checkout, or: python -m fixtures build"
FIELDS = ("function", "args", "expected", "name", "rtol", "elementwise", "layout", "probe", "naming")


@dataclass(frozen=True, eq=False)
class Case:
    """One call of a kata's function and what it must return.

    Parameters
    ----------
    function : the function's name.
    *args : its arguments, plain data.
    expected : what the truth says it returns, plain data.
    name : words for the check's name; by default the case's number.
    rtol : relative tolerance, where the table's would be too strict or too loose.
    elementwise : compare every element to its own size, not to the largest one
        (for outputs that span many orders of magnitude).
    layout : "view" hands the arrays over as read-only views with gaps.
    probe : "module" where the function is a torch module to be built, loaded and run; "zeros" where it is to be
        built and called on zeros of a shape.
    naming : the argument that a ValueError must name, where the call is to be refused.
    """

    function: str
    args: tuple[Any, ...]
    expected: Any
    name: str = ""
    rtol: float | None = None
    elementwise: bool = False
    layout: str = "plain"
    probe: str = ""
    naming: str = ""

    def __init__(
        self,
        function: str,
        *args: Any,
        expected: Any,
        name: str = "",
        rtol: float | None = None,
        elementwise: bool = False,
        layout: str = "plain",
        probe: str = "",
        naming: str = "",
    ) -> None:
        fields = (function, args, expected, name, rtol, elementwise, layout, probe, naming)
        for key, value in zip(FIELDS, fields, strict=True):
            object.__setattr__(self, key, value)

    @classmethod
    def of_module(
        cls,
        module: str,
        *inputs: Any,
        expected: Any,
        kwargs: dict[str, Any] | None = None,
        state: dict[str, Any] | None = None,
        mode: str = "eval",
        **more: Any,
    ) -> Case:
        """Return a case of a torch module: see grader.modules.run_module for what comes back."""
        return cls(module, kwargs or {}, state or {}, inputs, mode, expected=expected, probe="module", **more)

    @classmethod
    def refused(cls, function: str, *args: Any, naming: str, name: str = "") -> Case:
        """Return a call that must be refused with a ValueError that names an argument.

        Ask for it only where NumPy or torch would go on and return wrong numbers, and make it wrong in one way alone.
        """
        return cls(function, *args, expected=None, name=name, naming=naming)

    @classmethod
    def refused_by_module(
        cls,
        module: str,
        shape: tuple[int, ...],
        *,
        naming: str,
        kwargs: dict[str, Any] | None = None,
        method: str = "__call__",
        name: str = "",
    ) -> Case:
        """Return a case of a torch module that must refuse zeros of a shape, when called or by a method of its own."""
        return cls(module, kwargs or {}, shape, method, expected=None, name=name, probe="zeros", naming=naming)

    def renamed(self, name: str) -> Case:
        return _copy(self, name=name)

    @functools.cache  # noqa: B019 (cases live as long as the process, and equal calls should be one)
    def as_view(self) -> Case:
        """Return the same case, its arrays handed over as read-only, non-contiguous views."""
        return _copy(self, name=f"{self.name}-view", layout="view")


def _copy(case: Case, **changes: Any) -> Case:
    kept = {name: getattr(case, name) for name in FIELDS if name not in ("function", "args")}
    return Case(case.function, *case.args, **{**kept, **changes})


def generate(kata: Kata, seed: int) -> list[Case]:
    """Return the cases that the kata's generator makes from `seed`; EnvironmentFault where it lacks a package."""
    rng = np.random.default_rng([seed, zlib.crc32(kata.id.encode())])
    try:
        module = importlib.import_module(f"fixtures.{kata.day}.{kata.name}")
        return _named(module.cases(rng))
    except ModuleNotFoundError as error:
        raise EnvironmentFault(f"{error.name} is not installed: pip install -c constraints.txt -e .") from None


def _named(cases: Iterable[Case]) -> list[Case]:
    """Number the cases of each function, and slug the names that were given."""
    counts: dict[tuple[str, str], int] = {}
    named = []
    for case in cases:
        kind = f"refuses-{case.naming.lower()}" if case.naming else ""
        counts[case.function, kind] = number = counts.get((case.function, kind), 0) + 1
        name = re.sub(r"[^a-z0-9]+", "-", case.name.lower()).strip("-") or str(number)
        named.append(case.renamed(f"{kind}-{name}".strip("-")))
    return named


def write_cases(path: Path, cases: Iterable[Case], seed: int | None) -> None:
    """Store cases in an .npz that needs no pickle to be read, with their seed unless it is secret (None)."""
    fields = [name for name in FIELDS if name != "layout"]
    body = plain.dumps(
        {"format": FORMAT, "seed": seed, "cases": [{name: getattr(case, name) for name in fields} for case in cases]}
    )
    # Not np.savez: its members carry the time of writing, and equal cases should be equal files.
    member = zipfile.ZipInfo("cases.npy", (1980, 1, 1, 0, 0, 0))
    member.compress_type = zipfile.ZIP_DEFLATED
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive, archive.open(member, "w") as stream:
        np.lib.format.write_array(stream, np.frombuffer(body, np.uint8), allow_pickle=False)
    write_whole(path, packed.getvalue())


def read_cases(path: Path) -> tuple[list[Case], int | None]:
    """Return the stored cases and the seed they were made from, None where it is secret."""
    try:
        return _read_cases(path, path.stat().st_mtime_ns)
    except FileNotFoundError:
        raise BrokenCourse(f"{path} is missing; {MEND}") from None


@functools.lru_cache(maxsize=64)
def _read_cases(path: Path, _: int) -> tuple[list[Case], int | None]:
    """Read a file once for each time of writing: many gradings in one process share the cases."""
    try:
        with np.load(path, allow_pickle=False) as archive:
            stored = plain.loads(archive["cases"].tobytes())
        if stored["format"] != FORMAT:
            raise BrokenCourse(f"{path} has format {stored['format']}, not {FORMAT}; {MEND}")
        cases = [Case(entry.pop("function"), *entry.pop("args"), **entry) for entry in stored["cases"]]
        return cases, stored["seed"]
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile, zlib.error) as error:
        raise BrokenCourse(f"{path} cannot be read ({error}); {MEND}") from None
