"""What the text of a Python file says, read without running it. Each text is parsed once."""

from __future__ import annotations

import ast
import functools
import re
from dataclasses import dataclass
from pathlib import Path

from grader.course.files import contents

Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


@dataclass(frozen=True)
class Source:
    """A module's text and what it parses to."""

    text: str
    tree: ast.Module

    @functools.cached_property
    def definitions(self) -> dict[str, Definition]:
        """The functions and classes of the module, by name, in their order."""
        return {node.name: node for node in self.tree.body if isinstance(node, DEFINITIONS)}

    @functools.cached_property
    def docstring_lines(self) -> frozenset[int]:
        """The numbers of the lines that docstrings stand on."""
        documented = (node for node in ast.walk(self.tree) if isinstance(node, (ast.Module, *DEFINITIONS)))
        docstrings = (node.body[0] for node in documented if ast.get_docstring(node) is not None)
        return frozenset(line for node in docstrings for line in range(node.lineno, (node.end_lineno or 0) + 1))

    @functools.cached_property
    def arguments(self) -> frozenset[str]:
        """The names of all arguments of the module's functions and methods."""
        return frozenset(node.arg for node in ast.walk(self.tree) if isinstance(node, ast.arg)) - {"self"}

    def _node(self, name: str) -> Definition | None:
        """Return a definition by its name, a method's being "Class.method"."""
        head, _, method = name.partition(".")
        node = self.definitions.get(head)
        if not method or node is None:
            return node
        return next((member for member in node.body if getattr(member, "name", "") == method), None)  # type: ignore[return-value]

    def parameters(self, name: str) -> tuple[str, ...]:
        """Return the names of a function's parameters; none where there is no such function."""
        node = self._node(name)
        if not isinstance(node, ast.FunctionDef):
            return ()
        return tuple(arg.arg for arg in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs))

    def defaults(self, name: str) -> dict[str, object]:
        """Return the parameters of a function that have a default, and what it is where that is a plain value."""
        node = self._node(name)
        if not isinstance(node, ast.FunctionDef):
            return {}
        arguments = node.args
        positional = [*arguments.posonlyargs, *arguments.args]
        pairs = [*zip(positional[len(positional) - len(arguments.defaults) :], arguments.defaults, strict=True)]
        pairs += [(arg, value) for arg, value in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True) if value]
        return {arg.arg: value.value for arg, value in pairs if isinstance(value, ast.Constant)}

    def optional(self, name: str) -> set[str]:
        """Return the parameters of a function that need not be given: None is their default."""
        return {argument for argument, value in self.defaults(name).items() if value is None}

    def returned(self, name: str) -> tuple[str, ...]:
        """Return the names of what a function returns: of its docstring's Returns section, or "(before, after)"."""
        head, found, section = self._docstring(name).partition("Returns\n-------\n")
        if found:
            return tuple(re.findall(r"^(\w+) : ", _first_section(section), re.MULTILINE))
        named = re.search(r"\((\w+(?:, \w+)+)\)", head.partition("\n")[0])
        return tuple(named[1].split(", ")) if named else ()

    def axes(self, name: str) -> dict[str, tuple[str, ...]]:
        """Return the letters of the shapes that a function's docstring gives its arguments: x is (N, C, H, W)."""
        _, _, section = self._docstring(name).partition("Parameters\n----------\n")
        found = re.findall(r"^([\w, ]+) : .*?shape \(([^)]*)\)", _first_section(section), re.MULTILINE)
        return {
            argument: tuple(axis.strip() for axis in shape.split(",") if axis.strip())
            for arguments, shape in found
            for argument in re.split(r", *", arguments)
        }

    def _docstring(self, name: str) -> str:
        node = self._node(name)
        return (ast.get_docstring(node) or "") if node else ""


def parse(text: bytes, name: str = "<text>") -> Source:
    """Return what a text says; SyntaxError or ValueError where it is not Python."""
    try:
        return _parsed(text, name)
    except (RecursionError, MemoryError) as error:
        raise ValueError(f"it is nested too deeply ({type(error).__name__})") from None


def read(file: Path) -> Source:
    """Return what a file says; OSError where it cannot be read, SyntaxError or ValueError where it is not Python."""
    return parse(contents(file), str(file))


def read_leniently(file: Path) -> Source:
    """Return what a file says, or an empty module where it cannot be read or is not Python."""
    try:
        return read(file)
    except (OSError, SyntaxError, ValueError):
        return parse(b"")


@functools.lru_cache(maxsize=256)
def _parsed(text: bytes, name: str) -> Source:
    tree = ast.parse(text, name)
    return Source(text.decode("utf-8", "replace"), tree)


def _first_section(text: str) -> str:
    return re.split(r"\n\w+\n---", text)[0]
