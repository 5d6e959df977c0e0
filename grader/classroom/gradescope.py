"""Gradescope's autograder: a zip of the course with what Gradescope runs at its root."""

from __future__ import annotations

import secrets
import subprocess
import zipfile
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path

from grader import ROOT
from grader.classroom.edition import is_course
from grader.course.faults import EnvironmentFault, UsageError
from grader.course.files import write_whole

SCRIPTS = Path(__file__).parent / "autograder"
LEFT_OUT = ("tests/project/", "tests/browser/", "tests/ngmix/", "docs/", ".github/", ".devcontainer/", ".binder/")
AGE = (2000, 1, 1, 0, 0, 0)  # the same everywhere and always; some tools take nothing from before 1980


def write_zip(path: Path, names: list[str], torch_index: str) -> None:
    """Write the zip that grades what is named, a secret seed in it: who has the zip has the answers."""
    if path.suffix != ".zip":
        raise UsageError(f"{path} does not end in .zip, by which Gradescope knows it")
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for script in sorted(SCRIPTS.iterdir()):
            _add(archive, script.name, script.read_bytes(), 0o755)
        _add(archive, "names", f"{' '.join(names)}\n".encode(), 0o644)
        _add(archive, "torch-index", torch_index.encode(), 0o644)
        _add(archive, "seed", str(secrets.randbits(62)).encode(), 0o600)
        for name in course_files(ROOT):
            _add(archive, f"course/{name}", (ROOT / name).read_bytes(), 0o644)
    write_whole(path, stream.getvalue())


def course_files(root: Path) -> Iterable[str]:
    """Return the files of the course as the instructor has it: what git knows, and what is new and not ignored.

    What lies beside the course, such as a folder of submissions, is nothing for where another submission runs.
    """
    asked = ["git", "-C", str(root), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        said = subprocess.run(asked, capture_output=True, text=True, check=True).stdout
    except (subprocess.CalledProcessError, OSError):
        raise EnvironmentFault(f"{root} is no git clone: make the zip from a clone of the course") from None
    names = sorted({name for name in said.split("\0") if name and not name.startswith(LEFT_OUT)})
    return [name for name in names if is_course(name) and (root / name).is_file()]


def _add(archive: zipfile.ZipFile, name: str, data: bytes, mode: int) -> None:
    entry = zipfile.ZipInfo(name, AGE)
    entry.external_attr = (0o100000 | mode) << 16  # a regular file, for whoever unpacks it
    entry.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(entry, data)
