"""What the grader and a bench say to each other: requests, and what came of them.

No NumPy here: whoever only names a message must not pay for importing it. What a bench says of a call may have been
written by the submission itself, so it is taken only if it is of the right types, and within bounds.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

LIMIT = 10.0  # seconds that the calls of one check may take
START_LIMIT = 120.0  # seconds to import torch from a cold disk, which is not the learner's doing
MEMORY_LIMIT = 4 << 30  # bytes a submission may take beyond what its imports took
OUTPUT_LIMIT = 2_000  # characters of a submission's output that are kept
TEXT_LIMIT = 4_000  # characters of any one text about a call
NAME_LIMIT = 100  # characters of a name
MOST_NAMES = 50  # names, or warnings
MOST_NUMBER = 1 << 31  # the number of a line, or of what was kept

# What libraries import only when it is first used, and take long to.
LATE = (
    "matplotlib.backends.backend_agg", "matplotlib.pyplot", "torch._dynamo", "torch.fx.experimental.symbolic_shapes",
)  # fmt: skip


@dataclass(frozen=True)
class Recipe:
    """How to load one kata: a file, and for a mutant the functions put in place of its own.

    `overlay` is a file of wrong turns or variants, `replacing` maps a name of the kata to
    the name in that file; refusals are the file's own still, unless the mutant is `lenient`. `forbidden` maps
    what the file must not call to the reason.
    """

    kata: str
    file: str
    overlay: str = ""
    replacing: dict[str, str] = field(default_factory=dict)
    lenient: bool = False
    forbidden: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Kept:
    """A value that stayed on the bench; as an argument of a later call it is put back."""

    number: int
    type: str

    @classmethod
    def from_plain(cls, said: Any) -> Kept:
        number, kind = _row(said)
        return cls(_number(number), _text(kind, NAME_LIMIT))


@dataclass(frozen=True)
class Load:
    """Load a kata's module."""

    recipe: Recipe


@dataclass(frozen=True)
class Call:
    """Call a function of a kata, or what was kept, or a probe given the kata's module.

    `refusal` says that the call is to be refused.
    """

    kata: str
    target: str | Kept | Callable[..., Any]
    args: tuple[Any, ...] = ()
    kwargs: dict[str, Any] = field(default_factory=dict)
    layout: str = "plain"
    device: str = "cpu"
    refusal: bool = False


@dataclass(frozen=True)
class Raised:
    """An exception of the submission's: its kinds (most special first), words, and own frames.

    `unwritten` says that it came upon a stub's own `raise NotImplementedError`.
    """

    kinds: tuple[str, ...]
    message: str
    frames: str = ""
    line: int = 0
    unwritten: bool = False

    @property
    def kind(self) -> str:
        return self.kinds[0]

    @classmethod
    def from_plain(cls, said: Any) -> Raised:
        kinds, message, frames, line, unwritten = _row(said)
        if not kinds or type(unwritten) is not bool:
            raise ValueError("no exception is like this")
        return cls(
            kinds=_texts(kinds, NAME_LIMIT),
            message=_text(message, TEXT_LIMIT),
            frames=_text(frames, TEXT_LIMIT),
            line=_number(line),
            unwritten=unwritten,
        )


@dataclass(frozen=True)
class Outcome:
    """What came of one request: plain data only."""

    value: Any = None
    error: Raised | None = None
    changed: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    output: str = ""
    seconds: float = 0.0

    def to_plain(self) -> list[Any]:
        error = list(vars(self.error).values()) if self.error else None
        value, kept = (None, list(vars(self.value).values())) if isinstance(self.value, Kept) else (self.value, None)
        return [value, kept, error, self.changed, self.warnings, self.output]

    @classmethod
    def from_plain(cls, said: Any, seconds: float) -> Outcome:
        """Return the outcome that `to_plain` took apart; ValueError where it cannot have come from there.

        How long it took is not for the bench to say.
        """
        value, kept, error, changed, warnings, output = _row(said)
        return cls(
            value=value if kept is None else Kept.from_plain(kept),
            error=None if error is None else Raised.from_plain(error),
            changed=_texts(changed, NAME_LIMIT),
            warnings=_texts(warnings, TEXT_LIMIT),
            output=_text(output, TEXT_LIMIT),
            seconds=seconds,
        )


@dataclass(frozen=True)
class Preload:
    """Import heavy packages and wake the device before the clock of any check runs, then limit what may be taken."""

    packages: tuple[str, ...]
    memory: int | None = MEMORY_LIMIT
    device: str = "cpu"


@dataclass(frozen=True)
class Renew:
    """Put back what a kata changed in its process: where none can be forked, it serves the next one too."""


# -- what is said of a call, checked


def _row(said: Any) -> list[Any]:
    if type(said) is not list:
        raise ValueError("not a row of values")
    return said


def _texts(value: Any, most: int) -> tuple[str, ...]:
    if type(value) is not tuple or len(value) > MOST_NAMES:
        raise ValueError("not a few texts")
    return tuple(_text(item, most) for item in value)


def _text(value: Any, most: int) -> str:
    if type(value) is not str or len(value) > most:
        raise ValueError("not a short text")
    return value


def _number(value: Any) -> int:
    if type(value) is not int or not 0 <= value < MOST_NUMBER:
        raise ValueError("not a number")
    return value
