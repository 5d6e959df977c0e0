"""The submissions of a class: found in a folder, each with its name and the text of its katas."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from grader.classroom.trees import Archive, Folder, NoSubmission, Tree
from grader.course.catalogue import Kata
from grader.course.faults import NotSaved, UsageError

# What learning platforms call what they collect; the name and a number, if there is one, make the submission's name.
MOODLE = re.compile(
    r"(?P<who>.+)_(?P<number>\d+)_assignsubmission_(?:file|(?P<typed>onlinetext))(?:_(?P<file>.*))?(?:\.zip)?"
)
CANVAS = re.compile(r"(?P<who>[^_]+)(?:_LATE)?_(?P<number>\d+)_\d+_(?P<file>.+)")
BLACKBOARD = re.compile(r".+_(?P<who>[^_]+)_attempt_\d{4}(?:-\d\d){5}(?:_(?P<file>.+))?")
PLATFORMS = (MOODLE, CANVAS, BLACKBOARD)
AGAIN = re.compile(r"(?:-(\d+))?\.py")  # how a file's name ends that was handed in again
FILES = (".zip", ".py")
OTHER_FILES = (".tar", ".tgz", ".gz", ".bz2", ".xz", ".7z", ".rar", ".ipynb")  # which students hand in, too
UNSAFE = re.compile(r"[^\w.@+ -]+")
LONGEST = 200  # bytes of a name, so that files can be called so


@dataclass(frozen=True)
class HandedIn:
    """One submission as it was handed in: its name, and what lies there under that name."""

    name: str
    paths: tuple[Path, ...]


@dataclass(frozen=True)
class Work:
    """The files of one submission that are graded, as they were when they were read: (kata, text), None where missing.

    `fault` says why there is nothing to grade.
    """

    name: str
    files: tuple[tuple[str, bytes | None], ...] = ()
    fault: str = ""

    @property
    def hash(self) -> str:
        """By which it is known whether the same was graded before."""
        parts = [f"{kata} {hashlib.sha256(text).hexdigest() if text is not None else ''}" for kata, text in self.files]
        return hashlib.sha256("\n".join([*parts, self.fault]).encode()).hexdigest()

    def write(self, root: Path) -> None:
        """Write the files below a folder, as day03/padding.py; NotSaved where there is no room for them."""
        try:
            for kata, text in self.files:
                if text is not None:
                    file = root / f"{kata}.py"
                    file.parent.mkdir(exist_ok=True)
                    file.write_bytes(text)
        except OSError as error:
            why = error.strerror or str(error)
            raise NotSaved(f"{root} could not be written ({why}): TMPDIR=FOLDER names another place") from None


def handed_in(folder: Path) -> list[HandedIn]:
    """Return what a folder holds, a name each, in the order of names; those of one student are one."""
    if not folder.is_dir():
        raise UsageError(f"{folder} is no folder: class grade takes the folder in which the submissions lie")
    found: dict[str, list[Path]] = {}
    for path in _seen(folder):
        if path.is_dir() or path.suffix.lower() in (*FILES, *OTHER_FILES):
            found.setdefault(name_of(path), []).append(path)
    if not found:
        raise UsageError(f"{folder} holds no submission: neither a folder, nor a zip, nor a file of Python")
    return [HandedIn(name, tuple(paths)) for name, paths in found.items()]


def passed_over(folder: Path) -> list[str]:
    """Return what a folder holds beside the submissions, by the names of the files."""
    known = {path for submission in handed_in(folder) for path in submission.paths}
    return [path.name for path in _seen(folder) if path not in known]


def _seen(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.iterdir()) if not path.name.startswith((".", "__"))]


def name_of(path: Path) -> str:
    """Return the submission's name: "Jane Doe_1234" for what Moodle calls Jane Doe_1234_assignsubmission_file."""
    if match := _of_platform(path.name):
        name = "_".join(filter(None, (match["who"], match.groupdict().get("number"))))
    else:
        is_file = path.suffix.lower() in (*FILES, *OTHER_FILES)
        name = path.stem.removesuffix(".tar") if is_file else path.name
    whole = UNSAFE.sub("-", unicodedata.normalize("NFC", name))  # macOS takes letters and accents apart
    return whole.encode()[:LONGEST].decode(errors="ignore")


def _of_platform(name: str) -> re.Match[str] | None:
    return next(filter(None, (pattern.fullmatch(name) for pattern in PLATFORMS)), None)


def work_of(submission: HandedIn, katas: Iterable[Kata]) -> Work:
    """Return the katas' files of a submission."""
    try:
        return Work(submission.name, tuple(_files(_tree(submission), list(katas))))
    except NoSubmission as why:
        return Work(submission.name, fault=str(why))


def _tree(submission: HandedIn) -> Tree:
    paths = [path for path in submission.paths if not _is_typed(path)] or submission.paths
    if all(path.suffix.lower() == ".py" and path.is_file() for path in paths):
        return Loose(paths)
    if len(paths) > 1:
        names = " and ".join(path.name for path in paths)
        raise NoSubmission(f"{names} have one name, so that nobody knows which counts: leave one of them")
    (path,) = paths
    if path.is_file() and path.suffix.lower() in OTHER_FILES:
        raise NoSubmission(f"{path.name} is no zip: unpack it into a folder, or ask for a zip")
    if path.is_file():
        return Archive(path)
    zips = [file for file in path.glob("*.zip") if file.is_file()]
    return Archive(zips[0]) if len(zips) == 1 and not Folder(path).names() else Folder(path)


def _is_typed(path: Path) -> bool:
    """Return whether Moodle made it of what a student typed into a field, beside the files."""
    match = MOODLE.fullmatch(path.name)
    return match is not None and match["typed"] is not None


class Loose:
    """Files of Python that were handed in one by one, which platforms rename: 12_345_padding.py, 12_345_padding-1.py.

    Of those that were handed in again the last counts.
    """

    def __init__(self, files: Iterable[Path]) -> None:
        found: dict[str, tuple[int, Path]] = {}
        for file in files:
            match = _of_platform(file.name)
            name, number = (match["file"] or "", 0) if match else (file.name, 0)
            if match and (again := AGAIN.search(name)):
                name, number = f"{name[: again.start()]}.py", int(again[1] or 0)
            found[name] = max(found.get(name, (0, file)), (number, file))
        self._files = {name: file for name, (_, file) in found.items()}

    def names(self) -> list[str]:
        return list(self._files)

    def read(self, name: str) -> bytes:
        file = self._files[name]
        return Folder(file.parent).read(file.name)


def _files(tree: Tree, katas: list[Kata]) -> Iterator[tuple[str, bytes | None]]:
    """Yield each kata and its text; NoSubmission where there is none of them, or one cannot be read."""
    names = tree.names()
    root = _root(names, katas)
    loose = {PurePosixPath(name).name: name for name in names} if root is None else {}
    wanted = {kata.id: f"{root}{kata.id}.py" if root is not None else loose.get(f"{kata.name}.py") for kata in katas}
    here = set(names)
    if not here.intersection(wanted.values()):
        days = " and ".join(dict.fromkeys(kata.day for kata in katas))
        raise NoSubmission(f"it is no submission: it holds no file of {days}")
    for kata, name in wanted.items():
        try:
            yield kata, tree.read(name) if name in here else None
        except OSError as error:
            raise NoSubmission(f"{name} cannot be read: {error.strerror}") from None


def _root(names: Iterable[str], katas: Iterable[Kata]) -> str | None:
    """Return what stands before day03/padding.py in most names, the shallowest of equals; None where nothing does.

    NoSubmission where there are several as deep: it may be a folder of many submissions, and nobody knows which counts.
    """
    files = {f"{kata.id}.py" for kata in katas}
    roots: Counter[str] = Counter()
    for name in names:
        parts = PurePosixPath(name).parts
        if "/".join(parts[-2:]) in files and not {"solutions", "tests", "fixtures"}.intersection(parts[:-2]):
            roots["".join(f"{part}/" for part in parts[:-2])] += 1
    best = max(roots, key=lambda root: (roots[root], -root.count("/")), default=None)
    if best is not None and (others := [root for root in roots if root != best and root.count("/") == best.count("/")]):
        raise NoSubmission(f"it holds the same katas in {best} and in {others[0]}: leave one of them")
    return best
