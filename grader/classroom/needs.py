"""What the days of a release lean on: the course's own modules that their files import or name, and so on."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

DOTTED = re.compile(r"\b(?:fixtures|solutions)(?:\.\w+)+")
IMPORTED = re.compile(r"\bfrom ((?:fixtures|solutions)[.\w]*) import \(?([\w, \n]+)")
AT_THE_TOP = re.compile(r"^(?:from|import) .*$", re.MULTILINE)
COMPUTED = re.compile(r"\b(solutions\.day\d\d)\.\{")  # a module whose name is put together when it runs

Part = Callable[[str], str]  # of a text, what counts


def needed(root: Path, files: Iterable[Path]) -> set[Path]:
    """Return the modules below fixtures/ and solutions/ that files name anywhere, and those that these name."""
    return _closure(root, files, lambda text: text)


def imported(root: Path, files: Iterable[Path]) -> set[Path]:
    """Return the modules that files name anywhere, and those that cannot be imported without."""
    files = list(files)
    named = {module for file in files for module in _named(root, _text(file))}
    return named | _closure(root, named, lambda text: "\n".join(AT_THE_TOP.findall(text)))


def records(root: Path, files: Iterable[Path]) -> set[Path]:
    """Return the files of data beside the simulators that any of some files names."""
    text = "\n".join(map(_text, files))
    data = (path for path in (root / "fixtures").glob("*.*") if path.suffix != ".py")
    return {path for path in data if re.search(rf"\b{re.escape(path.stem)}\b", text)}


def _closure(root: Path, files: Iterable[Path], part: Part) -> set[Path]:
    found: set[Path] = set()
    waiting = list(files)
    while waiting:
        new = set(_named(root, part(_text(waiting.pop())))) - found
        found |= new
        waiting += new
    return found


def _named(root: Path, text: str) -> Iterator[Path]:
    """Yield the modules that a text names."""
    names = set(DOTTED.findall(text))
    names |= {f"{package}.{name.split()[0]}" for package, list_ in IMPORTED.findall(text) for name in _items(list_)}
    for name in names:
        if module := _module(root, name):
            yield module
    for day in COMPUTED.findall(text):
        yield from (root / day.replace(".", "/")).glob("*.py")


def _items(names: str) -> list[str]:
    return [name for name in names.split(",") if name.split()]


def _module(root: Path, name: str) -> Path | None:
    """Return the file of a module, or of that in which a name stands."""
    while "." in name:
        file = root / f"{name.replace('.', '/')}.py"
        if file.is_file():
            return file
        name = name.rpartition(".")[0]
    return None


def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8") if file.is_file() else ""
