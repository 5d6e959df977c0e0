"""Wrong turns of day08/experiment."""

import hashlib
import json

from grader.mutants import lenient, wrong
from solutions.day08 import experiment as right


def named(text):
    return hashlib.sha256(text.encode()).hexdigest()


@wrong(
    "config_hash",
    because="The hash depends on the order in which the settings were written down: equal settings get two names. "
    "Sort the keys.",
)
def keys_as_they_come(config):
    return named(json.dumps(config, separators=(",", ":")))


@wrong(
    "config_hash",
    because="Only the outer keys are sorted. The dictionaries inside still come in the order in which they were "
    "written.",
)
def sorts_the_outer_keys(config):
    return named(json.dumps(dict(sorted(config.items())), separators=(",", ":")))


@wrong(
    "config_hash",
    because="There are spaces behind commas and colons: json.dumps puts them there unless `separators` says otherwise.",
)
def with_spaces(config):
    return named(json.dumps(config, sort_keys=True))


@wrong(
    "config_hash",
    because="Letters beyond ASCII are hashed as they are. They are to be escaped, as json.dumps does by itself.",
)
def not_escaped(config):
    return named(json.dumps(config, sort_keys=True, separators=(",", ":"), ensure_ascii=False))


@wrong(
    "config_hash",
    because="The lists are sorted too. Their order means something: layers of 64, 16 and 32 are another network "
    "than 16, 32 and 64.",
)
def sorts_lists(config):
    def ordered(value):
        if isinstance(value, dict):
            return {key: ordered(item) for key, item in value.items()}
        return sorted(map(ordered, value), key=str) if isinstance(value, list) else value

    return right.config_hash(ordered(config))


def state(repo, *arguments):
    commit, changed = right.git_state(repo)
    if commit is None:
        return commit, changed
    return commit, sorted(path for path in right._git(repo, *arguments).split("\0") if path)


@wrong(
    "git_state",
    because="New files are not seen: only those that Git knows already are listed. A run with a new module that "
    "nobody has committed cannot be repeated.",
)
def no_new_files(repo):
    return state(repo, "diff", "HEAD", "--name-only", "--no-renames", "-z")


@wrong(
    "git_state",
    because="What is staged is not seen: git diff without a commit compares the files with the index, not with HEAD.",
)
def nothing_staged(repo):
    commit, changed = right.git_state(repo)
    if commit is None:
        return commit, changed
    return commit, sorted(
        {
            path
            for arguments in (
                ["diff", "--name-only", "-z"],
                ["ls-files", "--others", "--exclude-standard", "--full-name", "-z", ":/"],
            )
            for path in right._git(repo, *arguments).split("\0")
            if path
        }
    )


@wrong(
    "git_state",
    because="A new folder is one entry, whatever is in it: git status shows each new file with --untracked-files=all.",
)
def folders_for_files(repo):
    commit, changed = right.git_state(repo)
    if commit is None:
        return commit, changed
    status = right._git(repo, "status", "--porcelain", "-z", "--no-renames")
    return commit, sorted(entry[3:] for entry in status.split("\0") if entry)


@wrong(
    "git_state",
    because="Names with a space or with letters beyond ASCII are in quotation marks, with the letters as numbers: "
    "git status does so for people's eyes. With -z it does not.",
)
def quoted_names(repo):
    commit, changed = right.git_state(repo)
    if commit is None:
        return commit, changed
    status = right._git(repo, "status", "--porcelain", "--untracked-files=all", "--no-renames")
    return commit, sorted(line[3:] for line in status.splitlines() if line)


@wrong(
    "git_state",
    because="The first letter of some paths is cut off: the text was stripped, but the first of the two letters "
    "before a path may be a space.",
)
def stripped(repo):
    commit, changed = right.git_state(repo)
    if commit is None:
        return commit, changed
    status = right._git(repo, "status", "--porcelain", "-z", "--untracked-files=all", "--no-renames").strip()
    return commit, sorted(entry[3:] for entry in status.split("\0") if entry)


@wrong(
    "git_state",
    because="The commit is shortened. Seven digits are unique today and perhaps not in a year: keep the full hash.",
)
def short_hash(repo):
    commit, changed = right.git_state(repo)
    return commit and right._git(repo, "rev-parse", "--short", "HEAD").strip(), changed


@wrong(
    "git_state",
    because="A folder that is no repository ends the run: Git's exit status or its absence is an exception here. A "
    "record without a commit is better than no training.",
)
def fails_without_a_repository(repo):
    right._git(repo, "rev-parse", "--verify", "HEAD")
    return right.git_state(repo)


@lenient(
    "record",
    because='A run without a seed is recorded as if it could be repeated: get("seed") gives None, and nobody '
    "notices before it is too late.",
)
def seed_of_nothing(config, metrics, repo):
    return right.record({"seed": None, **config}, metrics, repo)


@wrong(
    "record",
    because="The files that differ from the commit are left out, so the record says that the commit made these "
    "numbers. It did not.",
)
def as_if_clean(config, metrics, repo):
    return {**right.record(config, metrics, repo), "changed_since": []}


@wrong(
    "record",
    because="The record holds the metrics' place for the settings and the settings' for the metrics.",
)
def exchanged(config, metrics, repo):
    entry = right.record(config, metrics, repo)
    return {**entry, "config": entry["metrics"], "metrics": entry["config"]}
