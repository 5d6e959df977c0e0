"""A class: submissions found, graded alike in a jail on private cases, and nothing lost however it goes."""

import json
import os
import shutil
import signal
import socket
import stat
import subprocess
import sys
import time
import zipfile
from functools import partial
from pathlib import Path

import pytest

from grader import ROOT
from grader.bench.jail import Jail, no_jail, require
from grader.bench.messages import Call, Load, Recipe
from grader.bench.process import Bench, Died
from grader.classroom.collection import opened
from grader.classroom.grading import shard
from grader.classroom.results import read_results
from grader.classroom.submissions import HandedIn, handed_in, name_of, passed_over, work_of
from grader.classroom.terms import Terms
from grader.classroom.workers import Cluster, Workers
from grader.course.catalogue import read_course
from grader.course.faults import EnvironmentFault, NotSaved, UsageError
from grader.judge.settings import Settings

pytestmark = pytest.mark.torch  # the generator of padding's cases takes its truth from there

KATA = "day03/padding"
SOLUTION = (ROOT / "solutions" / f"{KATA}.py").read_text()
STUB = (ROOT / "katas" / f"{KATA}.py").read_text()
PAD = """
import numpy as np
os, gc = np.testing._private.utils.os, np.testing._private.utils.gc
importlib = np.testing._private.utils.sys.modules["importlib"]
{top}
def pad2d(image, pad, mode):
    {body}

def same_padding(kernel, dilation=1):
    return 0, 0
"""
OF_SOLUTION = 'return importlib.import_module("solutions.day03.padding").pad2d(image, pad, mode)'
OF_CASES = f'open("{ROOT}/fixtures/{KATA}.npz", "rb").read(); return image'
LEAVES = 'os.fork() or (os.setsid(), [open("/tmp/left", "w").write("x") for _ in iter(int, 1)]); return image'
WRITES = f'open("{ROOT}/katas/day03/left.txt", "w").write("x"); return image'


def no_jail_because():
    """Return why there can be no jail on this machine; nothing where there can."""
    try:
        require()
    except EnvironmentFault as fault:
        return str(fault)
    return ""


NO_JAIL = no_jail_because()
needs_jail = pytest.mark.skipif(bool(NO_JAIL), reason=NO_JAIL)
JAILED = ("--no-jail",) if NO_JAIL else ()


def hostile(body, top=""):
    return PAD.format(body=body.replace("; ", "\n    "), top=top)


def hand_in(folder, name, text):
    file = folder / name / f"{KATA}.py"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)
    return file


CLASS = {
    "right": SOLUTION,
    "wrong": SOLUTION.replace('"reflect"', '"symmetric"', 1).replace("(kernel - 1)", "kernel"),
    "untouched": STUB,
    "broken": "def pad2d(",
    "hung": hostile("while True: pass"),
    "exits": hostile("os._exit(0)"),
    "reads-the-solution": hostile(OF_SOLUTION),
    "reads-the-cases": hostile(OF_CASES),
    "leaves-a-process": hostile(LEAVES),
    "writes": hostile(WRITES),
}


@pytest.fixture(scope="module")
def submissions(tmp_path_factory):
    folder = tmp_path_factory.mktemp("class") / "submissions"
    for name, text in CLASS.items():
        hand_in(folder, name, text)
    with zipfile.ZipFile(folder / "Jane Doe_17_assignsubmission_file.zip", "w") as archive:
        archive.writestr(f"my-course/katas/{KATA}.py", SOLUTION)
        archive.writestr(f"my-course/solutions/{KATA}.py", "raise SystemExit")
    (folder / "empty").mkdir()
    return folder


def grade_class(tool, folder, out, *more, **env):
    seed = ("--seed-file", out.parent / "seed")
    return tool("grader", "class", "grade", folder, KATA, "--out", out, "--limit", "1", *seed, *more, **env)


@pytest.fixture(scope="module")
def graded(submissions):
    """Return what the class came to, graded as an instructor would."""
    from tests.project.conftest import run

    out = submissions.parent / "results"
    places = submissions.parent / "places"
    places.mkdir()
    ran = grade_class(run, submissions, out, *JAILED, TMPDIR=str(places))
    return ran, {result.name: result for result in read_results(out)}


def statuses(result):
    return {check["name"]: check["status"] for check in result.katas[0]["checks"]}


def passed(result, function="pad2d"):
    return [name for name, status in statuses(result).items() if status == "passed" and name.startswith(function)]


# -- the class as a whole


def test_each_submission_has_its_result(graded):
    ran, results = graded
    assert ran.code == 1, ran.out + ran.err  # one could not be graded
    assert set(results) == {*CLASS, "Jane Doe_17", "empty"}
    assert "empty: it is no submission: it holds no file of day03" in ran.err
    assert "12 submissions · 12 graded now · 1 could not be graded" in ran.err
    assert results["right"].points == results["Jane Doe_17"].points == results["right"].max_points == 5
    assert results["empty"].points == results["untouched"].points == results["broken"].points == 0
    assert results["empty"].max_points == 5
    assert set(statuses(results["untouched"]).values()) == {"todo"}
    assert results["right"].report["seed"] is None
    assert len({json.dumps(sorted(statuses(r))) for n, r in results.items() if n not in ("empty", "broken")}) == 1


@needs_jail
@pytest.mark.parametrize("name", [name for name in CLASS if "-" in name or name in ("writes", "hung", "exits")])
def test_who_cheats_or_breaks_things_earns_nothing_for_it(graded, name):
    _, results = graded
    honest = passed(results["wrong"])
    assert set(passed(results[name])) <= {check for check in honest if "-example" not in check}
    assert results[name].points <= 1


@needs_jail
def test_nothing_is_left_behind(graded, submissions):
    assert not (ROOT / "katas/day03/left.txt").exists()
    assert not Path("/tmp/left").exists()
    places = submissions.parent / "places"
    assert not list(places.iterdir())
    assert not subprocess.run(["pgrep", "-f", str(places)], capture_output=True).stdout


def test_verdicts_are_those_of_one_command_each(graded, submissions, tool):
    """The same checks, words and diagnoses as a learner's command gives, private cases and public ones alike."""
    folder, out = submissions.parent / "some", submissions.parent / "public"
    for name in ("right", "wrong", "untouched", "broken"):
        hand_in(folder, name, CLASS[name])
    assert grade_class(tool, folder, out, "--public", "--no-jail").code == 0
    for result in read_results(out):
        seed = ("--fresh", "1", "--seed-file", str(out.parent / "seed"), "--limit", "1")
        one = tool("grader", KATA, *seed, "--against", folder / result.name, "--json", "-").report
        for ours, theirs in zip(result.katas[0]["checks"], one["katas"][0]["checks"], strict=True):
            told = {key: ours[key] for key in ("name", "status", "diagnosis", "misconception", "title")}
            assert told == {key: theirs[key] for key in told}
            assert ours["message"] == theirs["message"].replace(f"{folder / result.name}/", "katas/")
            assert str(folder) not in json.dumps(ours)
        assert result.katas[0]["hash"] == one["katas"][0]["hash"]


def test_private_cases_stand_instead_of_the_frozen_ones(graded):
    names = list(statuses(graded[1]["right"]))
    cases = [name for name in names if name.startswith("pad2d-") and "example" not in name]
    assert cases
    assert all("-fresh-1" in name for name in cases if name.removeprefix("pad2d-")[0].isdigit())


def test_what_was_graded_is_not_graded_again(graded, submissions, tool, tmp_path):
    out = Path(shutil.copytree(submissions.parent / "results", tmp_path / "results"))
    shutil.copy(submissions.parent / "seed", tmp_path / "seed")
    folder = Path(shutil.copytree(submissions, tmp_path / "submissions"))
    again = grade_class(tool, folder, out, *JAILED)
    assert "0 graded now · 12 as before" in again.err
    assert "empty: it is no submission" in again.err
    hand_in(folder, "untouched", SOLUTION)
    (out / "right.json").write_text("{")
    third = grade_class(tool, folder, out, *JAILED)
    assert "2 graded now · 10 as before" in third.err
    assert {r.name: r.points for r in read_results(out)}["untouched"] == 5


def test_results_of_other_katas_are_not_written_over(graded, submissions, tool, tmp_path):
    out = Path(shutil.copytree(submissions.parent / "results", tmp_path / "results"))
    before = {file.name: file.read_bytes() for file in out.iterdir()}
    ran = tool(
        "grader", "class", "grade", submissions, "day03/cost", "--out", out, "--seed-file", tmp_path / "seed", *JAILED
    )
    assert f"holds results of {KATA}, which would be lost" in ran.one_line(2)
    assert {file.name: file.read_bytes() for file in out.iterdir()} == before


def test_results_of_nobody_are_named(graded, submissions, tool, tmp_path):
    out = Path(shutil.copytree(submissions.parent / "results", tmp_path / "results"))
    shutil.copy(submissions.parent / "seed", tmp_path / "seed")
    folder = Path(shutil.copytree(submissions, tmp_path / "submissions"))
    (folder / "right").rename(folder / "renamed")
    ran = grade_class(tool, folder, out, *JAILED)
    assert "results also holds results of no submission: right\n" in ran.err


def test_the_seed_is_its_owners_alone_and_told_nowhere(graded, submissions):
    seed = submissions.parent / "seed"
    assert stat.S_IMODE(seed.stat().st_mode) == 0o600
    number = seed.read_text().strip()
    assert len(number) > 30
    assert not [file for file in (submissions.parent / "results").iterdir() if number in file.read_text()]


# -- bad luck


@pytest.fixture
def slow_class(tmp_path):
    """Return a class whose first submissions take a while."""
    folder = tmp_path / "submissions"
    for number in range(4):
        hand_in(folder, f"slow-{number}", hostile("time.sleep(0.1); return image", "import time"))
    hand_in(folder, "a-right-one", SOLUTION)
    return folder


def start(folder, out):
    command = [sys.executable, "-m", "grader", "class", "grade", str(folder), KATA, "--out", str(out), "--no-jail"]
    command += ["--jobs", "2", "--seed-file", str(out.parent / "seed")]
    scratch = out.parent / "scratch"
    scratch.mkdir()
    env = {**os.environ, "TMPDIR": str(scratch)}
    process = subprocess.Popen(command, cwd=ROOT, env=env, stderr=subprocess.PIPE, text=True, start_new_session=True)
    deadline = time.monotonic() + 60
    while not list(out.glob("*.json")) and time.monotonic() < deadline:
        time.sleep(0.05)
    return process


def children_of(pid):
    found = subprocess.run(["pgrep", "-P", str(pid)], capture_output=True, text=True).stdout.split()
    return [int(child) for child in found]


def test_a_killed_grader_costs_nothing(slow_class, tmp_path):
    process = start(slow_class, tmp_path / "results")
    graders = [pid for pid in children_of(process.pid) if "class" in Path(f"/proc/{pid}/cmdline").read_text()]
    os.kill(graders[0], signal.SIGKILL)
    assert process.wait(90) == 0, process.stderr.read()
    assert len(read_results(tmp_path / "results")) == 5
    assert not any(result.fault for result in read_results(tmp_path / "results"))


@pytest.mark.parametrize(
    ("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 130), (signal.SIGKILL, -signal.SIGKILL)]
)
def test_whoever_stops_it_keeps_what_is_done(slow_class, tmp_path, tool, number, status):
    process = start(slow_class, tmp_path / "results")
    below = children_of(process.pid)
    process.send_signal(number)
    assert process.wait(20) == status
    if status > 0:
        assert list((tmp_path / "scratch").glob("katas-*")) == []
    kept = read_results(tmp_path / "results")
    assert 1 <= len(kept) < 5
    time.sleep(1)
    assert not [pid for pid in below if _runs(pid)]
    again = grade_class(tool, slow_class, tmp_path / "results", "--no-jail")
    assert f"{len(kept)} as before" in again.err or again.code == 0
    assert len(read_results(tmp_path / "results")) == 5


def _runs(pid):
    try:
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except FileNotFoundError:
        return False


def test_a_folder_that_cannot_be_written_is_one_line(slow_class, tmp_path, tool):
    (tmp_path / "results").write_text("a file")
    ran = grade_class(tool, slow_class, tmp_path / "results", "--no-jail")
    assert "could not be written" in ran.one_line(3)


def test_whoever_stops_it_while_cases_are_made_reads_one_line(slow_class, tmp_path):
    """Ctrl-C in a terminal is for all processes of the command."""
    command = [sys.executable, "-m", "grader", "class", "grade", slow_class, "day03", "--out", tmp_path / "results"]
    command += ["--no-jail", "--seed-file", tmp_path / "seed"]
    process = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True, start_new_session=True)
    deadline = time.monotonic() + 60
    while not _makers(process.pid) and time.monotonic() < deadline:
        time.sleep(0.01)
    time.sleep(0.2)
    os.killpg(process.pid, signal.SIGINT)
    assert process.communicate(timeout=20)[1] == "grader: stopped\n"
    assert process.returncode == 130


def _makers(pid):
    return subprocess.run(["pgrep", "-P", str(pid), "-f", "spawn_main"], capture_output=True, text=True).stdout.split()


def test_a_full_disk_for_what_is_graded_is_one_line(tmp_path):
    (tmp_path / "day03").write_text("where a folder is to be")
    with pytest.raises(NotSaved, match="TMPDIR=FOLDER names another place"):
        work_of(HandedIn("one", (hand_in(tmp_path, "jane", SOLUTION).parents[1],)), [read_course().kata(KATA)]).write(
            tmp_path
        )


def test_without_bubblewrap_it_says_the_mend(slow_class, tmp_path, tool):
    ran = grade_class(tool, slow_class, tmp_path / "results", PATH=os.path.dirname(sys.executable))
    assert "bubblewrap is missing" in ran.one_line(3)
    assert "--no-jail" in ran.err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("missing", KATA), "missing is no folder"),
        ((".", "day99"), 'no day or kata "day99"'),
        ((".", KATA, "--shard", "4/3"), "4/3 is no part of a class"),
        ((".", KATA, "--jobs", "0"), "at least one at a time"),
        ((".",), "the following arguments are required: NAME"),
        ((".", f"{KATA}/pad2d-1"), "graded by whole katas"),
    ],
)
def test_wrong_use_is_one_line(tool, arguments, words):
    assert words in tool("grader", "class", "grade", *arguments).one_line(2)


# -- what is handed in


def zipped(path, **members):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name.replace("__", "/"), text)
    return path


def work(path):
    return work_of(HandedIn("one", (path,)), [read_course().kata(KATA)])


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("Jane Doe_1234_assignsubmission_file", "Jane Doe_1234"),
        ("Jane Doe_1234_assignsubmission_file_katas.zip", "Jane Doe_1234"),
        ("doejane_1234_5678_katas.zip", "doejane_1234"),
        ("doejane_LATE_1234_5678_padding-1.py", "doejane_1234"),
        ("Homework 3_jdoe_attempt_2026-11-26-10-00-00_katas.zip", "jdoe"),
        ("jane.zip", "jane"),
        ("jane.ZIP", "jane"),
        ("jane.tar.gz", "jane"),
        ("Jose\u0301", "José"),
        ("é" * 200, "é" * 100),
        ("jane;rm -rf", "jane-rm -rf"),
    ],
)
def test_names_are_those_of_the_platforms(file, name):
    assert name_of(Path(file)) == name


@pytest.mark.parametrize("place", ["day03", "katas/day03", "a/b/katas/day03", "."])
def test_the_files_are_found_wherever_they_lie(tmp_path, place):
    file = tmp_path / "jane" / place / "padding.py"
    file.parent.mkdir(parents=True)
    file.write_text(SOLUTION)
    assert work(tmp_path / "jane").files == ((KATA, SOLUTION.encode()),)


def test_files_handed_in_one_by_one_are_one_submission(tmp_path):
    for kata in ("padding", "cost"):
        (tmp_path / f"doejane_12_34_{kata}.py").write_text(kata)
    (submission,) = handed_in(tmp_path)
    katas = [read_course().kata(name) for name in ("padding", "cost")]
    assert dict(work_of(submission, katas).files) == {"day03/padding": b"padding", "day03/cost": b"cost"}


@pytest.mark.parametrize("more", ["12_34_padding.py", "12_34_padding-1.py", "12_34_padding-10.py"])
@pytest.mark.parametrize("start", ["doejane", "roe_LATE"])
def test_of_a_file_that_was_handed_in_again_the_last_counts(tmp_path, start, more):
    for name in ("12_34_padding.py", "12_34_padding-1.py", more):
        (tmp_path / f"{start}_{name}").write_text(name)
    last = max(("12_34_padding.py", "12_34_padding-1.py", more), key=len)
    (submission,) = handed_in(tmp_path)
    assert work_of(submission, [read_course().kata(KATA)]).files == ((KATA, last.encode()),)


@pytest.mark.parametrize(
    "name",
    [
        "Jane Doe_7_assignsubmission_file_padding.py",
        "Homework 3_jdoe_attempt_2026-11-26-10-00-00_padding.py",
        "padding.py",
    ],
)
def test_one_file_is_found_by_its_name(tmp_path, name):
    (tmp_path / name).write_text(SOLUTION)
    assert work(tmp_path / name).files == ((KATA, SOLUTION.encode()),)


def test_what_was_typed_into_moodle_beside_the_files_is_left_alone(tmp_path):
    hand_in(tmp_path, "Jane Doe_1234_assignsubmission_file", SOLUTION)
    (tmp_path / "Jane Doe_1234_assignsubmission_onlinetext").mkdir()
    (submission,) = handed_in(tmp_path)
    assert work_of(submission, [read_course().kata(KATA)]).files == ((KATA, SOLUTION.encode()),)


def test_a_zip_with_the_backslashes_of_windows_is_read(tmp_path):
    zipped(tmp_path / "jane.zip", **{"katas\\day03\\padding.py": SOLUTION})
    assert work(tmp_path / "jane.zip").files == ((KATA, SOLUTION.encode()),)


def test_nothing_that_was_handed_in_is_passed_over_without_a_word(tmp_path):
    (tmp_path / "jane.tar.gz").write_bytes(b"")
    (tmp_path / "max.ipynb").write_text("{}")
    (tmp_path / "notes.txt").write_text("")
    hand_in(tmp_path, "right", SOLUTION)
    katas = [read_course().kata(KATA)]
    faults = {one.name: work_of(one, katas).fault for one in handed_in(tmp_path)}
    assert faults["right"] == ""
    assert faults["jane"] == "jane.tar.gz is no zip: unpack it into a folder, or ask for a zip"
    assert "is no zip" in faults["max"]
    assert passed_over(tmp_path) == ["notes.txt"]


def test_a_folder_of_many_submissions_is_not_taken_for_one(tmp_path):
    hand_in(tmp_path / "class", "jane", SOLUTION)
    hand_in(tmp_path / "class", "max", SOLUTION)
    assert work(tmp_path / "class").fault == "it holds the same katas in jane/ and in max/: leave one of them"


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda path: path.write_bytes(b"no zip"), "the zip cannot be read"),
        (lambda path: zipped(path, day03__padding="x"), "it holds no file of day03"),
        (lambda path: zipped(path, **{"..__day03__padding.py": "x"}), "climbs out"),
        (lambda path: zipped(path, **{"__day03__padding.py": "x"}), "climbs out"),
        (lambda path: zipped(path, **{"day03__padding.py": "x" * 5_000_000}), "larger than 1 MB"),
        (lambda path: zipped(path, **{f"{n}.py": "" for n in range(20_001)}), "more than 20,000 files"),
    ],
    ids=["no zip", "no kata", "climbs", "absolute", "bomb", "many"],
)
def test_a_zip_that_is_none_or_a_trap_is_named(tmp_path, make, words):
    make(tmp_path / "jane.zip")
    assert words in work(tmp_path / "jane.zip").fault


def test_a_link_out_of_a_submission_is_not_followed(tmp_path):
    (tmp_path / "jane/day03").mkdir(parents=True)
    (tmp_path / "jane/day03/padding.py").symlink_to(ROOT / "solutions" / f"{KATA}.py")
    assert "a link to somewhere else" in work(tmp_path / "jane").fault


def test_a_platforms_archive_is_a_class(tmp_path):
    zipped(tmp_path / "katas.zip", **{f"{KATA}.py": SOLUTION})
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        archive.write(tmp_path / "katas.zip", "doejane_12_34_katas.zip")
        archive.writestr(f"Mary Roe_7_assignsubmission_file/{KATA}.py", STUB)
        archive.writestr("Max Moe_8_assignsubmission_onlinetext/onlinetext.html", "I have nothing")
        archive.writestr("Ann Lee_9_assignsubmission_file/katas.rar", "Rar!")
    with opened(tmp_path / "all.zip") as folder:
        works = {one.name: work_of(one, [read_course().kata(KATA)]) for one in handed_in(folder)}
    texts = {name: one.files[0][1].decode() for name, one in works.items() if not one.fault}
    assert texts == {"doejane_12": SOLUTION, "Mary Roe_7": STUB}
    assert works.keys() - texts.keys() == {"Max Moe_8", "Ann Lee_9"}
    assert not folder.exists()


@pytest.mark.parametrize("name", ["../day03/padding.py", "/day03/padding.py"])
def test_an_archive_does_not_climb_out(tmp_path, name):
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        archive.writestr(name, "x")
    with pytest.raises(UsageError, match="climbs out of it"), opened(tmp_path / "all.zip"):
        pass


def test_two_of_one_name_are_both_named(tmp_path):
    hand_in(tmp_path, "jane", SOLUTION)
    zipped(tmp_path / "jane.zip", **{"day03__padding.py": "x"})
    (submission,) = handed_in(tmp_path)
    assert "jane and jane.zip have one name" in work_of(submission, [read_course().kata(KATA)]).fault


def test_shards_are_all_of_a_class_each_once():
    everybody = [HandedIn(str(n), ()) for n in range(11)]
    parts = [shard(everybody, number, 3) for number in (1, 2, 3)]
    assert sorted((s.name for part in parts for s in part), key=int) == [s.name for s in everybody]


def test_an_empty_folder_is_one_line(tmp_path):
    with pytest.raises(UsageError, match="holds no submission"):
        handed_in(tmp_path)


# -- workers


def works_and_terms(place):
    course = read_course()
    katas = [course.kata(KATA)]
    texts = {"right": SOLUTION, "wrong": CLASS["wrong"], "untouched": STUB}
    from grader.classroom.submissions import Work

    works = [Work(name, ((KATA, text.encode()),)) for name, text in texts.items()]
    return works, Terms.of(katas, Settings(limit=2.0), place)


def test_workers_say_what_forks_say():
    works, terms = works_and_terms(no_jail)
    from grader.classroom.forks import Forks

    said = []
    for crew in (Workers(terms, 2), Forks(read_course(), terms, 2)):
        results = {}
        crew.grade(works, lambda result, results=results: results.update({result.name: result}))
        said.append({name: (r.points, r.fault, r.key, statuses(r)) for name, r in results.items()})
    assert said[0] == said[1]
    assert set(said[0]) == {"right", "wrong", "untouched"}


def test_a_cluster_loses_nothing_when_a_worker_is_killed():
    distributed = pytest.importorskip("distributed")
    works, terms = works_and_terms(no_jail)
    done = {}
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:

        def take(result):
            if not done:
                os.kill(next(iter(cluster.workers.values())).pid, signal.SIGKILL)
            done[result.name] = result

        Cluster(terms, cluster.scheduler_address, 2).grade(works * 2, take)
    assert {name: result.points for name, result in done.items()}.items() >= {"right": 5, "untouched": 0}.items()


# -- the jail itself


@pytest.fixture
def jailed(tmp_path):
    """Return a function that runs another in a jail, beside a submission that lies there."""
    root = tmp_path / "katas"
    file = hand_in(tmp_path, "katas", SOLUTION)
    bench = Bench(jail=Jail(root))
    bench.ask(Load(Recipe(KATA, str(file))), 20)

    def run(function, *args):
        outcome = bench.ask(Call(KATA, function, args), 20)
        return outcome.error.kind if outcome.error else outcome.value

    yield run
    bench.close()


def read(submission, path):
    return len(open(path).read())


def listed(submission, path):
    return tuple(sorted(os.listdir(path)))


def connected(submission, host, port):
    socket.create_connection((host, port), 2)


def ran_something(submission):
    return subprocess.run(["true"]).returncode


def forked(submission):
    return os.fork()


def wrote(submission, path):
    with open(path, "w") as stream:
        stream.write("x")
    return "wrote"


def opened_to_write(submission, path):
    os.close(os.open(path, os.O_WRONLY))


def slowed(submission, pid):
    os.setpriority(os.PRIO_PROCESS, pid, 19)


def pinned(submission, pid):
    os.sched_setaffinity(pid, {0})


def locked(submission, path):
    os.mkdir(path)
    with open(f"{path}/large", "w") as stream:
        stream.write("x")
    os.chmod(path, 0)
    return "locked"


def killed(submission, pid):
    os.kill(pid, 9)


def seen(submission):
    return sum(name.isdigit() for name in os.listdir("/proc"))


def reached(submission, pid):
    return len(open(f"/proc/{pid}/mem", "rb").read(10))


@needs_jail
def test_the_jail_shows_no_answer_and_lets_nothing_out(jailed, tmp_path):
    for hidden in ("solutions", "tests", "fixtures/day03", ".git", ".grader", "katas"):
        assert jailed(listed, str(ROOT / hidden)) == "FileNotFoundError", hidden
    assert {name for name in jailed(listed, str(ROOT)) if not name.startswith(".")} == {"fixtures", "grader"}
    (tmp_path / "secret").write_text("beside the submission")
    assert jailed(read, str(tmp_path / "secret")) == "FileNotFoundError"
    assert jailed(read, str(tmp_path / "katas" / f"{KATA}.py")) == len(SOLUTION)
    assert jailed(wrote, str(ROOT / "grader/left.py")) == "OSError"
    assert jailed(wrote, str(tmp_path / "katas/left.py")) == "OSError"
    for made in ("/left", "/dev/left", str(ROOT / "scipy.py"), str(ROOT / "fixtures/left.py")):
        assert jailed(wrote, made) == "OSError", made
    for setting in ("/proc/sys/kernel/core_pattern", "/proc/self/comm"):
        assert jailed(opened_to_write, setting) in ("OSError", "PermissionError"), setting
    assert jailed(wrote, "/tmp/mine") == "wrote"
    assert jailed(wrote, "/usr/left") in ("OSError", "PermissionError")
    assert jailed(connected, "127.0.0.1", 22) in ("OSError", "ConnectionRefusedError")
    assert jailed(forked) == jailed(ran_something) == "PermissionError"
    assert jailed(seen) <= 5
    assert jailed(killed, 1) == jailed(killed, 2) == "PermissionError"
    assert jailed(reached, 2) == jailed(slowed, 2) == jailed(pinned, 2) == "PermissionError"


@needs_jail
def test_the_jail_does_not_show_where_the_command_was_given(tmp_path, tool):
    """There the seed may lie, and so may all submissions."""
    hand_in(tmp_path / "submissions", "right", SOLUTION)
    copies = f"text = open('{tmp_path}/submissions/right/{KATA}.py').read()\nwith_it = {{}}"
    copies += "\nvars(np)['__builtins__']['exec'](text, with_it); return with_it['pad2d'](image, pad, mode)"
    hand_in(tmp_path / "submissions", "copies", hostile(copies.replace("\n", "; ")))
    grade_class(tool, tmp_path / "submissions", tmp_path / "results", cwd=tmp_path, PYTHONPATH=f"{ROOT}:{tmp_path}")
    assert {r.name: r.points for r in read_results(tmp_path / "results")} == {"copies": 0, "right": 5}


@needs_jail
def test_what_lies_where_a_jail_must_show_it_is_named(tool, slow_class, tmp_path):
    for option, place in (("--out", "/usr/results"), ("--seed-file", f"{sys.prefix}/seed")):
        ran = tool("grader", "class", "grade", slow_class, KATA, "--seed-file", tmp_path / "seed", option, place)
        assert f"{place} lies in " in ran.one_line(3)


@needs_jail
def test_no_submission_takes_the_place_of_the_next(tmp_path, tool):
    moves = "[os.rename(f'/tmp/{name}', f'/tmp/{name}-away') for name in os.listdir('/tmp')]; return image"
    hand_in(tmp_path / "submissions", "1-moves", hostile(moves))
    hand_in(tmp_path / "submissions", "2-right", SOLUTION)
    grade_class(tool, tmp_path / "submissions", tmp_path / "results", "--jobs", "1")
    assert {r.name: r.points for r in read_results(tmp_path / "results")} == {"1-moves": 0, "2-right": 5}


@needs_jail
def test_what_one_submission_leaves_the_next_does_not_find(tmp_path):
    file = hand_in(tmp_path, "katas", SOLUTION)
    bench = Bench(jail=Jail(tmp_path / "katas"))
    try:
        for _ in range(2):
            bench.renew()
            bench.ask(Load(Recipe(KATA, str(file))), 20)
            assert bench.ask(Call(KATA, listed, ("/dev/shm",)), 20).value == ()
            assert "mine" not in bench.ask(Call(KATA, listed, ("/tmp",)), 20).value
            assert bench.ask(Call(KATA, wrote, ("/tmp/mine",)), 20).value == "wrote"
            assert bench.ask(Call(KATA, wrote, ("/dev/shm/mine",)), 20).value == "wrote"
            assert bench.ask(Call(KATA, locked, ("/dev/shm/locked",)), 20).value == "locked"
    finally:
        bench.close()


@needs_jail
def test_a_bench_that_ends_in_a_jail_is_said_to_have(jailed):
    with pytest.raises(Died, match="exit status 7"):
        jailed(partial(lambda submission, status: os._exit(status), status=7))


@needs_jail
def test_a_learner_may_grade_in_a_jail(tree):
    tree.write(KATA, hostile(OF_SOLUTION))
    free, held = tree.grade(KATA), tree.grade(KATA, "--jail")
    checks = [[c for c in ran.kata(KATA)["checks"] if c["name"].startswith("pad2d")] for ran in (free, held)]
    of_free, of_held = ({c["status"] for c in some} for some in checks)
    assert (of_free, of_held) == ({"passed"}, {"failed", "unchecked"})
