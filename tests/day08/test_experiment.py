"""day08/experiment: the record of a run, against repositories that are made for each check."""

import pytest

from grader.checks import expect, refusal

SCENES = {  # what is done after the commit (content, or None for "deleted"), what of it is staged, and what has changed
    "nothing": ({}, (), []),
    "a changed file": ({"fit.py": "2"}, (), ["fit.py"]),
    "a changed file, staged": ({"fit.py": "2"}, ("fit.py",), ["fit.py"]),
    "a new file": ({"new.py": "1"}, (), ["new.py"]),
    "a new file, staged": ({"new.py": "1"}, ("new.py",), ["new.py"]),
    "two new files in a new folder": ({"lib/b.py": "1", "lib/a.py": "1"}, (), ["lib/a.py", "lib/b.py"]),
    "a deleted file": ({"data/read.py": None}, (), ["data/read.py"]),
    "a moved file, staged": ({"fit.py": None, "zeta.py": "1" * 200}, ("fit.py", "zeta.py"), ["fit.py", "zeta.py"]),
    "an ignored file": ({"notes.log": "1"}, (), []),
    "a name with a space and an umlaut": ({"a b ü.py": "1"}, (), ["a b ü.py"]),
    "several": ({"z.py": "1", "fit.py": "2", "data/read.py": None}, ("z.py",), ["data/read.py", "fit.py", "z.py"]),
}


@pytest.mark.parametrize("scene", SCENES)
def test_what_has_changed(kata, scene):
    """The commit is HEAD's, and what the tree has otherwise than the commit is listed."""
    files, staged, changed = SCENES[scene]
    found = kata.probe(state_of_a_repository, files, staged, "")
    expect(found["commit"] == found["head"]).holds(
        f"after {scene}: the commit is {found['commit']!r}, and not HEAD's full hash"
    )
    expect(found["changed"] == changed).holds(f"after {scene}: changed is {found['changed']}; it is to be {changed}")


def test_from_a_folder_inside(kata):
    """Asked in a folder inside the repository, the paths are those from the root, and the whole tree counts."""
    found = kata.probe(state_of_a_repository, {"fit.py": "2", "data/x.py": "1"}, (), "data")
    expect(found["commit"] == found["head"]).holds("asked in the folder data: the commit is not HEAD's")
    expect(found["changed"] == ["data/x.py", "fit.py"]).holds(
        f'asked in the folder data: changed is {found["changed"]}; it is to be ["data/x.py", "fit.py"]'
    )


def test_without_a_commit(kata):
    """No repository, a repository without a commit, and no Git are all (None, [])."""
    for kind in ("no repository", "no commit", "no Git"):
        found = kata.probe(without, kind)
        expect(not found["raised"]).holds(f"{kind}: git_state raises {found['raised']}; (None, []) is right")
        expect(found["commit"] is None).holds(f"{kind}: the commit is {found['commit']!r}; None is right")
        expect(found["changed"] == []).holds(f"{kind}: changed is {found['changed']}; an empty list is right")


def git(folder, *arguments):
    """Run Git as nobody, at a fixed time, so that the same commit has the same hash."""
    import os
    import subprocess

    settings = (
        "-c",
        "user.name=a",
        "-c",
        "user.email=a@b",
        "-c",
        "commit.gpgsign=false",
        "-c",
        "core.hooksPath=/dev/null",
    )
    when = {f"GIT_{who}_DATE": "2025-06-01T12:00:00+0000" for who in ("AUTHOR", "COMMITTER")}
    command, env = ["git", "-C", str(folder), *settings, *arguments], {**os.environ, **when}
    return subprocess.run(command, check=True, capture_output=True, text=True, env=env).stdout.strip()


def write(folder, files):
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        if text is None:
            path.unlink()
        else:
            path.write_text(text, encoding="utf-8")


def make_repository(folder):
    """Make a repository of one commit."""
    git(folder, "init", "-q")
    write(folder, {"fit.py": "1" * 200, "data/read.py": "1", ".gitignore": "*.log\n"})
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "first")
    return git(folder, "rev-parse", "HEAD")


def state_of_a_repository(submission, files, staged, inside):
    """Return what git_state says of a repository in which something was done since its commit."""
    import pathlib
    import tempfile

    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        head = make_repository(folder)
        write(folder, files)
        if staged:
            git(folder, "add", "-A", "--", *staged)
        commit, changed = submission.git_state(folder / inside)
    return {"head": head, "commit": commit, "changed": list(changed)}


def without(submission, kind):
    """Return what git_state says where there is nothing to say."""
    import os
    import pathlib
    import subprocess
    import tempfile

    commit, changed, raised = None, [], ""
    with tempfile.TemporaryDirectory() as name:
        if kind == "no commit":
            git(name, "init", "-q")
            write(pathlib.Path(name), {"new.py": "1"})
        path = os.environ["PATH"]
        try:
            if kind == "no Git":
                make_repository(pathlib.Path(name))
                os.environ["PATH"] = name
            commit, changed = submission.git_state(name)
        except (OSError, subprocess.SubprocessError) as error:
            raised = type(error).__name__
        finally:
            os.environ["PATH"] = path
    return {"commit": commit, "changed": list(changed), "raised": raised}


@pytest.mark.parametrize("changed", [False, True])
def test_record(kata, changed):
    """The record has all that is needed to repeat the run, and can be written as JSON."""
    found = kata.probe(recorded, changed)
    entry, words = found["entry"], "a changed tree" if changed else "a clean tree"
    for key, right in found["right"].items():
        expect(key in entry).holds(f'the record has no "{key}"')
        expect(entry[key] == right).holds(f'{words}: "{key}" is {entry[key]!r}; it is to be {right!r}')
    expect(found["inputs"], "config and metrics, which are not to be changed").equals(found["given"])


def test_record_without_a_repository(kata):
    """Where there is no repository the commit of the record is None; 0 is a seed like any other."""
    entry = kata.probe(recorded_nowhere)
    for key, right in {"seed": 0, "commit": None, "changed_since": []}.items():
        expect(key in entry and entry[key] == right).holds(
            f'seed 0, no repository: "{key}" is {entry.get(key)!r}; it is to be {right!r}'
        )


def recorded_nowhere(submission):
    import json
    import tempfile

    with tempfile.TemporaryDirectory() as name:
        return json.loads(json.dumps(submission.record({"seed": 0, "rate": 0.01}, {"rmse": 0.0123}, name)))


def recorded(submission, changed):
    """Return a record as it comes back from JSON, and what it should be."""
    import copy
    import json
    import pathlib
    import platform
    import tempfile

    import numpy as np
    import torch

    config, metrics = {"seed": 17, "rate": 0.01, "layers": [3, 4]}, {"rmse": 0.0123}
    given = copy.deepcopy([config, metrics])
    with tempfile.TemporaryDirectory() as name:
        head = make_repository(pathlib.Path(name))
        if changed:
            write(pathlib.Path(name), {"fit.py": "2", "new.py": "1"})
        entry = json.loads(json.dumps(submission.record(config, metrics, name)))
    right = {
        "config": given[0],
        "metrics": given[1],
        "config_hash": "fd0241152475a1222fcb236781f15ac82a2829ace28a3ea75d2be4dc299834cb",
        "seed": 17,
        "commit": head,
        "changed_since": ["fit.py", "new.py"] if changed else [],
        "versions": {"torch": str(torch.__version__), "numpy": np.__version__, "python": platform.python_version()},
    }
    return {"entry": entry, "right": right, "inputs": [config, metrics], "given": given}


@refusal("record")
@pytest.mark.parametrize("config", [{"rate": 0.1}, {"optimizer": {"seed": 3}}])
def test_a_config_without_a_seed(kata, config):
    """Settings without a seed are refused by name: such a run cannot be repeated."""
    kata.refuses(recorded_in_no_repository, config, naming="config")


def recorded_in_no_repository(submission, config):
    return submission.record(config, {}, ".")["seed"]
