"""Plain data: what may leave a bench, and how a hidden case is stored.

Numbers, text, lists, tuples, dictionaries, arrays and tensors become a tree of JSON and a
list of buffers, and come back from it. Nothing is unpickled, so nothing can be executed by reading.
"""

from __future__ import annotations

import json
import struct
import sys
from dataclasses import dataclass
from typing import Any

import numpy as np

ARRAY_KINDS = "biufcUS"  # bool, integers, floats, complex, text: no objects, which would need pickle
BUFFER_LIMIT = 1 << 30  # a reply of more than a gigabyte is an accident


class NotPlain(TypeError):
    """The value has parts that are not plain data."""


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
    buffers: list[bytes] = []
    try:
        return _tree(value, buffers), buffers
    except RecursionError:
        raise NotPlain("a structure that contains itself") from None


def decode(tree: Any, buffers: list[bytes]) -> Any:
    """Return the value that `encode` took apart."""
    if isinstance(tree, list):
        return [decode(item, buffers) for item in tree]
    if not isinstance(tree, dict):
        return tree
    ((tag, body),) = tree.items()
    match tag:
        case "tuple":
            return tuple(decode(item, buffers) for item in body)
        case "dict":
            return {decode(key, buffers): decode(item, buffers) for key, item in body}
        case "array":
            return _array(body, buffers)
        case "scalar":
            return _array(body, buffers)[()]
        case "tensor":
            return Tensor(_array(body["array"], buffers), body["dtype"], body["device"], body["grad"])
        case "complex":
            return complex(*body)
        case "bytes":
            return buffers[body]
    raise ValueError(f"unknown tag {tag!r} in plain data")


def dumps(value: Any) -> bytes:
    """Return plain data as one string of bytes."""
    tree, buffers = encode(value)
    head = json.dumps([tree, [len(buffer) for buffer in buffers]]).encode()
    return b"".join([struct.pack("<Q", len(head)), head, *buffers])


def loads(data: bytes) -> Any:
    """Return the value written by `dumps`; ValueError where the bytes are not such a value."""
    try:
        (size,) = struct.unpack_from("<Q", data)
        tree, lengths = json.loads(data[8 : 8 + size])
        if 8 + size + sum(lengths) != len(data):
            raise ValueError("its parts do not add up to its length")
        buffers, start = [], 8 + size
        for length in lengths:
            buffers.append(data[start : start + length])
            start += length
        return decode(tree, buffers)
    except (struct.error, TypeError, KeyError, IndexError, RecursionError) as error:
        raise ValueError(f"not plain data: {error}") from None


def _tree(value: Any, buffers: list[bytes]) -> Any:
    if value is None or type(value) in (bool, int, float, str):
        return value
    if isinstance(value, np.generic):
        return {"scalar": _body(np.asarray(value), buffers)}
    if isinstance(value, np.ndarray):
        return {"array": _body(_base(value), buffers)}
    if isinstance(value, Tensor):
        body = _body(value.array, buffers)
        return {"tensor": {"array": body, "dtype": value.dtype, "device": value.device, "grad": value.grad}}
    if is_tensor(value):
        return _tree(_from_torch(value), buffers)
    if isinstance(value, tuple):
        return {"tuple": [_tree(item, buffers) for item in value]}
    if isinstance(value, list):
        return [_tree(item, buffers) for item in value]
    if isinstance(value, dict):
        return {"dict": [[_tree(key, buffers), _tree(item, buffers)] for key, item in value.items()]}
    if isinstance(value, bytes):
        buffers.append(value)
        return {"bytes": len(buffers) - 1}
    if type(value) is complex:
        return {"complex": [value.real, value.imag]}
    raise NotPlain(f"{type(value).__module__}.{type(value).__qualname__} is not plain data")


def _base(array: np.ndarray) -> np.ndarray:
    """Return a subclass's values as a bare array: what leaves the bench has no methods of its own."""
    return array if type(array) is np.ndarray else np.array(array, subok=False)


def _body(array: np.ndarray, buffers: list[bytes]) -> dict[str, Any]:
    if array.dtype.kind not in ARRAY_KINDS:
        raise NotPlain(f"an array of dtype {array.dtype} is not plain data")
    if array.nbytes > BUFFER_LIMIT:
        raise NotPlain(f"an array of {array.nbytes} bytes is too large to be returned")
    buffers.append(array.tobytes())
    return {"buffer": len(buffers) - 1, "dtype": array.dtype.str, "shape": list(array.shape)}


def _array(body: dict[str, Any], buffers: list[bytes]) -> np.ndarray:
    dtype = np.dtype(body["dtype"])
    if dtype.kind not in ARRAY_KINDS:
        raise ValueError(f"dtype {dtype} in plain data")
    return np.frombuffer(buffers[body["buffer"]], dtype).reshape(body["shape"]).copy()


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
