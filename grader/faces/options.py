"""What stands on a command line: read, checked, and refused in one line."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import NoReturn

from grader.course.faults import UsageError


class Parser(argparse.ArgumentParser):
    """argparse, saying its errors the way the rest of the grader does."""

    def error(self, message: str) -> NoReturn:
        raise UsageError(f"{message}; {self.prog} --help lists what there is")


def whole(text: str) -> int:
    """Return a whole number that is not negative."""
    if not (text.isascii() and text.isdigit()):
        raise argparse.ArgumentTypeError(f"{text} is not a whole number")
    return int(text)


def seconds(text: str) -> float:
    """Return a number of seconds above zero."""
    try:
        number = float(text)
    except ValueError:
        number = 0.0
    if not 0 < number < float("inf"):
        raise argparse.ArgumentTypeError(f"{text} is not a number of seconds above zero")
    return number


def add_seed(parser: argparse.ArgumentParser, default: int, what: str) -> None:
    """Add --seed and --seed-file, of which one may be given."""
    group = parser.add_mutually_exclusive_group()
    group.add_argument("--seed", type=whole, default=default, metavar="N", help=what)
    group.add_argument("--seed-file", type=Path, metavar="FILE", help="the same, out of a file that only you may read")
