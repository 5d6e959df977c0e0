"""The proof of the course: what must hold of every kata before a learner meets it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from grader.bench.messages import Recipe
from grader.bench.process import AnyBench, Bench
from grader.course.catalogue import Course, Day, Kata
from grader.course.objectives import read_objectives
from grader.course.source import read
from grader.course.stubs import text_of_stub
from grader.examples import examples_of
from grader.faces.style import Style
from grader.judge.results import CheckResult, KataResult, Status
from grader.judge.series import grade_each
from grader.mutants import Mutant, misconceptions, variants
from grader.proof.budgets import check_minutes, check_shares
from grader.proof.corners import check_corners
from grader.proof.finding import Finding
from grader.proof.lessons import check_lesson

FEWEST_WRONG, FEWEST_RIGHT, FEWEST_HINTS = 3, 1, 2
MOST_WRONG = 16  # diagnoses; one slip may be made by several arithmetics
MOST_BYTES = 100_000  # of hidden cases, a kata


def prove(course: Course, katas: list[Kata], style: Style) -> int:
    """Prove the katas and the days they belong to, printing what is found; 0 if nothing is."""
    findings = list(check_course(course))
    for name in dict.fromkeys(kata.day for kata in katas):
        findings += check_day(course.day(name))
    for finding in findings:
        style.say(f" {style.paint('✗', 'red')} {finding}")
    bench = Bench()
    try:
        for kata in katas:
            found = list(check_kata(course, kata, bench))
            findings += found
            words = f"{len(misconceptions(kata))} wrong turns, {len(variants(kata))} variants"
            mark = style.paint("✗", "red") if found else style.paint("✓", "green")
            style.say(f" {mark} {kata.id:<28} {words}")
            for finding in found:
                style.say(style.wrap(str(finding), "     "))
    finally:
        bench.close()
    style.say(f"{len(findings)} findings in {len(katas)} katas")
    return 1 if findings else 0


# -- what can be said without running a submission


def check_course(course: Course) -> Iterator[Finding]:
    """Yield what does not hold of the course as a whole: its objectives, its names, its solutions' shares."""
    yield from _objectives(course)
    names = [kata.name for kata in course.katas()]
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield Finding("katas", f'two katas are called "{name}"; each name is used once')
    yield from check_shares(course)


def check_day(day: Day) -> Iterator[Finding]:
    """Yield what does not hold of a day: its minutes, its lesson, stray files."""
    yield from check_minutes(day)
    yield from check_lesson(day)
    yield from _strays(day)


def _objectives(course: Course) -> Iterator[Finding]:
    known = read_objectives()
    served = {objective for kata in course.katas() for objective in kata.objectives}
    for kata in course.katas():
        for objective in kata.objectives:
            if objective not in known:
                yield Finding(f"katas/{kata.day}/day.toml", f'{kata.name} names the unknown objective "{objective}"')
    for day in course.days:
        ours = [o for o in known if o == f"X{day.number}" or o.startswith(f"{day.number}.")]
        for objective in ours:
            if objective not in served:
                yield Finding(f"katas/{day.name}/day.toml", f"no kata serves objective {objective}: {known[objective]}")


def _strays(day: Day) -> Iterator[Finding]:
    known = {path for kata in day.katas for path in files_of(kata)} | {day.figure}
    for tree in ("katas", "solutions", "tests", "fixtures"):
        for path in sorted((day.root / tree / day.name).glob("*.*")):
            if path.suffix in (".py", ".npz") and path not in known and not path.name.startswith("_"):
                yield Finding(
                    str(path.relative_to(day.root)),
                    f"belongs to no kata: katas/{day.name}/day.toml has no such [[kata]]",
                )


def files_of(kata: Kata) -> Iterable[Path]:
    return kata.stub, kata.solution, kata.checks, kata.wrong, kata.right, kata.generator, kata.cases


def _present(kata: Kata) -> Iterator[Finding]:
    for path in files_of(kata):
        if not path.exists():
            yield Finding(str(path.relative_to(kata.root)), "is missing")


def _paperwork(kata: Kata) -> Iterator[Finding]:
    place = f"katas/{kata.day}/day.toml"
    if not (isinstance(kata.points, int) and kata.points > 0):
        yield Finding(place, f"{kata.name} is worth {kata.points} points; a positive whole number is needed")
    if kata.minutes <= 0:
        yield Finding(place, f"{kata.name} does not say how many minutes it takes")
    if len(kata.hints) < FEWEST_HINTS:
        yield Finding(place, f"{kata.name} has {len(kata.hints)} hints; {FEWEST_HINTS} are the fewest")
    if not kata.objectives:
        yield Finding(place, f"{kata.name} serves no objective")
    if kata.cases.stat().st_size > MOST_BYTES:
        yield Finding(kata.cases.name, f"{kata.cases.stat().st_size} bytes of cases; {MOST_BYTES} are the most")
    if kata.stub.read_text(encoding="utf-8") != text_of_stub(kata):
        yield Finding(f"katas/{kata.id}.py", f"is not its solution without bodies: python -m grader stub {kata.id}")


def _examples(kata: Kata) -> Iterator[Finding]:
    """Every public function and class has an example in its docstring: it is the first check a learner meets."""
    source = read(kata.solution)
    shown = {example.name.partition(".")[0] for example in examples_of(source)}
    for name in source.definitions:
        if not name.startswith("_") and name not in shown:
            yield Finding(f"solutions/{kata.id}.py", f"{name} has no example in its docstring")


# -- what the graders make of stub, solution, wrong turns and variants


def check_kata(course: Course, kata: Kata, bench: AnyBench) -> Iterator[Finding]:
    """Yield what does not hold of one kata."""
    missing = list(_present(kata))
    yield from missing
    if missing:
        return
    yield from _paperwork(kata)
    yield from _examples(kata)
    yield from check_corners(course, kata)
    wrong, right = misconceptions(kata), variants(kata)
    yield from _counts(kata, wrong, right)
    recipes = [Recipe(kata.id, str(kata.stub)), Recipe(kata.id, str(kata.solution))]
    recipes += [mutant.recipe(kata) for mutant in (*wrong, *right)]
    of_stub, of_solution, *others = grade_each(course, kata, recipes, bench)
    yield from _is_todo(f"katas/{kata.id}.py", of_stub)
    yield from _passes(f"solutions/{kata.id}.py", of_solution)
    for mutant, result in zip(wrong, others, strict=False):
        yield from _is_rejected(mutant, result)
    for mutant, result in zip(right, others[len(wrong) :], strict=True):
        yield from _passes(_place(mutant), result)


def _counts(kata: Kata, wrong: tuple[Mutant, ...], right: tuple[Mutant, ...]) -> Iterator[Finding]:
    if len(wrong) < FEWEST_WRONG:
        yield Finding(kata.wrong.name, f"{len(wrong)} wrong turns; {FEWEST_WRONG} are the fewest")
    reasons = {mutant.because for mutant in wrong}
    if len(reasons) > MOST_WRONG:
        yield Finding(kata.wrong.name, f"{len(reasons)} diagnoses; {MOST_WRONG} are the most")
    if len(right) < FEWEST_RIGHT:
        yield Finding(kata.right.name, f"{len(right)} variants; {FEWEST_RIGHT} is the fewest")


def _place(mutant: Mutant) -> str:
    return f"{mutant.file.name}: {mutant.name}"


def _is_todo(place: str, result: KataResult) -> Iterator[Finding]:
    for check in result.checks:
        if check.status is not Status.TODO:
            yield Finding(place, f"the stub is not todo but {check.status} in {check.name}{_why(check)}")


def _passes(place: str, result: KataResult) -> Iterator[Finding]:
    for check in result.checks:
        if check.status is not Status.PASSED:
            yield Finding(place, f"{check.status} in {check.name}{_why(check)}")


def _why(check: CheckResult) -> str:
    return f": {check.explanation.text()}" if check.explanation else ""


def _is_rejected(mutant: Mutant, result: KataResult) -> Iterator[Finding]:
    """A wrong turn fails, the learner reads its own diagnosis first, and never another's."""
    place = _place(mutant)
    first = result.wrong[0] if result.wrong else None
    if first is None or first.explanation is None:
        yield Finding(place, "the grader accepts this wrong turn")
        return
    if first.explanation.diagnosis != mutant.because:
        said = first.explanation.diagnosis or "no diagnosis"
        yield Finding(place, f"{first.name}, which a learner reads first, says: {said}")
    for check in result.checks:
        if check.status is Status.ERROR and check.explanation:
            yield Finding(place, f"{check.name}: {check.explanation.text()}")
        given = check.explanation.diagnosis if check.explanation else ""
        if given not in ("", mutant.because) and check is not first:
            yield Finding(place, f"{check.name} gives the diagnosis of another wrong turn: {given}")
