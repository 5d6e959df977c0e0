"""Another device without one: tensors that say they are elsewhere, and refuse to be mixed with what is on the CPU.

torch's device "meta" stands for it, with values behind it: what is asked for there is computed on the CPU and handed
out as `Elsewhere`. The rules are a GPU's: a tensor without axes may come from the CPU, and so may indices; `copy_`
takes from anywhere; all else must be on one device. Imported only where torch is.
"""

from __future__ import annotations

import functools
import itertools
import linecache
import re
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType
from typing import Any, ClassVar

import torch
from torch.utils._mode_utils import no_dispatch
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils._pytree import tree_leaves, tree_map

DEVICE = torch.device("meta", 0)  # the one device that can be asked for without hardware; "meta" itself has shortcuts
SECONDS = 5.0  # that one watch may take; each operation takes twenty times as long as on the CPU
EXPRESSION = 80  # characters of an expression that are quoted
aten = torch.ops.aten

# What takes tensors of two devices on a GPU too: copies, and operations that want lengths on the CPU.
MIXING = {
    aten.copy_, aten._foreach_copy_, aten.copy, aten._foreach_copy, aten._to_copy, aten.set_,
    aten._pack_padded_sequence, aten._ctc_loss, aten._ctc_loss_backward, aten.is_same_size,
}  # fmt: skip
# What takes indices from the CPU: the tensor that is indexed, and the values put there, must be on one device.
INDEXING = {
    aten.index, aten._unsafe_index, aten.index_put, aten.index_put_, aten._index_put_impl_, aten._unsafe_index_put,
}  # fmt: skip
INSTEAD = {aten._efficientzerotensor.default: aten.zeros.default}  # zeros without memory, which would have no values
# What takes a device when it is called; anything else is moved.
FACTORY = re.compile(
    r"(?:\w+\.)*(?:arange|as_tensor|empty|eye|full|linspace|logspace|ones|rand|randint|randn|randperm|tensor|zeros"
    r"|(?:ones|zeros|rand|randn|full|empty)_like|(?:bartlett|blackman|hamming|hann|kaiser)_window)\("
)


class Misplaced(RuntimeError):
    """What a GPU would refuse, in words; `line` of the submission's file is where it is to be mended."""

    def __init__(self, words: str, line: int = 0) -> None:
        super().__init__(words)
        self.line = line or _line()


class CannotTell(BaseException):
    """Values are lost on the way that torch has gone, or it takes too long.

    No Exception: a submission's own handlers must not swallow it.
    """


class Elsewhere(torch.Tensor):
    """A tensor on the other device; `held` has its values."""

    held: torch.Tensor
    __torch_function__ = torch._C._disabled_torch_function_impl

    @staticmethod
    def __new__(cls, held: torch.Tensor) -> Elsewhere:
        return torch.Tensor._make_wrapper_subclass(
            cls, held.size(), strides=held.stride(), storage_offset=held.storage_offset(), dtype=held.dtype,
            layout=held.layout, device=DEVICE,
        )  # fmt: skip

    def __init__(self, held: torch.Tensor) -> None:
        self.held = held

    @classmethod
    def __torch_dispatch__(cls, function: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        return _done(function, args, kwargs or {})

    def numpy(self, *_: Any, **__: Any) -> Any:
        """Refuse, as a tensor on a GPU does."""
        raise Misplaced("NumPy reads tensors on the CPU alone; .detach().cpu().numpy() copies one there")

    __array__ = numpy

    @property
    def data(self) -> Any:
        return self.detach()

    @data.setter
    def data(self, other: Any) -> None:
        torch.Tensor.data.__set__(self, other)
        self.held = other.held

    def tolist(self) -> Any:
        return self.held.tolist()

    def new_tensor(self, data: Any, **more: Any) -> Any:
        return torch.tensor(data, **{"dtype": self.dtype, "device": self.device, **more})

    def __format__(self, form: str) -> str:
        return format(self.held, form)

    def __repr__(self, **_: Any) -> str:
        return repr(self.held)

    def __deepcopy__(self, memo: dict[int, Any]) -> Elsewhere:
        copied = self.detach().clone().requires_grad_(self.requires_grad)
        vars(copied).update({name: value for name, value in vars(self).items() if name == "_is_param"})
        memo[id(self)] = copied
        return copied


def there(value: Any) -> Any:
    """Return a value with its tensors on the other device."""
    return tree_map(lambda leaf: _there(leaf) if isinstance(leaf, torch.Tensor) else leaf, value)


def _there(tensor: torch.Tensor) -> Elsewhere:
    return Elsewhere(tensor.detach().clone()).requires_grad_(tensor.requires_grad)


def is_here(value: Any) -> bool:
    """Return whether a value is a tensor on the CPU."""
    return isinstance(value, torch.Tensor) and not isinstance(value, Elsewhere)


def is_there(device: Any) -> bool:
    """Return whether a device, by whatever it is named, is the other one."""
    return device is not None and torch.device(device).type == DEVICE.type


# -- generators of random numbers

REAL = torch.Generator


class _Kind(type(REAL)):
    """Every generator is one of these, for whoever asks."""

    def __instancecheck__(cls, value: Any) -> bool:
        return isinstance(value, REAL)


class Generator(REAL, metaclass=_Kind):
    """A generator on either device; torch has none on the other."""

    def __new__(cls, device: Any = "cpu") -> Generator:
        made = super().__new__(cls)
        if is_there(device):
            _watch().generators[made._cdata] = made  # torch wraps it anew, so its address is what it is known by
        return made

    @property
    def device(self) -> torch.device:
        return DEVICE if _is_there(self) else torch.device("cpu")


def _is_there(generator: Any) -> bool:
    return generator._cdata in _watch().generators


# -- the watch


@dataclass(frozen=True)
class Origin:
    """Where a tensor on the CPU came from: the expression, its line, and by what name one elsewhere is known there.

    `is_built` says that it was made while the module was being built, `is_given` that it is computed from what was
    handed over on the CPU.
    """

    expression: str
    line: int
    beside: str
    is_built: bool
    is_given: bool


HANDED_OVER = Origin("", 0, "", is_built=False, is_given=True)


class Watch(TorchDispatchMode):
    """While it lasts torch has the other device, and every tensor on the CPU is known by the line that it is from."""

    now: ClassVar[Watch | None] = None

    def __init__(self, file: str) -> None:
        super().__init__()
        self.file = file
        self.end = time.monotonic() + SECONDS
        self.generators: dict[int, Any] = {}
        self._origins: dict[int, tuple[Origin, torch.Tensor]] = {}  # by memory, which is kept from being used again

    @classmethod
    def _should_skip_dynamo(cls) -> bool:  # else torch imports its compiler first, which takes two seconds
        return False

    def __torch_dispatch__(self, function: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        return _done(function, args, kwargs or {})

    def note(self, made: Any, sources: list[Any]) -> None:
        """Remember where tensors on the CPU came from: the line that made them, or what they are computed from.

        What is computed from numbers handed over is known by its own line: they may be moved there as well as before.
        """
        known = [origin for source in sources if is_here(source) and (origin := self.origin(source))]
        is_given = any(origin.is_given for origin in known)
        for tensor in filter(is_here, tree_leaves(made)):
            place = _memory(tensor)
            if place and place not in self._origins:
                self._origins[place] = known[0] if known and not is_given else self._here(is_given), tensor

    def origin(self, tensor: torch.Tensor) -> Origin | None:
        return self._origins.get(_memory(tensor), (None, None))[0]

    def frames(self) -> Iterator[FrameType]:
        """Yield the frames of the submission's file, the innermost first."""
        frame: FrameType | None = sys._getframe(1)
        while frame:
            if frame.f_code.co_filename == self.file:
                yield frame
            frame = frame.f_back

    def _here(self, is_given: bool) -> Origin:
        frames = list(self.frames())
        if not frames:
            return HANDED_OVER
        is_built = frames[-1].f_code.co_name == "__init__"
        return Origin(_expression(frames[0]), frames[0].f_lineno, _name_of_one(frames[0]), is_built, is_given)


def _watch() -> Watch:
    assert Watch.now
    return Watch.now


def _line() -> int:
    """Return the submission's line that is being run; 0 where there is none."""
    frame = next(_watch().frames(), None)
    return frame.f_lineno if frame else 0


def _memory(tensor: torch.Tensor) -> int:
    """Return the address of a tensor's numbers; 0 where it has none of its own, as within torch.func."""
    try:
        return tensor.untyped_storage().data_ptr()
    except (RuntimeError, NotImplementedError):
        return 0


def _expression(frame: FrameType) -> str:
    """Return the text of what a frame is at: one call or operation, where it stands on one line."""
    spots = itertools.islice(frame.f_code.co_positions(), frame.f_lasti // 2, None)
    line, last, begin, end = next(spots, (None,) * 4)
    if line is None or line != last:
        return ""
    text = linecache.getline(frame.f_code.co_filename, line).encode()[begin:end].decode(errors="replace")
    return text if len(text) <= EXPRESSION else ""


def _name_of_one(frame: FrameType) -> str:
    """Return by what name the frame knows a tensor elsewhere; nothing where by none."""
    return next((name for name, value in frame.f_locals.items() if isinstance(value, Elsewhere)), "")


@contextmanager
def watching(file: str) -> Iterator[Watch]:
    """Have torch know the other device, and see what a file makes on the CPU."""
    torch.Generator = Generator
    lifts = torch._C._only_lift_cpu_tensors()
    torch._C._set_only_lift_cpu_tensors(True)  # else what torch.tensor(..., device=...) makes has no values
    try:
        with Watch(file) as watch:
            Watch.now = watch
            yield watch
    finally:
        Watch.now = None
        torch.Generator = REAL
        torch._C._set_only_lift_cpu_tensors(lifts)


# -- one operation


def _done(function: Any, args: Any, kwargs: dict[str, Any]) -> Any:
    """Do one of torch's operations where its tensors are, or refuse it."""
    leaves = tree_leaves((args, kwargs))
    function = INSTEAD.get(function, function)
    if function.namespace == "prims" or any(map(_is_lost, leaves)) or (Watch.now and time.monotonic() > Watch.now.end):
        raise CannotTell
    is_written = _writes_to_first(function)
    if any(isinstance(leaf, Elsewhere) for leaf in leaves):
        _require_one_device(function.overloadpacket, args, leaves, is_written)
    goes = _goes_there(args, kwargs, leaves, is_written)
    _require_generator(leaves, goes)
    inside = {**kwargs, "device": torch.device("cpu")} if is_there(kwargs.get("device")) else kwargs
    result = function(*tree_map(_held, args), **tree_map(_held, inside))
    if is_written:
        if torch.Tag.inplace_view in function.tags and isinstance(args[0], Elsewhere):
            with no_dispatch():  # the tensor elsewhere has its shape twice
                function(*args, **kwargs)
        return args[0]
    if goes:
        return tree_map(lambda leaf: Elsewhere(leaf) if isinstance(leaf, torch.Tensor) else leaf, result)
    if Watch.now:
        # An element is where its tensor is; indices may be anywhere.
        Watch.now.note(result, tree_leaves(args[0]) if function.overloadpacket in INDEXING else leaves)
    return result


@functools.cache
def _writes_to_first(function: Any) -> bool:
    arguments = function._schema.arguments
    return bool(arguments and arguments[0].alias_info and arguments[0].alias_info.is_write)


def _is_lost(leaf: Any) -> bool:
    """Return whether a value is a tensor elsewhere without values."""
    return is_here(leaf) and is_there(leaf.device)


def _held(leaf: Any) -> Any:
    return leaf.held if isinstance(leaf, Elsewhere) else leaf


def _goes_there(args: Any, kwargs: dict[str, Any], leaves: list[Any], is_written: bool) -> bool:
    """Return whether the result of an operation is on the other device."""
    if is_written:
        return isinstance(next(iter(tree_leaves(args[0])), None), Elsewhere)
    if (device := kwargs.get("device")) is not None:
        return is_there(device)
    return any(isinstance(leaf, Elsewhere) for leaf in leaves)


def _require_one_device(packet: Any, args: Any, leaves: list[Any], is_written: bool) -> None:
    """Raise Misplaced where a GPU would refuse these tensors."""
    if packet in MIXING:
        return
    is_indexing = packet in INDEXING
    if is_indexing and isinstance(args[0], Elsewhere):
        leaves = list(args[2:3])  # the values: indices may be anywhere
    written = args[0] if is_written or is_indexing else None
    wrong = (leaf for leaf in leaves if is_here(leaf) and (leaf.ndim or leaf is written))
    if (tensor := next(wrong, None)) is not None:
        raise Misplaced(*_why(tensor))


def _require_generator(leaves: list[Any], goes: bool) -> None:
    """Raise Misplaced where random numbers are to be drawn on one device from a generator on another."""
    for generator in (leaf for leaf in leaves if isinstance(leaf, REAL)):
        if _is_there(generator) != goes:
            places = ("on the CPU", "elsewhere") if goes else ("elsewhere", "on the CPU")
            raise Misplaced("the generator is {}, and numbers are to be drawn from it {}".format(*places))


def _why(tensor: torch.Tensor) -> tuple[str, int]:
    """Return what a tensor on the CPU is, where none should be, and the line."""
    origin = _watch().origin(tensor)
    shape = f"a tensor of shape {tuple(tensor.shape)}"
    apart = "is on the CPU, and what it meets is not"
    if origin is None:
        return f"{_known_as(tensor) or shape} {apart}", 0
    what, where = origin.expression or shape, f"{origin.beside or 'x'}.device"
    if origin.is_given and not origin.beside:
        words = f"{apart}; move it there first"
    elif origin.is_built:
        words = "is made in __init__ and stays on the CPU: the module knows it neither as a parameter nor as a buffer"
    elif FACTORY.match(what) and not origin.is_given:
        words = f"is made on the CPU; give it device={where}"
    else:
        words = f"{apart}; .to({where}) moves it"
    return f"{what} {words}", origin.line


def _known_as(tensor: torch.Tensor) -> str:
    """Return the name of a constant of the submission's module; nothing where it is none."""
    frame = next(_watch().frames(), None)
    return next((name for name, value in frame.f_globals.items() if value is tensor), "") if frame else ""


def result_on_cpu(tensor: torch.Tensor) -> tuple[str, int]:
    """Return what is said of a result that is on the CPU while what it was made of is not, and the line."""
    origin = _watch().origin(tensor)
    what = f": {origin.expression} is made there" if origin and origin.expression else ""
    return f"the result is on the CPU, and what it is made of is not{what}", origin.line if origin else 0
