"""`python -m grader`, and the command `katas`."""

import sys

from grader import ROOT
from grader.course.shadows import words

try:
    from grader.cli import main
    from grader.faces.command import run
except ImportError:
    if in_the_way := words(str(ROOT)):
        print(f"grader: {in_the_way}", file=sys.stderr)
        sys.exit(3)
    raise


def katas() -> int:
    """Run the command of this process, and return its exit status."""
    return run("grader", main)


if __name__ == "__main__":
    sys.exit(katas())
