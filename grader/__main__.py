"""`python -m grader`."""

import sys

from grader.cli import main
from grader.faces.command import run

if __name__ == "__main__":
    sys.exit(run("grader", main))
