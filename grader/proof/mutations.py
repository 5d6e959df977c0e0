"""Mutations: a solution with one thing changed at a time, as slips of the keyboard and of the mind change it.

The operators are those of mutmut and cosmic-ray that fit (an operator, a comparison, a constant, a condition, a
keyword), and what goes wrong in arrays: a term dropped, a copy or guard left out, a mode, an axis or two arguments
exchanged. Docstrings, annotations, imports and the words of errors are left alone.
"""

from __future__ import annotations

import ast
import copy
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

OPERATORS: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Div,
    ast.Mod: ast.FloorDiv,
    ast.Pow: ast.Mult,
    ast.MatMult: ast.Mult,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
    ast.BitXor: ast.BitAnd,
    ast.LShift: ast.RShift,
    ast.RShift: ast.LShift,
}
BOTH_TERMS = (ast.Add, ast.Mult, ast.MatMult, ast.BitAnd, ast.BitOr)  # where either may be forgotten
COMPARISONS: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE),  # the bound itself, and the other side
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
MODULES = {"np", "torch", "nn", "F", "math", "functional", "scipy", "numpy"}
NEEDED = {"float", "int", "bool", "str", "range", "len", "enumerate", "isinstance", "iter", "next", "super", "zip"}
COMMUTATIVE = {"max", "min", "maximum", "minimum", "hypot", "add", "multiply", "gcd", "allclose", "isclose"} | {
    "transpose",
    "swapaxes",
    "mse_loss",
}
NO_SLIP = {"strict"}  # keywords that check the author, and change no value
LONGEST = 60  # characters of an expression that is shown around the part that changes


@dataclass(frozen=True)
class Mutation:
    """One change: in which function, on which line, what to what; and the module's text with it.

    `line` is the number of the line and `source` its text, by which the change is known when lines are renumbered.
    """

    function: str
    line: int
    source: str
    change: str
    text: str

    @property
    def key(self) -> tuple[str, str, str]:
        return self.function, self.source, self.change


def unchanged(text: str) -> str:
    """Return a module as mutations write it, with nothing changed."""
    return ast.unparse(ast.parse(text))


def mutations(text: str) -> list[Mutation]:
    """Return every mutation of a module, each text once, in the order of lines."""
    tree, lines = ast.parse(text), text.splitlines()
    modes = sorted(_modes(tree))
    parts = [ast.unparse(statement) for statement in tree.body]
    seen, times, found = {"\n".join(parts)}, Counter[tuple[str, str, str]](), []
    for number, statement in enumerate(tree.body):
        for place in _places(statement, Place(tree, "body", number)):
            for change in _changes(place, modes):
                mutant = "\n".join([*parts[:number], ast.unparse(tree.body[number]), *parts[number + 1 :]])
                if mutant in seen:
                    continue
                seen.add(mutant)
                source = lines[place.line - 1].strip()
                times[place.function, source, change] += 1
                again = times[place.function, source, change]
                words = change if again == 1 else f"{change} ({again})"
                found.append(Mutation(place.function, place.line, source, words, mutant))
    return sorted(found, key=lambda mutation: mutation.line)


@dataclass(frozen=True)
class Place:
    """Where a node stands: in a field of its owner, and in a list there the number of it."""

    owner: Any
    field: str
    index: int | None = None
    function: str = ""
    line: int = 1
    shown: Any = None  # the least expression that shows the change

    @property
    def node(self) -> Any:
        held = getattr(self.owner, self.field)
        return held if self.index is None else held[self.index]

    def put(self, node: Any) -> None:
        if self.index is None:
            setattr(self.owner, self.field, node)
        else:
            getattr(self.owner, self.field)[self.index] = node


# -- where something may change


def _places(node: ast.AST, at: Place) -> Iterator[Place]:
    """Yield every place below a node, and its own."""
    if isinstance(node, (ast.Raise, ast.JoinedStr, ast.Import, ast.ImportFrom, ast.Assert)):
        return
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return
    if isinstance(node, ast.keyword) and node.arg in NO_SLIP:
        return
    function = at.function
    if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
        function = f"{function}.{node.name}".removeprefix(".")
    line = getattr(node, "lineno", at.line)
    yield Place(at.owner, at.field, at.index, function, line, _shown(at, node))
    for field, value in ast.iter_fields(node):
        if field in ("annotation", "returns", "ctx", "op", "ops"):
            continue
        for index, child in enumerate(value) if isinstance(value, list) else [(None, value)]:
            if isinstance(child, ast.AST):
                yield from _places(child, Place(node, field, index, function, line))


def _shown(at: Place, node: ast.AST) -> ast.AST:
    """Return the owner of a constant or a name where that is short: "x[0]" says more than "0"."""
    around = isinstance(at.owner, (ast.expr, ast.keyword, ast.arguments, ast.Slice))
    small = isinstance(getattr(node, "operand", node), (ast.Constant, ast.Name))
    return at.owner if around and small and len(ast.unparse(at.owner)) <= LONGEST else node


def _changes(place: Place, modes: list[str]) -> Iterator[str]:
    """Make every change of a place in turn, saying what it is while it stands."""
    node = place.node
    for new in _replacements(node, place, modes):
        before = _words(place.shown)
        place.put(new)
        after = _words(new if place.shown is node else place.shown)
        yield f"{before} -> {after}"
        place.put(node)
    yield from _taken_away(place)


def _words(node: ast.AST) -> str:
    """Return a node in one line; of a statement, its first."""
    return ast.unparse(node).partition("\n")[0]


def _taken_away(place: Place) -> Iterator[str]:
    """Take one after another out of a node's keywords, conditions and decorators."""
    node = place.node
    for field in ("keywords", "ifs", "decorator_list"):
        held = getattr(node, field, [])
        for index, one in enumerate(held):
            if field == "keywords" and (one.arg in {None, *NO_SLIP} or isinstance(node, ast.ClassDef)):
                continue
            setattr(node, field, held[:index] + held[index + 1 :])
            yield f"{'@' if field == 'decorator_list' else ''}{ast.unparse(one)} -> left out"
            setattr(node, field, held)


# -- what a node may become


def _replacements(node: Any, place: Place, modes: list[str]) -> Iterator[Any]:
    is_a_set = isinstance(node, ast.Tuple) and isinstance(place.owner, ast.Compare)  # x in ("a", "b")
    if (method := OF_KIND.get(type(node).__name__)) and not is_a_set:
        yield from method(node)
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value in modes:
        yield ast.Constant(modes[(modes.index(node.value) + 1) % len(modes)] if len(modes) > 1 else f"{node.value}_")


def _with(node: Any, **fields: Any) -> Any:
    new = copy.copy(node)
    for name, value in fields.items():
        setattr(new, name, value)
    return new


def _of_operation(node: ast.BinOp) -> Iterator[ast.AST]:
    yield _with(node, op=OPERATORS[type(node.op)]())
    yield node.left
    if isinstance(node.op, BOTH_TERMS):
        yield node.right


def _of_sign(node: ast.UnaryOp) -> Iterator[ast.AST]:
    yield node.operand


def _of_comparison(node: ast.Compare) -> Iterator[ast.AST]:
    for index, op in enumerate(node.ops):
        for other in COMPARISONS[type(op)]:
            yield _with(node, ops=[*node.ops[:index], other(), *node.ops[index + 1 :]])
    if len(node.ops) > 1:
        yield _with(node, ops=node.ops[:-1], comparators=node.comparators[:-1])
        yield _with(node, left=node.comparators[0], ops=node.ops[1:], comparators=node.comparators[1:])


def _of_condition(node: ast.BoolOp) -> Iterator[ast.AST]:
    yield _with(node, op=ast.Or() if isinstance(node.op, ast.And) else ast.And())
    for index in range(len(node.values)):
        left = node.values[:index] + node.values[index + 1 :]
        yield left[0] if len(left) == 1 else _with(node, values=left)


def _of_choice(node: ast.IfExp) -> Iterator[ast.AST]:
    yield from (node.body, node.orelse)


def _of_constant(node: ast.Constant) -> Iterator[ast.AST]:
    if isinstance(node.value, bool):
        yield ast.Constant(not node.value)
    elif isinstance(node.value, int | float):
        yield ast.Constant(node.value + 1)
        if isinstance(node.value, int):
            less = node.value - 1
            yield ast.Constant(less) if less >= 0 else ast.UnaryOp(ast.USub(), ast.Constant(-less))


def _of_call(node: ast.Call) -> Iterator[ast.AST]:
    args = node.args
    called, name = node.func, getattr(node.func, "attr", getattr(node.func, "id", ""))
    for i in range(len(args) - 1):
        if name not in COMMUTATIVE and not any(isinstance(arg, ast.Starred) for arg in args[i : i + 2]):
            yield _with(node, args=[*args[:i], args[i + 1], args[i], *args[i + 2 :]])
    if len(args) == 1 and not isinstance(args[0], ast.Starred | ast.GeneratorExp) and _is_small(name):
        yield args[0]
    if isinstance(called, ast.Attribute) and _is_value(called.value):
        yield called.value


def _is_small(name: str) -> bool:
    """Whether a call may be left out: not one that makes a module, nor one without which nothing runs."""
    return name[:1].islower() and name not in NEEDED


def _is_value(node: ast.AST) -> bool:
    """Whether a method is called of something that could stand there itself."""
    of_super = isinstance(node, ast.Call) and getattr(node.func, "id", "") == "super"
    root = node
    while isinstance(root, ast.Attribute):
        root = root.value
    return not of_super and not (isinstance(root, ast.Name) and root.id in MODULES | {"self"})


def _of_slice(node: ast.Slice) -> Iterator[ast.AST]:
    for field in ("lower", "upper", "step"):
        if getattr(node, field) is not None:
            yield _with(node, **{field: None})


def _of_tuple(node: ast.Tuple) -> Iterator[ast.AST]:
    plain = all(isinstance(one, ast.Constant | ast.Slice) or not _is_value(one) for one in node.elts)  # or types
    if not isinstance(node.ctx, ast.Load) or plain:
        return
    for i in range(len(node.elts) - 1):
        yield _with(node, elts=[*node.elts[:i], node.elts[i + 1], node.elts[i], *node.elts[i + 2 :]])


def _of_if(node: ast.If) -> Iterator[ast.AST]:
    if isinstance(node.body[-1], ast.Raise) and not node.orelse:
        yield ast.Pass()  # a guard
    else:
        yield _with(node, test=ast.UnaryOp(ast.Not(), node.test))


def _of_statement(node: ast.Expr) -> Iterator[ast.AST]:
    if isinstance(node.value, ast.Call):
        yield ast.Pass()


def _of_assignment(node: ast.Assign) -> Iterator[ast.AST]:
    """Leave out what is written into an array or an object; a name that is never set is no slip."""
    if all(isinstance(target, ast.Subscript | ast.Attribute) for target in node.targets):
        yield ast.Pass()


def _of_update(node: ast.AugAssign) -> Iterator[ast.AST]:
    yield _with(node, op=OPERATORS[type(node.op)]())
    yield ast.Assign([node.target], node.value, lineno=node.lineno)
    yield ast.Pass()


def _of_with(node: ast.With) -> Iterator[ast.AST]:
    if all(item.optional_vars is None for item in node.items):
        yield ast.If(ast.Constant(True), node.body, [])


def _of_break(node: ast.Break) -> Iterator[ast.AST]:
    yield ast.Continue()


def _of_continue(node: ast.Continue) -> Iterator[ast.AST]:
    yield ast.Break()


OF_KIND: dict[str, Any] = {
    "BinOp": _of_operation,
    "UnaryOp": _of_sign,
    "Compare": _of_comparison,
    "BoolOp": _of_condition,
    "IfExp": _of_choice,
    "Constant": _of_constant,
    "Call": _of_call,
    "Slice": _of_slice,
    "Tuple": _of_tuple,
    "If": _of_if,
    "Expr": _of_statement,
    "Assign": _of_assignment,
    "AugAssign": _of_update,
    "With": _of_with,
    "Break": _of_break,
    "Continue": _of_continue,
}


def _modes(tree: ast.Module) -> set[str]:
    """Return the texts that name a mode: those compared with, looked up, keys, or defaults."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare):
            found |= _texts([node.left, *node.comparators])
        elif isinstance(node, ast.Dict):
            found |= _texts(node.keys)
        elif isinstance(node, ast.arguments):
            found |= _texts([*node.defaults, *node.kw_defaults])
        elif isinstance(node, ast.keyword):
            found |= _texts([node.value])
    return found


def _texts(nodes: list[Any]) -> set[str]:
    each = [child for node in nodes if node for child in getattr(node, "elts", [node])]
    return {node.value for node in each if isinstance(node, ast.Constant) and isinstance(node.value, str)}
