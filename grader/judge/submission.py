"""A submission: a tree with dayNN/NAME.py, and what its files say before they run."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from pathlib import Path

from grader import ROOT
from grader.bench.messages import Recipe
from grader.course.catalogue import Kata
from grader.course.faults import UsageError
from grader.course.files import contents, shown
from grader.course.source import Source, read
from grader.judge.imports import top_level_imports, violations


class Unusable(Exception):
    """A submitted file cannot be run; `line` is where, and the message says why."""

    def __init__(self, why: str, line: int = 1) -> None:
        super().__init__(why)
        self.line = line


@dataclass(frozen=True)
class Submission:
    """The tree that is graded."""

    root: Path

    def __post_init__(self) -> None:
        if not self.root.is_dir():
            raise UsageError(f"{self.root} is no folder: --against takes a folder that holds day01/, day02/, ...")
        if not any(self.root.glob("day[0-9][0-9]")):
            raise UsageError(f"{self.root} is no submission: it holds no day01/, day02/, ... with the katas' files")

    def file(self, kata: Kata) -> Path:
        return self.root / kata.day / f"{kata.name}.py"

    def recipe(self, kata: Kata) -> Recipe:
        return Recipe(kata.id, str(self.file(kata)), forbidden=kata.forbidden)


def against(root: Path) -> str:
    """Return what a command needs to grade this tree: nothing for the learner's own."""
    return "" if root == ROOT / "katas" else f" --against {shlex.quote(shown(root))}"


def inspect(file: Path, kata: Kata) -> set[str]:
    """Return the packages the file imports; Unusable where it must not or cannot run."""
    try:
        source = read(file)
    except FileNotFoundError:
        mend = f"; python -m grader reset {kata.id} puts the stub there" if file == kata.stub else f": {shown(file)}"
        raise Unusable(f"the file is missing{mend}") from None
    except OSError as error:
        raise Unusable(f"the file cannot be read: {error.strerror}") from None
    except SyntaxError as error:
        if line := _merge_conflict(file):
            words = (
                "git has left a merge conflict here: keep what is right of the two parts, and delete the three marks"
            )
            raise Unusable(f"{words} <<<<<<<, ======= and >>>>>>>", line) from None
        text = f"\n    {error.text.strip()}" if error.text else ""
        raise Unusable(f"{type(error).__name__}: {error.msg}{text}", error.lineno or 1) from None
    except ValueError as error:
        raise Unusable(f"the file is not Python: {error}") from None
    for violation in violations(source.tree, kata.imports):
        raise Unusable(str(violation), violation.line)
    return imported(source)


def _merge_conflict(file: Path) -> int:
    """Return the line at which a merge conflict begins; 0 where there is none."""
    lines = contents(file).splitlines()
    starts = [number for number, line in enumerate(lines, start=1) if line.startswith(b"<<<<<<< ")]
    return starts[0] if starts and any(line.startswith(b">>>>>>> ") for line in lines) else 0


def imported(source: Source) -> set[str]:
    """Return the packages a file imports, and what they will import in their turn when they are used."""
    # An optimiser of torch's imports torch._dynamo when it is first made, which takes seconds.
    late = {"torch._dynamo"} if "optim" in source.text else set()
    return top_level_imports(source.tree) | late
