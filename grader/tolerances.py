"""How close is right: one table, by dtype and device.

A right answer computed another way (loops, einsum, an FFT, the library's own kernels) differs from
the truth by rounding alone. The spread over all right variants in the repository, relative to the
largest element, is below 1e-13 in float64 and 1e-6 in float32 for the katas' sizes;
`python -m grader prove` shows it holds. The table leaves a factor of ten thousand above
that in float64, and stays five orders of magnitude below what any wrong turn makes. On CUDA, sums are taken
in another order and convolutions by other algorithms, so float32 is given three times as much.
"""

from __future__ import annotations

RELATIVE = {
    ("float64", "cpu"): 1e-9,
    ("float64", "cuda"): 1e-9,
    ("float32", "cpu"): 1e-5,
    ("float32", "cuda"): 3e-5,
}


def relative(dtype: str, device: str = "cpu") -> float:
    """Return the relative tolerance for a result of that type; float64's for exact types."""
    dtype = {"complex64": "float32", "complex128": "float64"}.get(dtype, dtype)
    return RELATIVE.get((dtype, device), RELATIVE["float64", device])
