"""What a kata forbids, kept from the submission's own file as a thing: by whatever name or way it is reached.

The function itself goes on working for everybody else, for the library uses it too; only a call from a fenced file
is refused, and costs the function that made it.
"""

from __future__ import annotations

import functools
import importlib
import inspect
import sys
from collections.abc import Callable
from types import ModuleType
from typing import Any

MUTABLE = 1 << 9  # Python's flag of a class that was made by a class statement: others cannot be changed


class NotAllowed(BaseException):
    """The submission called what the kata forbids. No Exception: a submission's own handlers must not swallow it."""


def fence(file: str, forbidden: dict[str, str]) -> None:
    """Keep the things that dotted names mean ("numpy.pad") from the code of a file; each has its reason."""
    for name, reason in forbidden.items():
        try:
            holder, attribute, thing = _find(name)
        except (ImportError, AttributeError):
            continue  # this version of the library has no such thing
        for place, key, value in _places(holder, attribute, thing):
            called = f"{name}.{key}" if inspect.ismodule(thing) else name
            _guard(place, key, value, file, f"{called} is not allowed here: {reason}")


def _find(name: str) -> tuple[Any, str, Any]:
    """Return what holds a thing, under which name, and the thing."""
    head, _, attribute = name.rpartition(".")
    try:
        holder = importlib.import_module(head)
        if not hasattr(holder, attribute):
            importlib.import_module(name)
    except ModuleNotFoundError:
        holder = _find(head)[2]
    return holder, attribute, getattr(holder, attribute)


def _places(holder: Any, attribute: str, thing: Any) -> list[tuple[Any, str, Any]]:
    """Return where a thing is called from: a class's constructor, a module's functions, the aliases of the rest."""
    if inspect.isclass(thing) and thing.__flags__ & MUTABLE:
        maker = "__new__" if thing.__init__ is object.__init__ else "__init__"
        return [(thing, maker, getattr(thing, maker))]
    if inspect.ismodule(thing):
        return [(thing, key, value) for key, value in vars(thing).items() if _is_function(key, value, thing)]
    package = holder.__name__.partition(".")[0] if inspect.ismodule(holder) else ""
    modules = [m for name, m in list(sys.modules.items()) if name.partition(".")[0] == package and m is not None]
    aliases = [(m, key) for m in modules for key, value in list(vars(m).items()) if value is thing]
    return [(place, key, thing) for place, key in dict.fromkeys([(holder, attribute), *aliases])]


def _is_function(key: str, value: Any, module: ModuleType) -> bool:
    """Return whether a module's member is a function of its package; classes are forbidden one by one."""
    package = module.__name__.partition(".")[0]
    own = (getattr(value, "__module__", None) or package).startswith(package)
    return own and callable(value) and not inspect.isclass(value) and not key.startswith("_")


def _guard(place: Any, key: str, thing: Callable[..., Any], file: str, words: str) -> None:
    @functools.wraps(thing)
    def use(*args: Any, **kwargs: Any) -> Any:
        if sys._getframe(1).f_code.co_filename == file:
            raise NotAllowed(words)
        return thing(*args, **kwargs)

    setattr(place, key, staticmethod(use) if key == "__new__" else use)
