"""Grading, the overview where nothing is asked for, and one check in the debugger."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from grader import ROOT
from grader.commands.verb import (
    NOT_PASSED,
    OK,
    Verb,
    days_and_katas,
    read_history,
    selected,
    take_names,
    take_submission,
)
from grader.course.catalogue import Course, read_course
from grader.course.faults import EnvironmentFault, NotSaved, UsageError
from grader.course.manifest import require_whole_course
from grader.course.version import version
from grader.faces.command import INTERRUPTED, mention
from grader.faces.options import Parser, add_seed, seconds, whole
from grader.faces.style import Style
from grader.judge.results import Report
from grader.judge.seed import read_seed
from grader.study.progress import State


def grade_parser(verbs: tuple[str, ...]) -> Parser:
    """Return the parser of what is no verb: names to grade, and how."""
    parser = Parser(
        prog="python -m grader",
        description="Grade katas. Without a name: the overview of the course and what is next.",
        epilog="further commands: " + ", ".join(verbs) + " (each with --help)",
    )
    take_names(parser, "a day (day03, 3), days (day01-day03, week1, all), a kata or its file, or one check of a kata")
    parser.add_argument("--version", action="version", version=version())
    parser.add_argument("--against", type=Path, metavar="DIR", help="the submission to grade (default: katas)")
    parser.add_argument("--device", choices=["cpu", "cuda"], default="cpu", help="where torch katas run")
    parser.add_argument("--json", metavar="FILE", help="write the report as JSON (- is standard output)")
    add_seed(parser, 0, "seed of the fresh cases and random inputs")
    parser.add_argument("--fresh", type=whole, default=0, metavar="N", help="add N fresh sets of hidden cases")
    parser.add_argument(
        "--limit", type=seconds, default=10.0, metavar="S", help="seconds a check may take (default: 10)"
    )
    parser.add_argument("--all", action="store_true", help="explain every check that failed, not the first alone")
    where = parser.add_mutually_exclusive_group()
    where.add_argument("--in-process", action="store_true", help="no bench, for a debugger: limits are off")
    where.add_argument("--jail", action="store_true", help="a bench that sees no answers (Linux, with bubblewrap)")
    return parser


def grade_or_overview(argv: list[str], verbs: tuple[str, ...]) -> int:
    options = grade_parser(verbs).parse_args(argv)
    course = read_course()
    if options.names or options.against is not None:
        return _grade(options, course, verbs)
    if options.json:
        raise UsageError(f"--json {options.json} of what? Name a day or a kata; the whole course is called all")
    return _overview(course)


def _overview(course: Course) -> int:
    from grader.faces.overview import overview

    history = read_history()
    overview(Style(sys.stdout), course, history)
    return OK if all(history.state(kata) is State.PASSED for kata in course.katas()) else NOT_PASSED


def _grade(options: argparse.Namespace, course: Course, verbs: tuple[str, ...]) -> int:
    katas, wanted = selected(course, options.names, verbs)
    if options.fresh:
        require_whole_course("--fresh")
    seed = read_seed(options.seed_file) if options.seed_file else options.seed
    from grader.bench.process import Bench

    root = ROOT / "katas" if options.against is None else options.against.resolve()
    bench: Any = None if options.in_process else Bench(options.device, jail=_jail(root) if options.jail else None)
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
        mention("grader", words)
    if options.json:
        _write_json(options.json, report.as_json())
    return _status(report)


def _status(report: Report) -> int:
    if report.interrupted:
        return INTERRUPTED
    if report.broken or report.unchecked:
        return EnvironmentFault.status
    return OK if report.passed else NOT_PASSED


def _jail(root: Path) -> Any:
    from grader.bench.jail import Jail

    return Jail(root)


def _inline_bench(device: str) -> Any:
    from grader.bench.process import InlineBench
    from grader.bench.workbench import Workbench, unheard

    mention("grader", "--in-process: no bench, so nothing stops a stuck or crashing submission")
    return InlineBench(Workbench(unheard), device)


def _require_device(device: str) -> None:
    if device == "cuda":
        from grader.proof.doctor import cuda_fault

        if fault := cuda_fault():
            raise EnvironmentFault(fault)


def _write_json(where: str, report: dict[str, Any]) -> None:
    from grader.course.files import write_whole

    text = json.dumps(report, indent=1) + "\n"
    if where == "-":
        sys.stdout.write(text)
        if fault := getattr(sys.stdout, "fault", ""):
            raise NotSaved(f"the report could not be written to standard output: {fault}")
    else:
        write_whole(Path(where), text.encode())


# -- one check


def _debug_arguments(parser: argparse.ArgumentParser) -> None:
    action = parser.add_argument("name", metavar="NAME", help="one check; of a kata, the first that failed")
    action.completer = days_and_katas  # type: ignore[attr-defined]
    take_submission(parser, "the submission")
    add_seed(parser, 0, "seed of the random inputs")


def _debug(options: argparse.Namespace) -> int:
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
    return _status(Session(course, submission).grade(katas, StoppingBench("cpu"), face, settings))


VERBS = (
    Verb(
        "debug",
        "Run one check in Python's debugger (pdb), stopped where it calls your function, its arguments in hand: p NAME "
        "prints one, n steps, c goes on, q leaves. Your own breakpoint() works too.",
        _debug,
        _debug_arguments,
    ),
)
