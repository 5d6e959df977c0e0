"""The command line: what was asked for, handed to what does it, and the exit status.

Heavy modules are imported where they are used: the bench must be on its way before they are.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NoReturn

from grader import ROOT
from grader.catalogue import BrokenCourse, Course, Kata, UsageError, read_course
from grader.progress import Graded, NotSaved, Progress, file_hash
from grader.style import Style

OK, NOT_PASSED, USAGE, ENVIRONMENT, INTERRUPTED = 0, 1, 2, 3, 130


class Parser(argparse.ArgumentParser):
    """argparse, saying its errors the way the rest of the grader does."""

    def error(self, message: str) -> NoReturn:
        raise UsageError(f"{message}; {self.prog} --help lists what there is")


def main(argv: list[str]) -> int:
    """Run one command and return its exit status."""
    verb = VERBS.get(argv[0]) if argv else None
    try:
        return verb(argv[1:]) if verb else _grade_or_overview(argv)
    except UsageError as error:
        return _complain(error, USAGE)
    except (BrokenCourse, EnvironmentFault) as error:
        return _complain(error, ENVIRONMENT)
    except ModuleNotFoundError as error:
        return _complain(f"{error.name} is not installed here: pip install -c constraints.txt -e .", ENVIRONMENT)
    except NotSaved as error:
        return _complain(error, ENVIRONMENT)
    except KeyboardInterrupt:
        return _complain("stopped", INTERRUPTED)


class EnvironmentFault(Exception):
    """The environment cannot do what was asked; the message names the mend."""


def _complain(error: object, status: int) -> int:
    print(f"grader: {error}", file=sys.stderr)
    return status


# -- grading


def _grade_or_overview(argv: list[str]) -> int:
    options = _grade_parser().parse_args(argv)
    course = read_course()
    if not options.names and not options.json and options.against is None:
        return _overview(course)
    return _grade(options, course)


def _grade_parser() -> Parser:
    parser = Parser(
        prog="python -m grader",
        description="Grade katas. Without a name: the overview of the course and what is next.",
        epilog="further commands: " + ", ".join(VERBS) + " (each with --help)",
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help="a day, a kata, or one check of a kata")
    parser.add_argument("--against", type=Path, metavar="DIR", help="the submission to grade (default: katas)")
    parser.add_argument("--device", choices=["cpu", "cuda"], default="cpu", help="where torch katas run")
    parser.add_argument("--json", metavar="FILE", help="write the report as JSON (- is standard output)")
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="seed of the fresh cases and random inputs")
    parser.add_argument("--fresh", type=_whole, default=0, metavar="N", help="add N fresh sets of hidden cases")
    parser.add_argument(
        "--limit", type=_seconds, default=10.0, metavar="S", help="seconds a check may take (default: 10)"
    )
    parser.add_argument("--all", action="store_true", help="explain every check that failed, not the first alone")
    parser.add_argument("--in-process", action="store_true", help="no bench, for a debugger: limits are off")
    return parser


def _whole(text: str) -> int:
    if not text.isdigit():
        raise argparse.ArgumentTypeError(f"{text} is not a whole number")
    return int(text)


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds < float("inf"):
        raise argparse.ArgumentTypeError(f"{text} is not a number of seconds above zero")
    return seconds


def _overview(course: Course) -> int:
    from grader.progress import State
    from grader.terminal import overview

    progress = Progress()
    overview(Style(sys.stdout), course, progress)
    _mention_damage(progress)
    return OK if all(progress.state(kata) is State.PASSED for kata in course.katas()) else NOT_PASSED


def _grade(options: argparse.Namespace, course: Course) -> int:
    katas, wanted = _selected(course, options.names)
    from grader.bench import Bench

    own = options.against is None
    root = ROOT / "katas" if own else options.against.resolve()
    bench: Any = None if options.in_process else Bench(options.device)
    try:
        from grader.runner import grade
        from grader.submission import Submission
        from grader.terminal import TerminalFace

        submission = Submission(root)
        _require_device(options.device)
        bench = bench or _inline_bench(options.device)
        style = Style(sys.stderr if options.json == "-" else sys.stdout)
        face = TerminalFace(style, course, submission, every_check=options.all or bool(wanted))
        hashes = {kata: file_hash(submission.file(kata)) for kata in katas}
        report = grade(
            course, katas, bench, submission.recipe, face,
            seed=options.seed, fresh=options.fresh, wanted=wanted, limit=options.limit,
        )  # fmt: skip
    finally:
        if bench:
            bench.close()
    face.finish(report)
    if own and not wanted:
        graded = {kata.id: kata for kata in katas}
        _save([Graded(graded[result.id], result, hashes[graded[result.id]]) for result in report.katas])
    if options.json:
        _write_json(options.json, report.as_json())
    if report.interrupted:
        return INTERRUPTED
    return ENVIRONMENT if report.broken else OK if report.passed else NOT_PASSED


def _selected(course: Course, names: list[str]) -> tuple[list[Kata], frozenset[str]]:
    """Return the katas asked for, each once and in the course's order, and the single checks."""
    chosen, wanted = set(), set()
    for name in names:
        katas, check = course.select(name)
        chosen.update(katas)
        if check:
            wanted.add(f"{katas[0].id}/{check}")
    katas = [kata for kata in course.katas() if kata in chosen or not names]
    return katas, frozenset(wanted)


def _inline_bench(device: str) -> Any:
    from grader.bench import InlineBench
    from grader.workbench import Workbench, unheard

    print("grader: --in-process: no bench, so nothing stops a stuck or crashing submission", file=sys.stderr)
    return InlineBench(Workbench(unheard), device)


def _require_device(device: str) -> None:
    if device == "cuda":
        from grader.doctor import cuda_fault

        if fault := cuda_fault():
            raise EnvironmentFault(fault)


def _save(results: list[Graded]) -> None:
    """Keep the progress; where that fails, say so, for the verdict stands all the same."""
    progress = Progress()
    try:
        progress.record(results)
    except NotSaved as error:
        print(f"grader: the progress was not saved: {error}", file=sys.stderr)
    _mention_damage(progress)


def _mention_damage(progress: Progress) -> None:
    if progress.set_aside:
        print(f"grader: the progress file was damaged; it is kept as {progress.set_aside}", file=sys.stderr)


def _write_json(where: str, report: dict[str, Any]) -> None:
    from grader.progress import write_whole

    text = json.dumps(report, indent=1) + "\n"
    if where == "-":
        sys.stdout.write(text)
    else:
        write_whole(Path(where), text.encode())


# -- the verbs


def _hint(argv: list[str]) -> int:
    parser = Parser(prog="python -m grader hint", description="Show one more hint for a kata.")
    parser.add_argument("name", metavar="KATA")
    from grader.help import hint

    return hint(read_course().kata(parser.parse_args(argv).name), Progress(), Style(sys.stdout))


def _solution(argv: list[str]) -> int:
    parser = Parser(prog="python -m grader solution", description="Show the reference beside your own, once it passes.")
    parser.add_argument("name", metavar="KATA")
    parser.add_argument("--anyway", action="store_true", help="before the kata has passed")
    options = parser.parse_args(argv)
    from grader.help import solution

    return solution(read_course().kata(options.name), Progress(), anyway=options.anyway)


def _reset(argv: list[str]) -> int:
    parser = Parser(prog="python -m grader reset", description="Put a stub back; what was there is kept.")
    parser.add_argument("name", metavar="KATA")
    from grader.help import reset

    return reset(read_course().kata(parser.parse_args(argv).name), Progress(), Style(sys.stdout))


def _figure(argv: list[str]) -> int:
    parser = Parser(prog="python -m grader figure", description="Draw a day's picture with the submission's functions.")
    parser.add_argument("name", metavar="DAY")
    parser.add_argument("--against", type=Path, default=ROOT / "katas", metavar="DIR", help="whose functions")
    parser.add_argument("--out", type=Path, metavar="FILE", help="the PNG (default: figures/DAY.png)")
    options = parser.parse_args(argv)
    from grader.figure import draw
    from grader.submission import Submission

    course = read_course()
    day = course.day(options.name)
    path = options.out or ROOT / "figures" / f"{day.name}.png"
    draw(day, Submission(options.against.resolve()), path)
    print(path)
    return OK


def _doctor(argv: list[str]) -> int:
    Parser(prog="python -m grader doctor", description="Say what this environment has and lacks.").parse_args(argv)
    from grader.doctor import examine

    return examine(Style(sys.stdout))


def _prove(argv: list[str]) -> int:
    parser = Parser(prog="python -m grader prove", description="Prove the course: for its authors.")
    parser.add_argument("names", nargs="*", metavar="NAME")
    options = parser.parse_args(argv)
    from grader.authoring import prove

    course = read_course()
    return prove(course, _selected(course, options.names)[0], Style(sys.stdout))


def _stub(argv: list[str]) -> int:
    parser = Parser(prog="python -m grader stub", description="Write stubs from their solutions: for the authors.")
    parser.add_argument("names", nargs="*", metavar="NAME")
    options = parser.parse_args(argv)
    from grader.stubs import write_stub

    course = read_course()
    for kata in _selected(course, options.names)[0]:
        print(f"{write_stub(kata)}: {kata.stub.relative_to(ROOT)}")
    return OK


def _watch(argv: list[str]) -> int:
    parser = Parser(prog="python -m grader watch", description="Grade what is saved, as it is saved.")
    parser.add_argument("names", nargs="*", metavar="NAME", help="days or katas (default: all)")
    options = parser.parse_args(argv)
    from grader.submission import Submission
    from grader.watch import Watch

    course = read_course()
    return Watch(course, _selected(course, options.names)[0], Submission(ROOT / "katas"), Style(sys.stdout)).run()


def _next(argv: list[str]) -> int:
    Parser(prog="python -m grader next", description="Print the next kata's file and nothing else.").parse_args(argv)
    from grader.progress import State

    progress = Progress()
    unfinished = (kata for kata in read_course().katas() if progress.state(kata) is not State.PASSED)
    if first := next(unfinished, None):
        print(first.stub)
        return OK
    raise UsageError("there is no next kata: every one has passed")


def _log(argv: list[str]) -> int:
    parser = Parser(prog="python -m grader log", description="Write or refresh the log of a day or a week.")
    parser.add_argument("name", metavar="DAY", help="day05, or week1 for the week's summary")
    name = parser.parse_args(argv).name
    from grader.log import WEEKS, write_log

    course = read_course()
    figure = None if name in WEEKS or name.startswith("week") else _own_figure(course, name)
    print(write_log(course, name, Progress(), figure))
    return OK


def _report(argv: list[str]) -> int:
    parser = Parser(prog="python -m grader report", description="Write the report: one page of HTML, whole in itself.")
    parser.add_argument("--out", type=Path, default=ROOT / "report.html", metavar="FILE", help="default: report.html")
    path = parser.parse_args(argv).out
    from grader.report import write_report

    course, progress = read_course(), Progress()
    figures = {day.name: _own_figure(course, day.name) for day in course.days if _has_begun(progress, day.katas)}
    write_report(course, progress, {name: path for name, path in figures.items() if path}, path)
    print(path)
    return OK


def _has_begun(progress: Progress, katas: Iterable[Kata]) -> bool:
    return any(progress.gradings(kata) for kata in katas)


def _own_figure(course: Course, name: str) -> Path | None:
    """Draw a day's figure with the learner's functions, if need be; None where it cannot be drawn yet."""
    from grader.figure import draw, is_drawn
    from grader.submission import Submission

    day = course.day(name)
    path, submission = ROOT / "figures" / f"{day.name}.png", Submission(ROOT / "katas")
    try:
        if not is_drawn(day, submission, path):
            draw(day, submission, path)
    except UsageError as error:
        print(f"grader: {day.name} without its figure: {error}", file=sys.stderr)
        return None
    return path


def _notebook(argv: list[str]) -> int:
    parser = Parser(prog="python -m grader notebook", description="Write a day as a Jupyter notebook.")
    parser.add_argument("name", metavar="DAY")
    name = parser.parse_args(argv).name
    try:
        from grader.notebook import write_notebook

        print(write_notebook(read_course().day(name)))
    except ModuleNotFoundError as error:
        raise EnvironmentFault(f"{error.name} is missing: pip install -c constraints.txt -e '.[notebooks]'") from None
    except OSError as error:
        raise NotSaved(f"the notebook could not be written: {error.strerror}") from None
    return OK


VERBS: dict[str, Callable[[list[str]], int]] = {
    "hint": _hint,
    "solution": _solution,
    "reset": _reset,
    "figure": _figure,
    "next": _next,
    "log": _log,
    "report": _report,
    "notebook": _notebook,
    "watch": _watch,
    "doctor": _doctor,
    "prove": _prove,
    "stub": _stub,
}
