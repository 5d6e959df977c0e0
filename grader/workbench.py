"""The workbench: what runs a submission and says what came of it.

In a bench it is all that the process holds beside the submission; with --in-process, and for
replaying a wrong turn, the grader holds one itself.
"""

from __future__ import annotations

import contextlib
import copy
import functools
import io
import linecache
import os
import pickle
import struct
import sys
import time
import traceback
import types
import warnings
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, redirect_stderr, redirect_stdout
from dataclasses import asdict, dataclass, field
from typing import Any, BinaryIO

import numpy as np

from grader import plain

OUTPUT_LIMIT = 2_000  # characters of a submission's output that are kept
MEMORY_LIMIT = 4 << 30  # bytes a submission may take beyond what its imports took


@dataclass(frozen=True)
class Recipe:
    """How to load one kata: a file, and for a mutant the functions put in place of its own.

    `overlay` is a file of wrong turns or variants, `replacing` maps a name of the kata to
    the name in that file.
    """

    kata: str
    file: str
    overlay: str = ""
    replacing: dict[str, str] = field(default_factory=dict)


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
    """Call a function of a kata, or what was kept, or a probe given the kata's module."""

    kata: str
    target: str | Kept | Callable[..., Any]
    args: tuple[Any, ...] = ()
    kwargs: dict[str, Any] = field(default_factory=dict)
    layout: str = "plain"
    device: str = "cpu"


@dataclass(frozen=True)
class Raised:
    """An exception of the submission's: its kinds (most special first), words, and own frames.

    `unwritten` says that it came upon a stub: a NotImplementedError that the file itself raised, not a library.
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


class Workbench:
    """Loads katas and answers calls on them.

    `listen` is what happens to a submission's output: `captured` keeps its beginning for the
    outcome, `unheard` leaves it to the terminal, as a debugger needs.
    """

    def __init__(self, listen: Callable[[], AbstractContextManager[Head]]) -> None:
        self._listen = listen
        self._modules: dict[str, types.ModuleType] = {}
        self._kept: dict[int, Any] = {}

    def answer(self, request: Load | Call) -> Outcome:
        if isinstance(request, Load):
            return self._watched(lambda: self._load(request.recipe), request.recipe.file)
        return self._call(request)

    def _load(self, recipe: Recipe) -> None:
        module = load_file(recipe.file, f"submission.{recipe.kata.replace('/', '.')}")
        if recipe.overlay:
            overlay = load_file(recipe.overlay, f"overlay.{recipe.kata.replace('/', '.')}")
            for name, replacement in recipe.replacing.items():
                setattr(module, name, getattr(overlay, replacement))
        self._modules[recipe.kata] = module

    def _call(self, call: Call) -> Outcome:
        module = self._modules[call.kata]
        args = [self._received(value, call) for value in call.args]
        kwargs = {name: self._received(value, call) for name, value in call.kwargs.items()}
        before = [_frozen(value) for value in (*args, *kwargs.values())]

        def act() -> Any:
            if isinstance(call.target, Kept):
                return self._kept[call.target.number](*args, **kwargs)
            if isinstance(call.target, str):
                return _function(module, call.target)(*args, **kwargs)
            return call.target(module, *args, **kwargs)

        outcome = self._watched(act, module.__file__ or "")
        names = [str(i) for i in range(len(args))] + list(kwargs)
        after = (*args, *kwargs.values())
        changed = tuple(n for n, old, now in zip(names, before, after, strict=True) if _differs(old, now))
        return Outcome(**{**vars(outcome), "changed": changed})

    def _received(self, value: Any, call: Call) -> Any:
        """Return an argument as the submission is to see it: tensors on the device, views made."""
        if isinstance(value, Kept):
            return self._kept[value.number]
        if isinstance(value, plain.Tensor):
            return _to_torch(value, call)
        if isinstance(value, np.ndarray):
            return _view(value) if call.layout == "view" else value.copy()
        if isinstance(value, dict):
            return {key: self._received(item, call) for key, item in value.items()}
        if type(value) in (list, tuple):
            return type(value)(self._received(item, call) for item in value)
        return copy.deepcopy(value)  # a generator's state, say, must not run on from call to call

    def _watched(self, act: Callable[[], Any], file: str) -> Outcome:
        """Run `act` and record what it returns or raises, warns of, prints, and how long it takes."""
        error, value = None, None
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            start = time.perf_counter()
            with self._listen() as head, _steady_errors():
                try:
                    value = act()
                except KeyboardInterrupt:
                    raise
                except BaseException as raised:  # sys.exit too
                    error = _describe(raised, file)
            seconds = time.perf_counter() - start
            if error is None:
                error, value = self._plain_or_kept(value, file)
        words = tuple(f"{item.category.__name__}: {item.message}" for item in caught)
        return Outcome(value, error, warnings=words, output=head.text(), seconds=seconds)

    def _plain_or_kept(self, value: Any, file: str) -> tuple[Raised | None, Any]:
        try:
            return None, plain.decode(*plain.encode(value))
        except plain.NotPlain:
            number = len(self._kept)
            self._kept[number] = value
            return None, Kept(number, type(value).__name__)
        except BaseException as raised:  # a hostile subclass's own methods
            return _describe(raised, file), None


def load_file(file: str, name: str) -> types.ModuleType:
    """Run a file as a module, leaving no bytecode beside it."""
    with open(file, "rb") as stream:
        code = _compiled(file, stream.read())
    linecache.checkcache(file)
    module = types.ModuleType(name)
    module.__file__ = file
    sys.modules[name] = module  # dataclasses and pickle look a class's module up by name
    exec(code, module.__dict__)
    return module


@functools.lru_cache(maxsize=64)
def _compiled(file: str, source: bytes) -> types.CodeType:
    return compile(source, file, "exec", dont_inherit=True)


def serve(requests: BinaryIO, replies: BinaryIO) -> None:
    """Answer requests until there are no more. Requests are pickled, replies are plain data."""
    bench, process = Workbench(captured), os.getpid()
    while head := requests.read(8):
        number, request = pickle.loads(requests.read(*struct.unpack("<Q", head)))
        outcome = request.run() if isinstance(request, Preload) else bench.answer(request)
        if os.getpid() != process:  # a child that the submission forked has come back here
            os._exit(0)
        body = plain.dumps([number, outcome.to_plain()])
        replies.write(struct.pack("<Q", len(body)) + body)
        replies.flush()


@dataclass(frozen=True)
class Preload:
    """Import heavy packages before the clock of any check runs, then limit the memory."""

    packages: tuple[str, ...]
    memory: int | None = MEMORY_LIMIT

    def run(self) -> Outcome:
        for package in self.packages:
            with contextlib.suppress(ImportError):  # where it is missing, the submission's own import says so
                __import__(package)
        if torch := sys.modules.get("torch"):
            # TF32 keeps ten bits of a float32's mantissa, which would decide verdicts.
            torch.backends.cuda.matmul.allow_tf32 = False
            torch.backends.cudnn.allow_tf32 = False
        if self.memory is not None:
            _limit_memory(self.memory)
        return Outcome()


def main() -> None:
    """Keep the pipes to the grader out of the submission's way, and serve."""
    requests = os.fdopen(os.dup(0), "rb")
    replies = os.fdopen(os.dup(1), "wb")
    null = os.open(os.devnull, os.O_RDWR)
    os.dup2(null, 0)
    os.dup2(2, 1)  # what C code prints goes where the grader can find it after a crash
    serve(requests, replies)


def _limit_memory(extra: int) -> None:
    try:
        import resource

        with open("/proc/self/statm") as stream:
            held = int(stream.read().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (held + extra, held + extra))
        resource.setrlimit(resource.RLIMIT_FSIZE, (64 << 20, 64 << 20))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (ImportError, OSError, ValueError):
        pass  # no such limits on this system: the time limit still stands


class Head(io.TextIOBase):
    """A text stream that keeps the beginning of what is written and counts the rest."""

    def __init__(self) -> None:
        self._kept: list[str] = []
        self._room = OUTPUT_LIMIT
        self._lost = 0

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        kept = text[: self._room]
        self._room -= len(kept)
        self._lost += len(text) - len(kept)
        if kept:
            self._kept.append(kept)
        return len(text)

    def text(self) -> str:
        cut = f"\n... and {self._lost} characters more" if self._lost else ""
        return "".join(self._kept).rstrip() + cut


@contextmanager
def captured() -> Iterator[Head]:
    """Keep what the submission prints."""
    head = Head()
    with redirect_stdout(head), redirect_stderr(head):
        yield head


@contextmanager
def unheard() -> Iterator[Head]:
    """Leave the submission's output where it goes."""
    yield Head()


@contextmanager
def _steady_errors() -> Iterator[None]:
    """NumPy's warnings and torch's gradients as they are by default, whatever a submission set before."""
    with np.errstate(divide="warn", over="warn", invalid="warn", under="ignore"):
        yield
    if torch := sys.modules.get("torch"):
        torch.set_grad_enabled(True)


def _function(module: types.ModuleType, name: str) -> Any:
    try:
        return getattr(module, name)
    except AttributeError:
        raise MissingName(f'the file defines no "{name}"; keep the names of the stub') from None


class MissingName(Exception):
    """The submission lacks a name that the kata asks for."""


def _describe(error: BaseException, file: str) -> Raised:
    """Return what the learner needs of an exception: its words and the frames of their own file."""
    try:
        words = str(error)
    except BaseException:
        words = ""
    kinds = tuple(kind.__name__ for kind in type(error).__mro__ if kind is not object)
    summary = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in summary if frame.filename == file]
    if isinstance(error, SyntaxError) and error.filename == file:
        return Raised(kinds, error.msg, line=error.lineno or 1)
    shown = own if len(own) <= 4 else [*own[:2], own[-1]]
    lines = [f"line {frame.lineno}, in {frame.name}\n    {frame.line}" for frame in shown]
    if len(own) > len(shown):
        lines.insert(2, f"... {len(own) - len(shown)} frames more ...")
    unwritten = isinstance(error, NotImplementedError) and bool(own) and own[-1] is summary[-1]
    return Raised(kinds, words[:OUTPUT_LIMIT], "\n".join(lines), own[-1].lineno or 1 if own else 0, unwritten)


def _view(array: np.ndarray) -> np.ndarray:
    """Return the same values as a read-only view with gaps between its elements."""
    if array.ndim == 0:
        return array
    wide = np.zeros((*array.shape[:-1], 2 * array.shape[-1]), array.dtype)
    wide[..., ::2] = array
    view = wide[..., ::2]
    view.flags.writeable = False
    return view


def _to_torch(value: plain.Tensor, call: Call) -> Any:
    import torch

    tensor = torch.tensor(value.array, dtype=getattr(torch, value.dtype), device=call.device)
    if call.layout == "view" and tensor.ndim:
        tensor = torch.stack([tensor, torch.zeros_like(tensor)], dim=-1)[..., 0]
    return tensor.requires_grad_() if value.grad else tensor


def _frozen(value: Any) -> Any:
    """Return what an argument holds now, as plain data that later changes cannot reach."""
    try:
        return plain.encode(value)
    except plain.NotPlain:
        return None


def _differs(before: Any, value: Any) -> bool:
    if before is None:
        return False
    try:
        return plain.encode(value) != before
    except BaseException:
        return True
