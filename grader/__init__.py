"""The grader of the course: what exists, the bench, the checks, the runner, the faces."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
