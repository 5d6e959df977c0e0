"""What a class costs, as a table: CPU seconds a submission, and ratios of one run.

`python -m grader.classroom.benchmark`, or `tox -e bench`. Submissions run without the jail: the time of what runs in
another space of processes is not told to the one outside.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from grader import ROOT
from grader.course.catalogue import Kata, read_course

SAMPLE = 6  # submissions that are graded by one command each


def right(kata: Kata, number: int) -> str:
    return kata.solution.read_text(encoding="utf-8")


def wrong(kata: Kata, number: int) -> str:
    """Return the solution with one of its operators another."""
    text = right(kata, number)
    places = [i for i in range(len(text)) if text.startswith((" + ", " * ", " - "), i)]
    if not places:
        return text
    place = places[len(places) // 2]
    return f"{text[:place]} {'-' if text[place + 1] == '+' else '+'} {text[place + 3 :]}"


def exits(kata: Kata, number: int) -> str:
    """Return the stub with functions that end the process."""
    return kata.stub.read_text(encoding="utf-8").replace(
        "raise NotImplementedError", "np.testing._private.utils.os._exit(0)"
    )


def mixed(kata: Kata, number: int) -> str:
    """Return what a class hands in: some right, some with a slip in one kata of two, some half done."""
    if number % 3 == 0:
        return right(kata, number)
    of_two = sum(map(ord, kata.name)) % 2
    if number % 3 == 1:
        return (wrong if of_two else right)(kata, number)
    return kata.stub.read_text(encoding="utf-8") if of_two else right(kata, number)


def hand_in(folder: Path, katas: Iterable[Kata], count: int, text: Callable[[Kata, int], str]) -> Path:
    """Write a class's submissions, none like another, into a folder, and return it."""
    shutil.rmtree(folder, ignore_errors=True)
    for number in range(count):
        for kata in katas:
            file = folder / f"s{number:03}" / f"{kata.id}.py"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(f"{text(kata, number)}\n# {number}\n", encoding="utf-8")
    return folder


class Costs:
    """CPU seconds of a command and all that it starts, and the most memory that a process of its own has to itself."""

    def __init__(self, *command: str) -> None:
        before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        quiet = subprocess.DEVNULL
        process = subprocess.Popen([sys.executable, "-m", "grader", *command], cwd=ROOT, stdout=quiet, stderr=quiet)
        self.memory = 0
        watch = threading.Thread(target=self._watch, args=(process,), daemon=True)
        watch.start()
        process.wait()
        watch.join()
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        self.cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        self.wall = time.perf_counter() - start

    def _watch(self, process: subprocess.Popen[bytes]) -> None:
        """Look at the forks: processes that the command has started and that are called as it is."""
        while process.poll() is None:
            for child in _children(process.pid):
                if "class" in _text(child, "cmdline"):
                    self.memory = max(self.memory, _private(child))
            time.sleep(0.05)


def _children(pid: int) -> list[int]:
    return [int(child) for child in _text(pid, f"task/{pid}/children").split()]


def _text(pid: int, name: str) -> str:
    try:
        return Path(f"/proc/{pid}/{name}").read_text(encoding="utf-8")
    except OSError:
        return ""


def _private(pid: int) -> int:
    lines = _text(pid, "smaps_rollup").splitlines()
    return sum(1024 * int(line.split()[1]) for line in lines if line.startswith("Private_"))


def graded(folder: Path, names: str, out: Path) -> Costs:
    """Return what it costs to grade a class, whose private cases have been made before."""
    shutil.rmtree(out, ignore_errors=True)
    seed = str(out.parent / "seed")
    return Costs("class", "grade", str(folder), names, "--out", str(out), "--no-jail", "--seed-file", seed)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m grader.classroom.benchmark", description=__doc__)
    parser.add_argument("--count", type=int, default=50, help="submissions of a class")
    parser.add_argument("--days", nargs="*", default=["day03", "day06"])
    options = parser.parse_args()
    course = read_course()
    print(f"{os.cpu_count()} cores, Python {sys.version.split()[0]}, CPU seconds a submission\n")
    with tempfile.TemporaryDirectory() as place:
        folder, out = Path(place) / "class", Path(place) / "results"
        for name in options.days:
            katas, _ = course.select(name)
            graded(hand_in(folder, katas, 1, right), name, out)  # private cases are made
            seed = ["--fresh", "1", "--seed-file", str(out.parent / "seed")]
            hand_in(folder, katas, options.count, mixed)
            each = [Costs(name, "--against", str(s), *seed).cpu for s in sorted(folder.iterdir())[:SAMPLE]]
            together = graded(folder, name, out)
            apart, mine = sum(each) / len(each), together.cpu / options.count
            print(f"{name}: one command each {apart:.2f}, {options.count} as a class {mine:.2f}: x {mine / apart:.2f}")
            speed, memory = 60 * options.count / together.wall, together.memory / 1e6
            print(f"  {speed:.0f} a minute; {memory:.0f} MB of its own a grader")
        katas, _ = course.select("day03/padding")
        graded(hand_in(folder, katas, 1, right), "day03/padding", out)
        costs = {}
        for kind in (right, wrong, exits):
            costs[kind.__name__] = graded(hand_in(folder, katas, 20, kind), "day03/padding", out).cpu / 20
        print(f"day03/padding: {', '.join(f'{kind} {cpu:.2f}' for kind, cpu in costs.items())}")
        for name in ("wrong", "exits"):
            print(f"  {name} is x {costs[name] / costs['right']:.2f} a right one")


if __name__ == "__main__":
    main()
