"""Other right ways to write day08/experiment."""

import hashlib
import json
import os
import subprocess
import sys
from importlib import metadata

import numpy as np
import torch

from grader.mutants import right
from solutions.day08 import experiment as reference


@right("config_hash")
def by_hand(config):
    def written(value):
        if isinstance(value, dict):
            return "{" + ",".join(f"{json.dumps(key)}:{written(value[key])}" for key in sorted(value)) + "}"
        if isinstance(value, (list, tuple)):
            return "[" + ",".join(map(written, value)) + "]"
        return json.dumps(value)

    digest = hashlib.new("sha256")
    digest.update(written(config).encode("utf-8"))
    return digest.digest().hex()


@right("git_state")
def by_diff_and_ls_files(repo):
    def git(*arguments, folder=repo):
        done = subprocess.run(["git", *arguments], cwd=os.fspath(folder), capture_output=True)
        return done.stdout.decode() if done.returncode == 0 else None

    try:
        commit = git("rev-parse", "--verify", "HEAD")
    except FileNotFoundError:
        return None, []
    if not commit:
        return None, []
    root = git("rev-parse", "--show-toplevel").rstrip("\n")
    known = git("diff", "HEAD", "--name-only", "--no-renames", "-z", folder=root).split("\0")
    new = git("ls-files", "--others", "--exclude-standard", "-z", folder=root).split("\0")
    return commit.rstrip(), sorted({path for path in known + new if path})


@right("record")
def with_more(config, metrics, repo):
    reference._check_seed(config)
    commit, changed = reference.git_state(repo)
    versions = {name: metadata.version(name) for name in ("numpy", "torch")}
    if versions["torch"] != str(torch.__version__):  # the build is part of the version
        versions = {"numpy": np.__version__, "torch": torch.__version__ + ""}
    return {
        "seed": config["seed"],
        "config": dict(config),
        "metrics": dict(metrics),
        "config_hash": reference.config_hash(config),
        "commit": commit,
        "changed_since": tuple(changed),
        "versions": {**versions, "python": sys.version.split()[0]},
        "machine": os.uname().nodename,
    }
