"""`python -m grader`."""

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

if __name__ == "__main__":
    sys.exit(run("grader", main))
