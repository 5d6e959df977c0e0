"""What a run needs so that somebody can repeat it: settings, seed, versions, and the state of the code.

All that is returned can be written as JSON.
"""

import hashlib
import json
import platform
import subprocess

import numpy as np
import torch


def config_hash(config):
    """Return a name for settings: equal settings have the same name, in whatever order they were written down.

    It is the SHA-256, 64 hexadecimal digits, of the settings as JSON in UTF-8, with keys sorted at every depth, no
    spaces, and every character that is not ASCII escaped.
    >>> config_hash({"rate": 0.001, "seed": 1})[:12]
    '957d8a7e5140'
    """
    raise NotImplementedError


def git_state(repo):
    """Return (commit, changed): where the code of a repository stands, and what is not as that commit has it.

    `commit` is the full hash of HEAD. `changed` is the sorted list of the paths, relative to the repository's root, of
    files that differ from the commit: changed, staged or not; deleted; new and not ignored, each file by itself. A
    file that was moved is there under both names. Where there is no repository, no commit or no Git, it is (None, []).

    >>> commit, changed = git_state(".")
    >>> changed == sorted(changed)
    True
    """
    raise NotImplementedError


def record(config, metrics, repo):
    """Return the record of a run.

    Parameters
    ----------
    config : dict
        The settings. Without a "seed" no run can be repeated: they are refused by a ValueError that names `config`.
    metrics : dict
        What was measured.
    repo : path
        The folder of the code.

    Returns
    -------
    entry : dict
        "config", "metrics"; "config_hash"; "seed", that of the settings; "commit", None where there is none;
        "changed_since", the list of files that are not as in the commit; "versions", a dictionary of the versions of
        "python", "numpy" and "torch" as text.

    >>> entry = record({"seed": 1, "rate": 0.001}, {"rmse": 0.01}, ".")
    >>> entry["seed"], sorted(entry["versions"])
    (1, ['numpy', 'python', 'torch'])
    """
    raise NotImplementedError
