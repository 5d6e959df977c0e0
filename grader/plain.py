"""Plain data: what may leave a bench, and how a hidden case is stored.

Numbers, text, lists, tuples, dictionaries, arrays and tensors become a tree of JSON and a
list of buffers, and come back from it. Nothing is unpickled, so nothing can be executed by reading.
Whatever comes is bounded on both sides: how many parts, how deep, how long, how many bytes.
"""

from __future__ import annotations

import itertools
import json
import math
import re
import struct
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

ARRAY_KINDS = "biufcUS"  # bool, integers, floats, complex, text: no objects, which would need pickle
DTYPE = re.compile(rf"[<>|][{ARRAY_KINDS}][0-9]{{1,9}}")  # as NumPy writes it
MOST_PARTS = 100_000  # values in lists, tuples and dictionaries, all together; an array is one
MOST_DEPTH = 50  # of lists in lists
MOST_TEXT = 100_000  # characters of all texts together
MOST_DIGITS = 4_000  # of a whole number; Python itself reads no more than 4,300
MOST_BYTES = 64 << 20  # of all arrays together
MOST_TREE = 8 << 20  # bytes of JSON
MOST_DATA = MOST_BYTES + MOST_TREE + 8  # bytes of what `dumps` writes


class NotPlain(TypeError):
    """The value has parts that are not plain data."""


class TooLarge(NotPlain):
    """The value is plain data, but more of it than any right result has."""


@dataclass(frozen=True, eq=False)
class Tensor:
    """A torch tensor as plain data, so that the grader need not import torch.

    `array` holds the values (float32 where NumPy has no such dtype, as for bfloat16), `dtype`
    is torch's name for the type ("float32"), `device` where it lived, and `grad` whether
    gradients can flow through it.
    """

    array: np.ndarray
    dtype: str
    device: str = "cpu"
    grad: bool = False


def encode(value: Any) -> tuple[Any, list[bytes]]:
    """Return `value` as a JSON tree and the buffers it points to."""
    encoder = Encoder()
    return encoder.tree(value), encoder.buffers


def decode(tree: Any, buffers: list[bytes]) -> Any:
    """Return the value that `encode` took apart; ValueError where it cannot have come from there."""
    return Decoder(buffers).value(tree)


def taken(value: Any) -> Any:
    """Return what a submission returned, as plain data that nothing it does can change any more."""
    encoder = ForeignEncoder()
    return decode(encoder.tree(value), encoder.buffers)


def dumps(value: Any) -> bytes:
    """Return plain data as one string of bytes."""
    tree, buffers = encode(value)
    head = json.dumps([tree, [len(buffer) for buffer in buffers]]).encode()
    return b"".join([struct.pack("<Q", len(head)), head, *buffers])


def loads(data: bytes) -> Any:
    """Return the value written by `dumps`; ValueError where the bytes are not such a value."""
    try:
        (size,) = struct.unpack_from("<Q", data)
        if size > MOST_TREE or data.count(b",", 8, 8 + size) > 10 * MOST_PARTS:
            raise ValueError("its tree is too large")  # known before the time is spent to read it
        tree, lengths = json.loads(data[8 : 8 + size])
        if 8 + size + sum(lengths) != len(data) or min(lengths, default=0) < 0:
            raise ValueError("its parts do not add up to its length")
        buffers, start = [], 8 + size
        for length in lengths:
            buffers.append(data[start : start + length])
            start += length
        return decode(tree, buffers)
    except (struct.error, TypeError, KeyError, IndexError, RecursionError, OverflowError) as error:
        raise ValueError(f"not plain data: {error}") from None


class Encoder:
    """Takes one value apart into a tree and buffers."""

    # There is room for a result, and for what is said around it.
    most_parts, most_depth, most_text = 4 * MOST_PARTS, 4 * MOST_DEPTH, 10 * MOST_TEXT

    def __init__(self) -> None:
        self.buffers: list[bytes] = []
        self._counted = self._characters = self._bytes = 0

    def tree(self, value: Any, depth: int = 0) -> Any:
        """Return a value as a tree of JSON."""
        if value is None or type(value) in (bool, float):
            return value
        if type(value) is int:
            return _bounded(value)
        if type(value) is str:
            return self._text(value)
        if isinstance(value, np.generic):
            return {"scalar": self._body(np.asarray(value))}
        if isinstance(value, np.ndarray):
            return {"array": self._body(_base(value))}
        if isinstance(value, Tensor) or is_tensor(value):
            return self._tensor(value)
        if isinstance(value, tuple):
            return {"tuple": self._trees(value, depth)}
        if isinstance(value, list):
            return self._trees(value, depth)
        if isinstance(value, dict):
            pairs = self._parts(value.items(), depth)
            return {"dict": [[self.tree(key, depth + 1), self.tree(item, depth + 1)] for key, item in pairs]}
        if type(value) is bytes:
            self._weigh(len(value))
            return {"bytes": self._kept(value)}
        if type(value) is complex:
            return {"complex": [value.real, value.imag]}
        raise NotPlain(f"{type(value).__module__}.{type(value).__qualname__} is not plain data")

    def _trees(self, values: Iterable[Any], depth: int) -> list[Any]:
        return [self.tree(item, depth + 1) for item in self._parts(values, depth)]

    def _parts(self, values: Iterable[Any], depth: int) -> list[Any]:
        """Return the parts of a value, counted; a class of the submission's own may never come to their end."""
        parts = list(itertools.islice(values, self.most_parts + 1))
        self._counted += len(parts)
        if self._counted > self.most_parts:
            raise TooLarge(f"the result has more than {MOST_PARTS:,} parts: return an array")
        if depth > self.most_depth:
            raise NotPlain("a structure that contains itself, or as good as")
        return parts

    def _text(self, text: str) -> str:
        self._characters += len(text)
        if self._characters > self.most_text:
            raise TooLarge(f"the result has more than {MOST_TEXT:,} characters of text")
        return _whole(text)

    def _tensor(self, value: Any) -> Any:
        tensor = value if isinstance(value, Tensor) else _from_torch(value)
        body = self._body(tensor.array)
        return {"tensor": {"array": body, "dtype": tensor.dtype, "device": tensor.device, "grad": tensor.grad}}

    def _body(self, array: np.ndarray) -> dict[str, Any]:
        if array.dtype.kind not in ARRAY_KINDS:
            raise NotPlain(f"an array of dtype {array.dtype} is not plain data")
        self._weigh(array.nbytes)  # before it is copied
        return {"buffer": self._kept(array.tobytes()), "dtype": array.dtype.str, "shape": list(array.shape)}

    def _kept(self, data: bytes) -> int:
        self.buffers.append(data)
        return len(self.buffers) - 1

    def _weigh(self, size: int) -> None:
        self._bytes += size
        if self._bytes > MOST_BYTES:
            raise TooLarge(f"the result takes more than {MOST_BYTES >> 20} MB: no right one is as large")


class ForeignEncoder(Encoder):
    """Takes apart what a submission returned, of which nothing is known."""

    most_parts, most_depth, most_text = MOST_PARTS, MOST_DEPTH, MOST_TEXT

    def _tensor(self, value: Any) -> Any:
        if isinstance(value, Tensor):  # else a gradient could be claimed that there is not
            raise NotPlain("only torch makes tensors")
        return super()._tensor(value)


class Decoder:
    """Puts one value together again; the tree may come from anybody."""

    def __init__(self, buffers: list[bytes]) -> None:
        self._buffers = buffers
        self._counted = self._characters = self._bytes = 0

    def value(self, tree: Any, depth: int = 0) -> Any:
        """Return the value that became a tree."""
        if type(tree) is list:
            return self._values(tree, depth)
        if type(tree) is not dict:
            return self._text(tree) if type(tree) is str else tree
        ((tag, body),) = tree.items()
        match tag:
            case "tuple":
                return tuple(self._values(body, depth))
            case "dict":
                return dict(map(tuple, self._values(body, depth)))
            case "array":
                return self._array(body)
            case "scalar":
                return self._array(body)[()]
            case "tensor":
                return self._tensor(**body)
            case "complex":
                return complex(*map(float, body))
            case "bytes":
                return self._buffer(body)
        raise ValueError(f"unknown tag {tag!r} in plain data")

    def _values(self, trees: Any, depth: int) -> list[Any]:
        self._counted += len(trees)
        if type(trees) is not list or self._counted > Encoder.most_parts or depth > Encoder.most_depth:
            raise ValueError("more parts than are taken")
        return [self.value(item, depth + 1) for item in trees]

    def _text(self, text: str) -> str:
        self._characters += len(text)
        if self._characters > Encoder.most_text:
            raise ValueError("more text than is taken")
        return _whole(text)

    def _tensor(self, array: dict[str, Any], dtype: str, device: str, grad: bool) -> Tensor:
        if (type(dtype), type(device), type(grad)) != (str, str, bool):
            raise ValueError("a tensor's description is not one")
        return Tensor(self._array(array), dtype[:20], device[:20], grad)

    def _array(self, body: dict[str, Any]) -> np.ndarray:
        shape, data = body["shape"], self._buffer(body["buffer"])
        if not DTYPE.fullmatch(body["dtype"]):
            raise ValueError("an array of no plain dtype")
        dtype = np.dtype(body["dtype"])
        if dtype.kind == "U":
            _whole(data.decode("utf-32-be" if dtype.byteorder == ">" else "utf-32-le"))
        if min(shape, default=0) < 0 or math.prod(shape) * dtype.itemsize != len(data):
            raise ValueError("an array that does not fill its shape")
        return np.frombuffer(data, dtype).reshape(shape).copy()

    def _buffer(self, number: int) -> bytes:
        self._bytes += len(self._buffers[number])  # one buffer named a thousand times would be copied as often
        if self._bytes > MOST_BYTES:
            raise ValueError("more bytes than are taken")
        return self._buffers[number]


def is_tensor(value: Any) -> bool:
    """Return whether `value` is a torch tensor, without importing torch."""
    torch = sys.modules.get("torch")
    return torch is not None and isinstance(value, getattr(torch, "Tensor", ()))


def _from_torch(value: Any) -> Tensor:
    torch = sys.modules["torch"]
    held = value.detach().resolve_conj().resolve_neg()
    if held.dtype == torch.bfloat16:
        held = held.float()
    return Tensor(held.cpu().numpy(), str(value.dtype).removeprefix("torch."), value.device.type, value.requires_grad)


def _base(array: np.ndarray) -> np.ndarray:
    """Return a subclass's values as a bare array: what leaves the bench has no methods of its own."""
    return array if type(array) is np.ndarray else np.array(array, subok=False)


def _bounded(number: int) -> int:
    if number.bit_length() > MOST_DIGITS * 3.3:
        raise TooLarge(f"the result has a whole number of more than {MOST_DIGITS:,} digits")
    return number


def _whole(text: str) -> str:
    try:
        text.encode()
    except UnicodeEncodeError:
        raise NotPlain("text with half a character in it") from None
    return text
