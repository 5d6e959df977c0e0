"""Workers: a process for each submission, started here where nothing can be forked, or by the workers of a cluster."""

from __future__ import annotations

import json
import pickle
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import closing
from pathlib import Path
from typing import Any

from grader import ROOT
from grader.bench.process import Bench
from grader.classroom.results import Result
from grader.classroom.submissions import Work
from grader.classroom.terms import TRIES, Terms
from grader.course.catalogue import Kata, read_course
from grader.course.faults import EnvironmentFault, Fault
from grader.judge.gathering import Listener
from grader.judge.runner import grade
from grader.judge.submission import Submission


def grade_apart(terms: Terms, work: Work) -> Result:
    """Grade a submission in a new process; what is secret goes there through a pipe, for no other process to see."""
    command, given = [sys.executable, "-m", "grader.classroom.workers"], pickle.dumps((terms, work))
    for _ in range(TRIES):
        try:
            done = subprocess.run(
                command, input=given, capture_output=True, cwd=ROOT, timeout=terms.seconds, check=False
            )
        except subprocess.TimeoutExpired:
            return terms.late(work)
        if done.returncode == 0:
            return terms.heard(work, json.loads(done.stdout))
    return terms.lost(work, done.returncode)


class Workers:
    """Grades some submissions at a time on this machine."""

    def __init__(self, terms: Terms, jobs: int) -> None:
        self._terms, self._jobs = terms, jobs

    def grade(self, works: Iterable[Work], take: Callable[[Result], None]) -> None:
        """Grade submissions, and hand on the result of each as it comes."""
        with ThreadPoolExecutor(self._jobs) as pool:
            try:
                for done in as_completed([pool.submit(grade_apart, self._terms, work) for work in works]):
                    take(done.result())
            except BaseException:
                pool.shutdown(wait=False, cancel_futures=True)
                raise


class Cluster:
    """Grades submissions on a cluster of Dask's; what a worker that died was at, another does."""

    def __init__(self, terms: Terms, address: str, jobs: int) -> None:
        self._terms, self._address, self._jobs = terms, address, jobs

    def grade(self, works: Iterable[Work], take: Callable[[Result], None]) -> None:
        """Grade submissions, and hand on the result of each as it comes."""
        try:
            import distributed
        except ImportError:
            raise EnvironmentFault("Dask is not installed: pip install -c constraints.txt -e .[cluster]") from None
        with self._client(distributed) as client:
            submitted = client.map(lambda work: grade_apart(self._terms, work), list(works), retries=TRIES, pure=False)
            for done in distributed.as_completed(submitted):
                take(done.result())
                done.release()

    def _client(self, distributed: Any) -> Any:
        if self._address == "local":
            return distributed.Client(n_workers=self._jobs, threads_per_worker=1, dashboard_address=None)
        try:
            return distributed.Client(self._address)
        except (OSError, ValueError) as error:
            raise EnvironmentFault(f"no cluster answers at {self._address}: {error}") from None


def _report(terms: Terms, work: Work) -> dict[str, Any]:
    """Grade a submission in this process, and return its JSON."""
    course = read_course()  # which may lie elsewhere on this machine than on that which sent the terms
    katas: list[Kata] = [course.kata(kata.id) for kata in terms.katas]
    with tempfile.TemporaryDirectory(prefix="katas-") as folder:
        root = Path(folder).resolve() / "katas"
        root.mkdir()
        work.write(root)
        with closing(Bench(jail=terms.place(root))) as bench:
            report = grade(course, katas, bench, Submission(root).recipe, Listener(), terms.settings)
        return terms.said(work, report, root)


def main() -> None:
    """Grade what comes on standard input."""
    terms, work = pickle.load(sys.stdin.buffer)
    try:
        said = _report(terms, work)
    except Fault as fault:
        said = {"fault": str(fault)}
    json.dump(said, sys.stdout)


if __name__ == "__main__":
    main()
