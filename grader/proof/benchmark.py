"""How fast the grader is, as a table: every figure is a ratio or a median of one run. No verdicts.

`python -m grader.proof.benchmark`, or `tox -e bench`. Each pair of commands is timed in turn, so that a
machine that slows down slows both.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from grader import ROOT
from grader.course.catalogue import read_course

PYTHON = sys.executable
SOLUTIONS = ["--against", str(ROOT / "solutions")]


def timed(command: Sequence[str]) -> float:
    """Return the wall seconds of one run of a command, whose output is thrown away."""
    start = time.perf_counter()
    subprocess.run([PYTHON, *command], cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    return time.perf_counter() - start


def in_turn(commands: dict[str, list[str]], runs: int) -> dict[str, list[float]]:
    """Return the seconds of each command, the commands taking turns; the first round is not counted."""
    seconds: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(runs + 1):
        for name, command in commands.items():
            seconds[name].append(timed(command))
    return {name: values[1:] for name, values in seconds.items()}


def per_check(day: str) -> tuple[int, float]:
    """Return how many checks a day has and the median seconds of one, by the report's own clock."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.json"
        timed(["-m", "grader", day, *SOLUTIONS, "--json", str(path)])
        report = json.loads(path.read_text(encoding="utf-8"))
    seconds = [check["seconds"] for kata in report["katas"] for check in kata["checks"]]
    return len(seconds), statistics.median(seconds)


def watched(kata: str, runs: int) -> tuple[list[float], int]:
    """Return the seconds from save to verdict in watch mode, and the bytes that it holds, benches included."""
    with tempfile.TemporaryDirectory() as folder:
        course = Path(folder) / "course"
        shutil.copytree(ROOT, course, ignore=shutil.ignore_patterns(".*", "__pycache__", "figures"))
        solution = (course / "solutions" / f"{kata}.py").read_text(encoding="utf-8")
        env = {**os.environ, "PYTHONPATH": str(course)}
        command = [PYTHON, "-m", "grader", "watch", kata]
        watch = subprocess.Popen(
            command, cwd=course, env=env, stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True
        )
        try:
            _verdict(watch)
            time.sleep(1.0)  # until the files are followed
            seconds = []
            for run in range(runs + 1):
                start = time.perf_counter()
                (course / "katas" / f"{kata}.py").write_text(f"{solution}\n# save {run}\n", encoding="utf-8")
                _verdict(watch)
                seconds.append(time.perf_counter() - start)
            return seconds[1:], _memory(watch.pid)
        finally:
            watch.send_signal(signal.SIGINT)
            watch.wait()


def _verdict(watch: subprocess.Popen[str]) -> None:
    assert watch.stdout
    while "graded in" not in (line := watch.stdout.readline()):
        if not line:
            raise SystemExit("watch mode ended by itself")


def _memory(pid: int) -> int:
    """Return the resident bytes of a process and its children, where the system says."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="utf-8").split()
        pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="utf-8").split()[1])
    except OSError:
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE") + sum(_memory(int(child)) for child in children)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m grader.proof.benchmark", description=__doc__)
    parser.add_argument("--runs", type=int, default=7, help="counted runs of each command")
    parser.add_argument("--day", default="day03")
    options = parser.parse_args()
    days = [day.name for day in read_course().days]
    pytest = ["-m", "pytest", "-q", f"tests/{options.day}", *SOLUTIONS]
    commands = {
        f"python -m grader {options.day}": ["-m", "grader", options.day, *SOLUTIONS],
        "plain pytest, the same checks in one process": [*pytest, "--in-process"],
        "plain pytest, the checks over the bench": pytest,
        "start-up alone (python -m grader)": ["-m", "grader"],
        "a bare interpreter": ["-c", "pass"],
        "a bare interpreter with numpy": ["-c", "import numpy"],
        f"python -m grader, all of {days[0]}-{days[-1]}": ["-m", "grader", *days, *SOLUTIONS],
    }
    seconds = in_turn(commands, options.runs)
    medians = {name: statistics.median(values) for name, values in seconds.items()}
    base = medians["plain pytest, the same checks in one process"]
    print(f"{os.cpu_count()} cores, Python {sys.version.split()[0]}, medians of {options.runs} runs taken in turn\n")
    print(f"{'seconds':>8}  {'x pytest':>8}  what")
    for name, median in medians.items():
        print(f"{median:8.2f}  {median / base:8.2f}  {name}")
    count, median = per_check(options.day)
    for kata in ("day03/padding", "day06/squeeze_excite"):
        if (ROOT / "solutions" / f"{kata}.py").exists():
            saves, held = watched(kata, options.runs)
            print(f"\n{statistics.median(saves):.2f} s from save to verdict, watching {kata}; {held / 1e6:.0f} MB held")
    print(f"\n{1e3 * median:.1f} ms a check (median of the {count} checks of {options.day})")


if __name__ == "__main__":
    main()
