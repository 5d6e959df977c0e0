"""Hidden cases: an input, the output that an independent truth expects, and how they are stored."""

from __future__ import annotations

import functools
import importlib
import re
import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from grader import plain
from grader.catalogue import BrokenCourse, Kata

SEED = 20_250_601  # the seed of the frozen cases in the repository
FORMAT = 1
MEND = "restore it with git checkout, or: python -m fixtures build"
FIELDS = ("function", "args", "expected", "name", "rtol", "elementwise", "layout", "probe")


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
    probe : "module" where the function is a torch module to be built, loaded and run.
    """

    function: str
    args: tuple[Any, ...]
    expected: Any
    name: str = ""
    rtol: float | None = None
    elementwise: bool = False
    layout: str = "plain"
    probe: str = ""

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
    ) -> None:
        fields = (function, args, expected, name, rtol, elementwise, layout, probe)
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
    """Return the cases that the kata's generator makes from `seed`."""
    module = importlib.import_module(f"fixtures.{kata.day}.{kata.name}")
    rng = np.random.default_rng([seed, zlib.crc32(kata.id.encode())])
    return _named(module.cases(rng))


def _named(cases: Iterable[Case]) -> list[Case]:
    """Number the cases of each function, and slug the names that were given."""
    counts: dict[str, int] = {}
    named = []
    for case in cases:
        counts[case.function] = number = counts.get(case.function, 0) + 1
        name = re.sub(r"[^a-z0-9]+", "-", case.name.lower()).strip("-") or str(number)
        named.append(case.renamed(name))
    return named


def write_cases(path: Path, cases: Iterable[Case], seed: int) -> None:
    """Store cases in an .npz that needs no pickle to be read."""
    fields = [name for name in FIELDS if name != "layout"]
    body = plain.dumps(
        {"format": FORMAT, "seed": seed, "cases": [{name: getattr(case, name) for name in fields} for case in cases]}
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    # Not np.savez: its members carry the time of writing, and equal cases should be equal files.
    member = zipfile.ZipInfo("cases.npy", (1980, 1, 1, 0, 0, 0))
    member.compress_type = zipfile.ZIP_DEFLATED
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive, archive.open(member, "w") as stream:
        np.lib.format.write_array(stream, np.frombuffer(body, np.uint8), allow_pickle=False)


def read_cases(path: Path) -> tuple[list[Case], int]:
    """Return the stored cases and the seed they were made from."""
    try:
        return _read_cases(path, path.stat().st_mtime_ns)
    except FileNotFoundError:
        raise BrokenCourse(f"{path} is missing; {MEND}") from None


@functools.lru_cache(maxsize=64)
def _read_cases(path: Path, _: int) -> tuple[list[Case], int]:
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
