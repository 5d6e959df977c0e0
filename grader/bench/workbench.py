"""The workbench: what runs a submission and says what came of it.

In a bench it is all that the process holds beside the submission; with --in-process, and for
replaying a wrong turn, the grader holds one itself.
"""

from __future__ import annotations

import copy
import functools
import io
import linecache
import sys
import time
import traceback
import types
import warnings
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, redirect_stderr, redirect_stdout
from typing import Any

import numpy as np

from grader import plain
from grader.bench.fence import fence
from grader.bench.messages import MOST_NAMES, NAME_LIMIT, OUTPUT_LIMIT, Call, Kept, Load, Outcome, Raised, Recipe

LINE_LIMIT = 200  # characters of a line of code in a traceback


def load_file(file: str, name: str) -> types.ModuleType:
    """Run a file as a module, leaving no bytecode beside it."""
    with open(file, "rb") as stream:
        return execute(stream.read(), file, name)


def execute(text: bytes, file: str, name: str) -> types.ModuleType:
    """Run the text of a file as a module."""
    code = _compiled(file, text)
    linecache.checkcache(file)
    module = types.ModuleType(name)
    module.__file__ = file
    sys.modules[name] = module  # dataclasses and pickle look a class's module up by name
    exec(code, module.__dict__)
    return module


@functools.lru_cache(maxsize=64)
def _compiled(file: str, source: bytes) -> types.CodeType:
    return compile(source, file, "exec", dont_inherit=True)


def directly(act: Callable[[], Any], file: str) -> Any:
    """Run a call on a submission's file, and do nothing else."""
    return act()


Loader = Callable[[str, str], types.ModuleType]
Runner = Callable[[Callable[[], Any], str], Any]


class Workbench:
    """Loads katas and answers calls on them.

    `listen` is what happens to a submission's output: `captured` keeps its beginning for the
    outcome, `unheard` leaves it to the terminal, as a debugger needs. `load` runs a file as a module, `run` a call.
    """

    def __init__(
        self, listen: Callable[[], AbstractContextManager[Head]], load: Loader = load_file, run: Runner = directly
    ) -> None:
        self._listen, self._load_file, self._run = listen, load, run
        self._modules: dict[str, types.ModuleType] = {}
        self._refusing: dict[str, types.ModuleType] = {}  # of mutants: what answers where a call is to be refused
        self._kept: dict[int, Any] = {}

    def answer(self, request: Load | Call) -> Outcome:
        if isinstance(request, Load):
            return self._watched(lambda: self._load(request.recipe), request.recipe.file)
        return self._call(request)

    def _load(self, recipe: Recipe) -> None:
        fence(recipe.file, recipe.forbidden)
        module = self._load_file(recipe.file, f"submission.{recipe.kata.replace('/', '.')}")
        self._refusing.pop(recipe.kata, None)
        if recipe.overlay and not recipe.lenient:
            self._refusing[recipe.kata] = self._load_file(recipe.file, f"refusing.{recipe.kata.replace('/', '.')}")
        if recipe.overlay:
            overlay = self._load_file(recipe.overlay, f"overlay.{recipe.kata.replace('/', '.')}")
            for name, replacement in recipe.replacing.items():
                setattr(module, name, getattr(overlay, replacement))
        self._modules[recipe.kata] = module

    def _call(self, call: Call) -> Outcome:
        module = self._modules[call.kata]
        if call.refusal:
            module = self._refusing.get(call.kata, module)
        args = [self._received(value, call) for value in call.args]
        kwargs = {name: self._received(value, call) for name, value in call.kwargs.items()}
        before = [_frozen(value) for value in (*args, *kwargs.values())]

        def act() -> Any:
            if isinstance(call.target, Kept):
                return self._kept[call.target.number](*args, **kwargs)
            if isinstance(call.target, str):
                return require(module, call.target)(*args, **kwargs)
            return call.target(module, *args, **kwargs)

        file = module.__file__ or ""
        outcome = self._watched(lambda: self._run(act, file), file)
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
        _exact()
        with heard() as warned:
            start = time.perf_counter()
            with self._listen() as head, _steady_errors():
                try:
                    value = act()
                    _finish()
                except KeyboardInterrupt:
                    raise
                except BaseException as raised:  # sys.exit too
                    error = _describe(raised, file)
            seconds = time.perf_counter() - start
            if error is None:
                error, value = self._plain_or_kept(value, file)
        return Outcome(value, error, warnings=tuple(warned), output=head.text(), seconds=seconds)

    def _plain_or_kept(self, value: Any, file: str) -> tuple[Raised | None, Any]:
        try:
            return None, plain.taken(value)
        except plain.TooLarge as raised:
            return Raised(("TooLarge",), str(raised)), None
        except plain.NotPlain:
            number = len(self._kept)
            self._kept[number] = value
            return None, Kept(number, type(value).__name__[:NAME_LIMIT])
        except BaseException as raised:  # a hostile subclass's own methods
            return _describe(raised, file), None


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
def heard() -> Iterator[dict[str, None]]:
    """Keep the first few different warnings of the submission's: a loop may warn a million times of the same."""
    words: dict[str, None] = {}

    def note(message: Warning | str, category: type[Warning], *_: Any, **__: Any) -> None:
        if len(words) < MOST_NAMES:
            words[f"{category.__name__[:NAME_LIMIT]}: {_words(message)}"] = None

    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.showwarning = note
        yield words


@contextmanager
def _steady_errors() -> Iterator[None]:
    """NumPy's warnings and torch's gradients as they are by default, whatever a submission set before."""
    with np.errstate(divide="warn", over="warn", invalid="warn", under="ignore"):
        yield
    if torch := sys.modules.get("torch"):
        torch.set_grad_enabled(True)


def _exact() -> None:
    """Keep float32 whole on a GPU, whatever was set before: with the ten bits of TF32 right code would fail."""
    if torch := sys.modules.get("torch"):
        backends = torch.backends
        backends.cuda.matmul.allow_tf32 = backends.cudnn.allow_tf32 = False  # so that who reads it learns the same
        for place in (
            backends.cuda.matmul,
            getattr(backends.cudnn, "conv", None),
            getattr(backends.cudnn, "rnn", None),
        ):
            if place is not None and hasattr(
                place, "fp32_precision"
            ):  # torch from 2.9 on, where the older word is not the last
                place.fp32_precision = "ieee"


def _finish() -> None:
    """Wait for a GPU to do what it was asked: it answers before it has, and its failures come late."""
    torch = sys.modules.get("torch")
    if torch and torch.cuda.is_initialized():
        torch.cuda.synchronize()


def require(module: types.ModuleType, name: str) -> Any:
    """Return what a module defines under a name that its stub has; MissingName where it does not."""
    try:
        return getattr(module, name)
    except AttributeError:
        raise MissingName(f'the file defines no "{name}"; keep the names of the stub') from None


class MissingName(Exception):
    """The submission lacks a name that the kata asks for."""


def _describe(error: BaseException, file: str) -> Raised:
    """Return what the learner needs of an exception: its words and the frames of their own file."""
    kinds = tuple(kind.__name__[:NAME_LIMIT] for kind in type(error).__mro__ if kind is not object)[:MOST_NAMES]
    summary = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in summary if frame.filename == file]
    if isinstance(error, SyntaxError) and error.filename == file:
        return Raised(kinds, _words(error.msg), line=error.lineno or 1)
    shown = own if len(own) <= 4 else [*own[:2], own[-1]]
    lines = [_line(frame) for frame in shown]
    if len(own) > len(shown):
        lines.insert(2, f"... {len(own) - len(shown)} frames more ...")
    unwritten = isinstance(error, NotImplementedError) and bool(own) and _is_stub(own[-1])
    return Raised(kinds, _words(error), "\n".join(lines), own[-1].lineno or 1 if own else 0, unwritten)


def _line(frame: traceback.FrameSummary) -> str:
    return f"line {frame.lineno}, in {frame.name[:NAME_LIMIT]}\n    {(frame.line or '')[:LINE_LIMIT]}"


def _words(said: Any) -> str:
    """Return the beginning of what an exception or a warning says."""
    try:
        return str(said)[:OUTPUT_LIMIT].encode(errors="replace").decode()
    except BaseException:  # its own method raised
        return ""


def _is_stub(frame: traceback.FrameSummary) -> bool:
    """Return whether a frame ends in the stub's own line: libraries raise NotImplementedError for other reasons."""
    return (frame.line or "").strip().startswith("raise NotImplementedError")


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
