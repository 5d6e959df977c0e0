"""The gate of mutations: every slip in a solution must fail its grader, or be known to change nothing.

`python -m grader.proof.mutation [NAMES]`, or `tox -e mutants`. Each solution is changed in one place at a time
(mutations.py), and each such mutant is graded until its first failed check. Who passes every check has survived.
The status is 1 where a survivor is not recorded as equivalent (equivalents.py), where a record is stale, where a
mutant could not be graded, or where too few of the others die.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import random
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from grader.bench.jail import no_jail
from grader.classroom.forks import Forks
from grader.classroom.results import Result
from grader.classroom.submissions import Work
from grader.classroom.terms import Terms
from grader.course.catalogue import Course, Kata, read_course
from grader.course.faults import BrokenCourse, Fault
from grader.course.files import contents
from grader.judge.results import Status
from grader.judge.settings import Settings
from grader.proof.equivalents import read_equivalents, record
from grader.proof.mutations import Mutation, mutations, unchanged

LEAST_IN_ALL, LEAST_OF_A_KATA = 0.99, 0.97  # shares of the mutants not equivalent that must die
REFERENCE = "reference"
PASSED, WRONG = {Status.PASSED}, {Status.FAILED, Status.ERROR}


@dataclass
class Verdict:
    """What became of a kata's mutants."""

    kata: Kata
    graded: list[Mutation]
    whole: bool  # whether all were graded, and not a sample
    survivors: list[Mutation] = field(default_factory=list)
    ungraded: list[tuple[Mutation, str]] = field(default_factory=list)
    erred: list[tuple[Mutation, str]] = field(default_factory=list)  # at which the grader itself failed
    stale: list[str] = field(default_factory=list)
    unexplained: list[Mutation] = field(default_factory=list)

    @property
    def others(self) -> int:
        """How many mutants are not equivalent."""
        return len(self.graded) - len(self.survivors) + len(self.unexplained)

    @property
    def share(self) -> float:
        """The share that dies of those that are not equivalent."""
        return 1 - len(self.unexplained) / self.others if self.others else 1.0

    @property
    def is_sound(self) -> bool:
        faults = (self.unexplained, self.ungraded, self.erred, self.stale)
        return not any(faults) and self.share >= LEAST_OF_A_KATA

    def lines(self) -> Iterator[str]:
        """Yield the verdict in words."""
        mark, known = "✓" if self.is_sound else "✗", len(self.survivors) - len(self.unexplained)
        yield f" {mark} {self.kata.id:<28} {len(self.graded):4} mutants, {self.share:6.1%} killed, {known} equivalent"
        place = f"solutions/{self.kata.id}.py"
        yield from (f"     {place}:{m.line}: {m.change}" for m in self.unexplained)
        yield from (f"     {place}:{m.line}: {m.change}: not graded: {why}" for m, why in self.ungraded)
        yield from (f"     {place}:{m.line}: {m.change}: the grader failed: {why}" for m, why in self.erred)
        yield from (f"     {words}" for words in self.stale)


def examine(course: Course, kata: Kata, sample: int = 0, jobs: int = 1) -> Verdict:
    """Return what becomes of a kata's mutants, or of so many of them: the same ones each time."""
    text = contents(kata.solution).decode()
    every = mutations(text)
    chosen = random.Random(kata.id).sample(every, sample) if 0 < sample < len(every) else every
    works = [_work(kata, REFERENCE, unchanged(text))]
    works += [_work(kata, str(number), mutation.text) for number, mutation in enumerate(chosen)]
    results: dict[str, Result] = {}

    def take(result: Result) -> None:
        if result.name == REFERENCE and (why := _wrong(result)):
            raise BrokenCourse(f"solutions/{kata.id}.py does not pass its own grader: {why}")
        results[result.name] = result

    terms = Terms((kata,), Settings(brief=True), no_jail)
    Forks(course, terms, jobs).grade(works, take)
    verdict = Verdict(kata, chosen, chosen is every)
    for number, mutation in enumerate(chosen):
        _sort(verdict, mutation, results[str(number)])
    _compare(verdict, every, read_equivalents(kata))
    return verdict


def _work(kata: Kata, name: str, text: str) -> Work:
    return Work(name, ((kata.id, text.encode()),))


def _wrong(result: Result) -> str:
    """Return what was wrong of a submission that should have passed."""
    unlike = [check for check in result.katas[0]["checks"] if check["status"] not in PASSED]
    return result.fault or "; ".join(f"{check['name']} {check['status']}: {check['message']}" for check in unlike[:1])


def _sort(verdict: Verdict, mutation: Mutation, result: Result) -> None:
    """Put a mutant where it belongs: killed, survived, not graded, or too much for the grader."""
    checks = result.katas[0]["checks"]
    erred = [check["message"] for check in checks if check["status"] == Status.ERROR]
    if result.fault:
        verdict.ungraded.append((mutation, result.fault))
    elif erred:
        verdict.erred.append((mutation, erred[0].partition("\n")[0]))
    elif not any(check["status"] in WRONG for check in checks):
        if all(check["status"] in PASSED for check in checks):
            verdict.survivors.append(mutation)
        else:
            verdict.ungraded.append((mutation, _wrong(result)))


def _compare(verdict: Verdict, every: list[Mutation], known: dict[tuple[str, str, str], str]) -> None:
    """Find the survivors that no record explains, and the records that nothing bears out any more."""
    verdict.unexplained = [mutation for mutation in verdict.survivors if mutation.key not in known]
    there, graded = ({m.key for m in some} for some in (every, verdict.graded))
    alive = {mutation.key for mutation in verdict.survivors}
    for key in known:
        if key not in there:
            verdict.stale.append(f"a record is stale, there is no such mutation: {' | '.join(key)}")
        elif key in graded and key not in alive:
            verdict.stale.append(f"a record is stale, it does not survive: {' | '.join(key)}")


def gate(course: Course, katas: Iterable[Kata], sample: int, jobs: int, records: bool = False) -> int:
    """Examine katas, printing what is found; 0 where all is well."""
    verdicts, start = [], time.perf_counter()
    for kata in katas:
        verdict = examine(course, kata, sample, jobs)
        verdicts.append(verdict)
        print("\n".join(verdict.lines()), flush=True)
        if records:
            print("".join(f"\n{record(kata, mutation)}" for mutation in verdict.unexplained), flush=True)
    graded, others, alive, survived = (
        sum(column)
        for column in zip(
            *((len(v.graded), v.others, len(v.unexplained), len(v.survivors)) for v in verdicts), strict=True
        )
    )
    share = 1 - alive / others if others else 1.0
    print(
        f"{len(verdicts)} katas, {graded} mutants: {share:.2%} of {others} killed, {alive} survivors unexplained, "
        f"{survived - alive} equivalent; {time.perf_counter() - start:.0f} s"
    )
    return 0 if share >= LEAST_IN_ALL and all(verdict.is_sound for verdict in verdicts) else 1


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m grader.proof.mutation", description=__doc__)
    parser.add_argument("names", nargs="*", help="days or katas (default: all)")
    parser.add_argument("--sample", type=int, default=0, help="so many mutants of each kata, the same each time")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="mutants graded at a time")
    parser.add_argument("--records", action="store_true", help="print what is not explained as records to fill in")
    options = parser.parse_args()
    course = read_course()
    try:
        chosen = {kata for name in options.names for kata in course.select(name)[0]}
        katas = [kata for kata in course.katas() if kata in chosen or not chosen]
        # A mutant may leave a file where it runs.
        with tempfile.TemporaryDirectory() as scratch, contextlib.chdir(scratch):
            return gate(course, katas, options.sample, options.jobs, options.records)
    except Fault as fault:
        print(fault, file=sys.stderr)
        return fault.status


if __name__ == "__main__":
    raise SystemExit(main())
