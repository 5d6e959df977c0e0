"""What the grader and a bench say to each other: requests, and what came of them.

No NumPy here: whoever only names a message must not pay for importing it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any

LIMIT = 10.0  # seconds that the calls of one check may take
MEMORY_LIMIT = 4 << 30  # bytes a submission may take beyond what its imports took
OUTPUT_LIMIT = 2_000  # characters of a submission's output that are kept


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


@dataclass(frozen=True)
class Outcome:
    """What came of one request: plain data only."""

    value: Any = None
    error: Raised | None = None
    changed: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    output: str = ""
    seconds: float = 0.0

    def to_plain(self) -> dict[str, Any]:
        fields = {name: getattr(self, name) for name in self.__dataclass_fields__}
        fields["error"] = asdict(self.error) if self.error else None
        if isinstance(self.value, Kept):
            fields["value"] = None
            fields["kept"] = asdict(self.value)
        return fields

    @classmethod
    def from_plain(cls, fields: dict[str, Any]) -> Outcome:
        fields = dict(fields)
        if fields["error"]:
            fields["error"] = Raised(**fields["error"])
        if "kept" in fields:
            fields["value"] = Kept(**fields.pop("kept"))
        return cls(**fields)


@dataclass(frozen=True)
class Preload:
    """Import heavy packages before the clock of any check runs, then limit the memory."""

    packages: tuple[str, ...]
    memory: int | None = MEMORY_LIMIT
