"""A class's own cases: made once from a seed that nobody else knows, and kept."""

from __future__ import annotations

import multiprocessing
import os
import secrets
import signal
import warnings
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from grader.course.catalogue import Kata
from grader.course.faults import NotSaved
from grader.judge.seed import read_seed
from grader.judge.sets import cases_from, place


def seed_of_class(path: Path) -> int:
    """Return the secret seed in a file; where there is no such file, one is drawn and written for its owner alone."""
    if not path.exists():
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except OSError as error:
            raise NotSaved(f"the seed file {path} cannot be written: {error.strerror}") from None
        with os.fdopen(handle, "w") as stream:
            stream.write(f"{secrets.randbits(128)}\n")
    return read_seed(path)


def make_sets(katas: Iterable[Kata], seed: int, jobs: int, said: Callable[[str], None]) -> None:
    """Have the cases made that are not kept yet, in processes of their own: what is forked later must not compute."""
    missing = [kata for kata in katas if kata.generator.exists() and not place(kata, seed).exists()]
    if not missing:
        return
    with _deaf_to_interrupts():
        pool = multiprocessing.get_context("spawn").Pool(min(jobs, len(missing)), _quiet)
    with pool:
        for done, kata in enumerate(pool.imap_unordered(partial(_make, seed), missing), start=1):
            said(f"private cases, made once: {done} of {len(missing)} ({kata})")


@contextmanager
def _deaf_to_interrupts() -> Iterator[None]:
    """Let processes that are started here leave Ctrl-C to this one, which ends them without a word."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _quiet() -> None:
    warnings.simplefilter("ignore")  # what the libraries that truths come from say is not for the instructor


def _make(seed: int, kata: Kata) -> str:
    cases_from(kata, seed)
    return kata.id
