"""The command line: what was asked for, handed to what does it, and the exit status.

Heavy modules are imported where they are used: the bench must be on its way before they are.
"""

from __future__ import annotations

import argparse
import json
import sys
import tomllib
from collections.abc import Callable
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from grader import ROOT
from grader.course.catalogue import Course, Kata, read_course
from grader.course.faults import EnvironmentFault, NotSaved, UsageError
from grader.faces.command import INTERRUPTED, mention
from grader.faces.options import Parser, add_seed, seconds, whole
from grader.faces.style import Style
from grader.judge.results import Report
from grader.judge.seed import read_seed
from grader.study.progress import History, Progress, State

OK, NOT_PASSED = 0, 1  # what goes wrong has an exit status of its own: grader/course/faults.py


def main(argv: list[str]) -> int:
    """Run one command and return its exit status."""
    if argv[:1] == ["help"]:
        argv = [*argv[1:], "--help"]
    verb = VERBS.get(argv[0]) if argv else None
    return verb(argv[1:]) if verb else _grade_or_overview(argv)


# -- grading


def _grade_or_overview(argv: list[str]) -> int:
    options = _grade_parser().parse_args(argv)
    course = read_course()
    if options.names or options.against is not None:
        return _grade(options, course)
    if options.json:
        raise UsageError(f"--json {options.json} of what? Name a day or a kata; the whole course is called all")
    return _overview(course)


def _grade_parser() -> Parser:
    parser = Parser(
        prog="python -m grader",
        description="Grade katas. Without a name: the overview of the course and what is next.",
        epilog="further commands: " + ", ".join(VERBS) + " (each with --help)",
    )
    parser.add_argument(
        "names",
        nargs="*",
        metavar="NAME",
        help="a day (day03, 3), days (day01-day03, week1, all), a kata or its file, or one check of a kata",
    )
    parser.add_argument("--version", action="version", version=_version())
    parser.add_argument("--against", type=Path, metavar="DIR", help="the submission to grade (default: katas)")
    parser.add_argument("--device", choices=["cpu", "cuda"], default="cpu", help="where torch katas run")
    parser.add_argument("--json", metavar="FILE", help="write the report as JSON (- is standard output)")
    add_seed(parser, 0, "seed of the fresh cases and random inputs")
    parser.add_argument("--fresh", type=whole, default=0, metavar="N", help="add N fresh sets of hidden cases")
    parser.add_argument(
        "--limit", type=seconds, default=10.0, metavar="S", help="seconds a check may take (default: 10)"
    )
    parser.add_argument("--all", action="store_true", help="explain every check that failed, not the first alone")
    parser.add_argument("--in-process", action="store_true", help="no bench, for a debugger: limits are off")
    return parser


def _version() -> str:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]


def _overview(course: Course) -> int:
    from grader.faces.terminal import overview

    history = _history()
    overview(Style(sys.stdout), course, history)
    return OK if all(history.state(kata) is State.PASSED for kata in course.katas()) else NOT_PASSED


def _history() -> History:
    """Return what the learner has reached, and say what of it could not be read."""
    progress = Progress()
    history = progress.history()
    _mention(progress.trouble)
    return history


def _grade(options: argparse.Namespace, course: Course) -> int:
    katas, wanted = _selected(course, options.names)
    seed = read_seed(options.seed_file) if options.seed_file else options.seed
    from grader.bench.process import Bench

    root = ROOT / "katas" if options.against is None else options.against.resolve()
    bench: Any = None if options.in_process else Bench(options.device)
    style = Style(sys.stderr if options.json == "-" else sys.stdout)
    try:
        from grader.faces.terminal import TerminalFace
        from grader.judge.settings import Settings
        from grader.judge.submission import Submission
        from grader.study.session import Session

        session = Session(course, Submission(root))
        _require_device(options.device)
        bench = bench or _inline_bench(options.device)
        face = TerminalFace(style, course, session.submission, every_check=options.all or bool(wanted))
        settings = Settings(seed, options.fresh, wanted, options.limit, secret=options.seed_file is not None)
        report = session.grade(katas, bench, face, settings)
    finally:
        style.clear()
        if bench:
            bench.close()
    face.finish(report)
    for words in (*report.unchecked, report.trouble):
        _mention(words)
    if options.json:
        _write_json(options.json, report.as_json())
    return _status(report)


def _status(report: Report) -> int:
    if report.interrupted:
        return INTERRUPTED
    if report.broken or report.unchecked:
        return EnvironmentFault.status
    return OK if report.passed else NOT_PASSED


def _selected(course: Course, names: list[str]) -> tuple[list[Kata], frozenset[str]]:
    """Return the katas asked for, each once and in the course's order, and the single checks."""
    chosen, wanted = set(), set()
    for name in names:
        try:
            katas, check = course.select(name)
        except UsageError:
            if (verbs := get_close_matches(name, VERBS, n=1, cutoff=0.7)) and name == names[0]:
                raise UsageError(f'no command "{name}": did you mean {verbs[0]}?') from None
            raise
        chosen.update(katas)
        if check:
            wanted.add(f"{katas[0].id}/{check}")
    katas = [kata for kata in course.katas() if kata in chosen or not names]
    return katas, frozenset(wanted)


def _debug(argv: list[str]) -> int:
    parser = Parser(
        prog="python -m grader debug",
        description="Run one check in Python's debugger (pdb), stopped where it calls your function, its arguments in "
        "hand: p NAME prints one, n steps, c goes on, q leaves. Your own breakpoint() works too.",
    )
    parser.add_argument("name", metavar="NAME", help="one check; of a kata, the first that failed")
    parser.add_argument("--against", type=Path, default=ROOT / "katas", metavar="DIR", help="the submission")
    add_seed(parser, 0, "seed of the random inputs")
    options = parser.parse_args(argv)
    from grader.faces.terminal import TerminalFace
    from grader.judge.debugger import StoppingBench, failing
    from grader.judge.settings import Settings
    from grader.judge.submission import Submission
    from grader.study.session import Session

    course, submission = read_course(), Submission(options.against.resolve())
    katas, check = course.select(options.name)
    if len(katas) > 1:
        raise UsageError(f"{options.name} is more than one kata; debug takes one check, or one kata")
    name = check or failing(course, katas[0], submission)
    seed = read_seed(options.seed_file) if options.seed_file else options.seed
    settings = Settings(seed, wanted=frozenset({f"{katas[0].id}/{name}"}), secret=options.seed_file is not None)
    face = TerminalFace(Style(sys.stdout), course, submission)
    report = Session(course, submission).grade(katas, StoppingBench("cpu"), face, settings)
    return _status(report)


def _inline_bench(device: str) -> Any:
    from grader.bench.process import InlineBench
    from grader.bench.workbench import Workbench, unheard

    _mention("--in-process: no bench, so nothing stops a stuck or crashing submission")
    return InlineBench(Workbench(unheard), device)


def _require_device(device: str) -> None:
    if device == "cuda":
        from grader.proof.doctor import cuda_fault

        if fault := cuda_fault():
            raise EnvironmentFault(fault)


def _mention(words: str) -> None:
    mention("grader", words)


def _write_json(where: str, report: dict[str, Any]) -> None:
    from grader.course.files import write_whole

    text = json.dumps(report, indent=1) + "\n"
    if where == "-":
        sys.stdout.write(text)
        if fault := getattr(sys.stdout, "fault", ""):
            raise NotSaved(f"the report could not be written to standard output: {fault}")
    else:
        write_whole(Path(where), text.encode())


# -- the verbs


def _add_kata(parser: Parser) -> None:
    parser.add_argument("name", nargs="?", metavar="KATA", help="default: the kata that was graded last")


def _kata(course: Course, name: str | None, history: History) -> Kata:
    """Return the kata asked for, or the one that was graded last."""
    if name is not None:
        return course.kata(name)
    if latest := history.latest(course.katas()):
        return latest
    raise UsageError("which kata? None has been graded yet, so name one: day03/padding")


def _hint(argv: list[str]) -> int:
    parser = Parser(prog="python -m grader hint", description="Show one more hint for a kata.")
    _add_kata(parser)
    name = parser.parse_args(argv).name
    from grader.faces.aid import hint

    progress = Progress()
    hint(_kata(read_course(), name, progress.history()), progress, Style(sys.stdout))
    _mention(progress.trouble)
    return OK


def _solution(argv: list[str]) -> int:
    parser = Parser(prog="python -m grader solution", description="Show the reference beside your own, once it passes.")
    _add_kata(parser)
    parser.add_argument("--anyway", action="store_true", help="before the kata has passed")
    parser.add_argument("--others", action="store_true", help="other right ways, in place of the reference")
    parser.add_argument("--editor", action="store_true", help="the differences, in the editor that VISUAL names")
    options = parser.parse_args(argv)
    from grader.faces.aid import in_editor, others, solution

    progress = Progress()
    kata = _kata(read_course(), options.name, progress.history())
    if options.editor:
        shown = in_editor(kata, progress, anyway=options.anyway)
    else:
        show = others if options.others else solution
        shown = show(kata, progress, Style(sys.stdout), anyway=options.anyway)
    _mention(progress.trouble)
    return OK if shown else NOT_PASSED


def _reset(argv: list[str]) -> int:
    parser = Parser(prog="python -m grader reset", description="Put a stub back; what was there is kept.")
    _add_kata(parser)
    name = parser.parse_args(argv).name
    from grader.faces.aid import reset

    reset(_kata(read_course(), name, _history()), Style(sys.stdout))
    return OK


def _figure(argv: list[str]) -> int:
    parser = Parser(prog="python -m grader figure", description="Draw a day's picture with the submission's functions.")
    parser.add_argument("name", metavar="DAY")
    parser.add_argument("--against", type=Path, default=ROOT / "katas", metavar="DIR", help="whose functions")
    parser.add_argument("--out", type=Path, metavar="FILE", help="the PNG (default: figures/DAY.png)")
    options = parser.parse_args(argv)
    from grader.judge.submission import Submission
    from grader.study.figure import draw

    course = read_course()
    day = course.day(options.name)
    path = options.out or ROOT / "figures" / f"{day.name}.png"
    draw(day, Submission(options.against.resolve()), path)
    print(path)
    return OK


def _doctor(argv: list[str]) -> int:
    Parser(prog="python -m grader doctor", description="Say what this environment has and lacks.").parse_args(argv)
    from grader.proof.doctor import examine

    return OK if examine(Style(sys.stdout)) else EnvironmentFault.status


def _prove(argv: list[str]) -> int:
    parser = Parser(prog="python -m grader prove", description="Prove the course: for its authors.")
    parser.add_argument("names", nargs="*", metavar="NAME")
    options = parser.parse_args(argv)
    from grader.proof.authoring import prove

    course = read_course()
    return prove(course, _selected(course, options.names)[0], Style(sys.stdout))


def _stub(argv: list[str]) -> int:
    parser = Parser(
        prog="python -m grader stub",
        description="Write stubs from their solutions, and the contents of their lessons: for the authors.",
    )
    parser.add_argument("names", nargs="*", metavar="NAME")
    options = parser.parse_args(argv)
    from grader.course.lesson import write_contents
    from grader.course.stubs import write_stub

    course = read_course()
    katas = _selected(course, options.names)[0]
    for kata in katas:
        print(f"{write_stub(kata)}: {kata.stub.relative_to(ROOT)}")
    for name in dict.fromkeys(kata.day for kata in katas):
        print(f"{write_contents(course.day(name))}: {course.day(name).lesson.relative_to(ROOT)}")
    return OK


def _pictures(argv: list[str]) -> int:
    parser = Parser(
        prog="python -m grader pictures",
        description="Draw the pictures of lessons from the solutions: for the authors.",
    )
    parser.add_argument("names", nargs="*", metavar="NAME")
    options = parser.parse_args(argv)
    from grader.judge.submission import Submission
    from grader.study.figure import draw_picture

    course = read_course()
    for kata in _selected(course, options.names)[0]:
        day = course.day(kata.day)
        draw_picture(day, kata, Submission(ROOT / "solutions"), day.picture(kata))
        print(day.picture(kata).relative_to(ROOT))
    return OK


def _watch(argv: list[str]) -> int:
    parser = Parser(prog="python -m grader watch", description="Grade what is saved, as it is saved.")
    parser.add_argument("names", nargs="*", metavar="NAME", help="days or katas (default: all)")
    options = parser.parse_args(argv)
    from grader.faces.watch import Watch
    from grader.judge.submission import Submission

    course = read_course()
    return Watch(course, _selected(course, options.names)[0], Submission(ROOT / "katas"), Style(sys.stdout)).run()


def _next(argv: list[str]) -> int:
    Parser(prog="python -m grader next", description="Print the next kata's file and nothing else.").parse_args(argv)

    history = _history()
    unfinished = (kata for kata in read_course().katas() if history.state(kata) is not State.PASSED)
    if first := next(unfinished, None):
        print(first.stub)
        return OK
    raise UsageError("there is no next kata: every one has passed")


def _log(argv: list[str]) -> int:
    parser = Parser(prog="python -m grader log", description="Write or refresh the log of a day or a week.")
    parser.add_argument("name", metavar="DAY", help="day05, or week1 for the week's summary")
    name = parser.parse_args(argv).name
    from grader.study.log import WEEKS, write_log

    course = read_course()
    figure = None if name in WEEKS or name.startswith("week") else _own_figure(course, name)
    print(write_log(course, name, _history(), figure))
    return OK


def _report(argv: list[str]) -> int:
    parser = Parser(prog="python -m grader report", description="Write the report: one page of HTML, whole in itself.")
    parser.add_argument("--out", type=Path, default=ROOT / "report.html", metavar="FILE", help="default: report.html")
    path = parser.parse_args(argv).out
    from grader.faces.report import write_report

    course, history = read_course(), _history()
    figures = {
        day.name: _own_figure(course, day.name) for day in course.days if any(history.of(kata) for kata in day.katas)
    }
    write_report(course, history, {name: path for name, path in figures.items() if path}, path)
    print(path)
    return OK


def _own_figure(course: Course, name: str) -> Path | None:
    """Draw a day's figure with the learner's functions, if need be; None where it cannot be drawn yet."""
    from grader.judge.submission import Submission
    from grader.study.figure import draw, is_drawn

    day = course.day(name)
    path, submission = ROOT / "figures" / f"{day.name}.png", Submission(ROOT / "katas")
    try:
        if not is_drawn(day, submission, path):
            draw(day, submission, path)
    except UsageError as error:
        _mention(f"{day.name} without its figure: {error}")
        return None
    return path


def _notebook(argv: list[str]) -> int:
    parser = Parser(prog="python -m grader notebook", description="Write a day as a Jupyter notebook.")
    parser.add_argument("name", metavar="DAY")
    name = parser.parse_args(argv).name
    try:
        from grader.faces.notebook import write_notebook

        print(write_notebook(read_course().day(name)))
    except ModuleNotFoundError as error:
        raise EnvironmentFault(f"{error.name} is missing: pip install -c constraints.txt -e '.[notebooks]'") from None
    return OK


VERBS: dict[str, Callable[[list[str]], int]] = {
    "debug": _debug,
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
    "pictures": _pictures,
}
