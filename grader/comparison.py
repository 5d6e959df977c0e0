"""Where and how a result differs from what is expected, in words that give nothing away."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from grader.plain import Tensor
from grader.tolerances import relative

AXES = {
    1: ("index",),
    2: ("row", "column"),
    3: ("plane", "row", "column"),
    4: ("image", "channel", "row", "column"),
}
COARSE = ("float16", "bfloat16")  # too coarse to grade with: they would earn a loose tolerance


@dataclass(frozen=True)
class Difference:
    """The first difference: where in the result (indices and keys), and what it is."""

    path: tuple[Any, ...]
    what: str


@dataclass(frozen=True)
class Comparison:
    """How two results are compared.

    `rtol` replaces the table's relative tolerance; `elementwise` measures each element against
    its own size; `parts` names the members of a tuple; `inputs` is the coarsest dtype among what the
    result was computed from.
    """

    rtol: float | None = None
    elementwise: bool = False
    parts: tuple[str, ...] = ()
    device: str = "cpu"
    inputs: str = "float64"

    def difference(self, got: Any, expected: Any) -> Difference | None:
        """Return the first difference, or None where there is none."""
        return self._compare(got, expected, ())

    def words(self, difference: Difference) -> str:
        """Return the difference as a sentence, led by the part of the result it is in."""
        names = [self._name(key, depth) for depth, key in enumerate(difference.path)]
        return f"{', '.join(names)}: {difference.what}" if names else difference.what

    def _name(self, key: Any, depth: int) -> str:
        if depth == 0 and isinstance(key, int) and key < len(self.parts):
            return self.parts[key]
        return f"result {key + 1}" if isinstance(key, int) else f'"{key}"'

    def _compare(self, got: Any, expected: Any, path: tuple[Any, ...]) -> Difference | None:
        if isinstance(expected, dict):
            return self._compare_dicts(got, expected, path)
        if isinstance(expected, (list, tuple)):
            return self._compare_sequences(got, expected, path)
        if got is None and expected is not None:
            words = f"nothing (None) where {kind(expected)} is expected"
            return Difference(path, words if path else "it returned None: is a return statement missing?")
        what = self._what(got, expected)
        return Difference(path, what) if what else None

    def _compare_dicts(self, got: Any, expected: dict[Any, Any], path: tuple[Any, ...]) -> Difference | None:
        if not isinstance(got, dict):
            return Difference(path, f"{kind(got)} where a dictionary is expected")
        for missing in (key for key in expected if key not in got):
            return Difference(path, f'the key "{missing}" is missing')
        for extra in (key for key in got if key not in expected):
            return Difference(path, f'the key "{extra}" is not expected')
        found = (self._compare(got[key], expected[key], (*path, key)) for key in expected)
        return next((difference for difference in found if difference), None)

    def _compare_sequences(self, got: Any, expected: Any, path: tuple[Any, ...]) -> Difference | None:
        if isinstance(got, np.ndarray) and got.ndim == 1 and all(map(_is_number, expected)):
            got = list(got)  # numbers in an array are as good as in a tuple
        if not isinstance(got, (list, tuple)):
            return Difference(path, f"{kind(got)} where {len(expected)} results are expected")
        if len(got) != len(expected):
            return Difference(path, f"{len(got)} results where {len(expected)} are expected")
        found = (self._compare(g, e, (*path, i)) for i, (g, e) in enumerate(zip(got, expected, strict=True)))
        return next((difference for difference in found if difference), None)

    def _what(self, got: Any, expected: Any) -> str:
        if isinstance(expected, Tensor):
            return self._tensor(got, expected)
        if isinstance(expected, np.ndarray):
            if isinstance(got, Tensor):
                return "a torch tensor where a NumPy array is expected"
            if not isinstance(got, np.ndarray) and not (expected.ndim == 0 and _is_number(got)):
                return f"{kind(got)} where an array is expected"
            return self._arrays(np.asarray(got), expected)
        if _is_number(expected) or isinstance(expected, (bool, np.bool_)):
            return self._number(got, expected)
        if isinstance(got, np.ndarray):
            return f"{kind(got)} where {kind(expected)} is expected"
        return "" if type(got) is type(expected) and got == expected else f"{shown(got)} is not right"

    def _tensor(self, got: Any, expected: Tensor) -> str:
        if not isinstance(got, Tensor):
            return f"{kind(got)} where a torch tensor is expected"
        if got.device != self.device:
            return f"the result is on {got.device}, its inputs were on {self.device}"
        if got.dtype != expected.dtype:
            return f"dtype {got.dtype} where the inputs ask for {expected.dtype}"
        if expected.grad and not got.grad:
            return "the result is cut off from its inputs: no gradient can flow back through it"
        return self._arrays(got.array, expected.array)

    def _number(self, got: Any, expected: Any) -> str:
        if isinstance(got, np.ndarray) and got.ndim == 0:
            got = got[()]
        if isinstance(got, np.ndarray):
            return f"an array of shape {got.shape} where a single number is expected"
        if isinstance(expected, (bool, np.bool_)):
            if not isinstance(got, (bool, np.bool_)):
                return f"{kind(got)} where True or False is expected"
            return "" if bool(got) == bool(expected) else f"{bool(got)} is not right"
        if not _is_number(got):
            return f"{kind(got)} where a number is expected"
        if _is_whole(expected):
            if not _is_whole(got):
                return f"{shown(got)} is {kind(got)}: a whole number (int) is expected"
            return "" if int(got) == int(expected) else f"{shown(got)} is not right"
        return self._arrays(np.asarray(got), np.asarray(expected))

    def _arrays(self, got: np.ndarray, expected: np.ndarray) -> str:
        if got.shape != expected.shape:
            turned = got.shape == expected.shape[::-1] and got.ndim > 1
            hint = "; the axes are the other way round" if turned else ""
            return f"shape {got.shape} where {expected.shape} is expected{hint}"
        if what := _dtype_fault(got, expected):
            return what
        if got.dtype.kind in "US":
            return "" if np.array_equal(got, expected) else f"right shape, wrong text{_place(got != expected)}"
        got_finite, finite = np.isfinite(got), np.isfinite(expected)
        if np.any(strange := finite & ~got_finite):
            kinds = "nan" if np.any(np.isnan(got[strange])) else f"{got[strange].ravel()[0]}"
            return f"right shape, but not finite: {kinds}{_place(strange)}"
        return self._values(got, expected, finite)

    def _values(self, got: np.ndarray, expected: np.ndarray, finite: np.ndarray) -> str:
        exact = expected.dtype.kind in "biu"
        with np.errstate(all="ignore"):
            wide = np.complex128 if "c" in (got.dtype.kind, expected.dtype.kind) else np.float64
            error = np.where(finite, np.abs(got.astype(wide) - expected.astype(wide)), 0.0)
            error[~finite & ~_same(got, expected)] = np.inf
        rtol = 0.0 if exact else self.rtol if self.rtol is not None else self._table(got)
        size = np.abs(np.where(finite, expected, 0)).astype(float)
        if not self.elementwise:
            size = np.full(size.shape, size.max(initial=0.0))
        # Where the truth is exactly zero everywhere, rounding of numbers of order one is still right.
        limit = rtol * np.where(size == 0, 0.0 if self.elementwise else 1.0, size)
        bad = error > limit
        if not np.any(bad):
            return ""
        lead = "right shape, wrong values" if got.ndim else "wrong value"
        count = f"; {bad.sum()} of {bad.size} differ" if got.ndim else ""
        return f"{lead}{_place(bad)}{count}{_how_far(error, size, bad)}"

    def _table(self, got: np.ndarray) -> float:
        """Return the table's tolerance for a result of that dtype from inputs of theirs: the looser one."""
        return max(relative(got.dtype.name, self.device), relative(self.inputs, self.device))


def _same(got: np.ndarray, expected: np.ndarray) -> np.ndarray:
    if expected.dtype.kind in "fc" and got.dtype.kind in "fc":
        return (got == expected) | (np.isnan(got) & np.isnan(expected))
    return got == expected


def _dtype_fault(got: np.ndarray, expected: np.ndarray) -> str:
    have, want = got.dtype.kind, expected.dtype.kind
    if got.dtype.name in COARSE:
        return f"dtype {got.dtype.name} is too coarse; compute in float32 or float64"
    groups = {"b": "booleans", "i": "integers", "u": "integers", "f": "real numbers", "c": "complex numbers"}
    if groups.get(have, "text") == groups.get(want, "text"):
        return ""
    if have in "iu" and want in "fc":
        if np.array_equal(expected, np.rint(expected)):  # no fractions to lose: the values say what is wrong
            return ""
        return f"dtype {got.dtype.name} where real numbers are expected: fractions were cut off"
    if have == "f" and want == "c" and not np.any(expected.imag):
        return ""
    return f"{groups.get(have, 'text')} ({got.dtype.name}) where {groups.get(want, 'text')} are expected"


def _place(bad: np.ndarray) -> str:
    if bad.ndim == 0:
        return ""
    first = np.argwhere(bad)[0]
    names = AXES.get(bad.ndim, tuple(f"axis {i} at" for i in range(bad.ndim)))
    return ", first at " + ", ".join(f"{name} {i}" for name, i in zip(names, first, strict=True))


def _how_far(error: np.ndarray, size: np.ndarray, bad: np.ndarray) -> str:
    """Return how far off the wrong values are, in the values' own size: of a single number in words that hide it."""
    worst, typical = np.max(error[bad]), np.max(size)
    if not np.isfinite(worst):
        return ""
    if error.ndim:
        return f", off by up to {worst:.1g} where values are about {typical:.1g}" if typical > 0 else ""
    share = worst / typical if typical > 0 else np.inf
    if share > 0.3:
        return ", off by about its own size" if share < 3 else ", off by several times its size"
    return f", off by about {100 * 10 ** np.round(np.log10(share)):g} %"


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float, complex, np.number)) and not isinstance(value, (bool, np.bool_))


def _is_whole(value: Any) -> bool:
    return isinstance(value, (int, np.integer)) and not isinstance(value, bool)


def kind(value: Any) -> str:
    """Return what sort of thing a value is, for a sentence."""
    from grader.bench.messages import Kept

    if isinstance(value, Kept):
        return f"an object of type {value.type}"
    if isinstance(value, np.ndarray):
        return f"an array of shape {value.shape}"
    if isinstance(value, Tensor):
        return f"a tensor of shape {value.array.shape}"
    if isinstance(value, (bool, np.bool_)):
        return "True or False"
    if _is_whole(value):
        return "a whole number"
    if _is_number(value):
        return "a floating-point number" if isinstance(value, (float, np.floating)) else "a complex number"
    names = {str: "text", list: "a list", tuple: "a tuple", dict: "a dictionary", type(None): "None"}
    return names.get(type(value), f"a {type(value).__name__}")


def shown(value: Any) -> str:
    """Return a value as an argument is written in a message: arrays by their shape."""
    if isinstance(value, (np.ndarray, Tensor)):
        array = value.array if isinstance(value, Tensor) else value
        if not array.ndim:
            return shown(array[()])
        kind_of = "" if str(value.dtype) == "float64" else f" {value.dtype}"
        return "x".join(map(str, array.shape)) + kind_of
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, str):
        return f'"{value}"'
    if isinstance(value, float):
        return f"{value:.6g}"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {shown(item)}" for key, item in value.items()) + "}"
    if type(value) in (list, tuple):
        inside = ", ".join(shown(item) for item in value)
        return f"[{inside}]" if isinstance(value, list) else f"({inside}{',' * (len(value) == 1)})"
    if callable(value):
        return getattr(value, "__name__", type(value).__name__)
    return value if isinstance(value, str) else _brief(value)


def _brief(value: Any) -> str:
    plain = value is None or isinstance(value, (bool, int, complex))
    return repr(value) if plain else type(value).__name__
