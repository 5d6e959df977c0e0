"""Other right ways to write day13/moments_layer."""

import torch
from torch import nn

from grader.mutants import right
from solutions.day13 import moments_layer as reference


@right("WindowMoments")
class AsOneMatrixProduct(nn.Module):
    def __init__(self, windows, shape=(53, 53)):
        super().__init__()
        y, x = torch.meshgrid(*(torch.arange(n).double() - (n - 1) / 2 for n in shape), indexing="ij")
        rows = [
            torch.exp(-(x**2 + y**2) / 2 / w**2) * x**a * y**b
            for w in windows
            for a, b in ((0, 0), (1, 0), (0, 1), (2, 0), (1, 1), (0, 2))
        ]
        self.windows = len(windows)
        self.register_buffer("weights", torch.stack(rows).reshape(len(windows), 6, *shape), persistent=False)

    def forward(self, images):
        flat = self.weights.reshape(6 * self.windows, -1).to(dtype=images.dtype, device=images.device)
        return (images.flatten(1) @ flat.T).unflatten(1, (-1, 6))


@right("galaxy_from_moments")
def by_matrices(sums, windows, psf_sigma, scale):
    """Invert matrices of two by two; hold eigenvalues only where they have to be held."""
    double = sums.double()
    s = double[..., 0]
    m = double[..., 1:3] / s[..., None]
    M = double[..., [3, 4, 4, 5]].unflatten(-1, (2, 2)) / s[..., None, None] - m[..., :, None] * m[..., None, :]
    good = (s > 0) & (M[..., 0, 0] > 0) & (M[..., 0, 0] * M[..., 1, 1] > M[..., 0, 1] ** 2)
    one = torch.eye(2, dtype=torch.float64, device=sums.device)
    M = torch.where(good[..., None, None], M, one)
    w = torch.as_tensor(windows, dtype=torch.float64, device=sums.device)[:, None, None]
    blur = (psf_sigma / scale) ** 2 + 1 / 12
    Q = torch.linalg.inv(M) - one / w**2
    values, axes = torch.linalg.eigh(Q.detach())
    low, high = 1 / 60**2, 1 / (blur + 0.01)
    held = (values[..., 0] < low) | (values[..., 1] > high)
    Q = torch.where(held[..., None, None], axes * values.clamp(low, high)[..., None, :] @ axes.mT, Q)
    V = torch.linalg.inv(Q) - blur * one
    root = torch.linalg.det(V).sqrt()
    below = V[..., 0, 0] + V[..., 1, 1] + 2 * root
    p = torch.linalg.solve(M, m)
    c = torch.linalg.solve(Q, p)
    flux = s / (torch.linalg.det(M) * torch.linalg.det(Q)).sqrt() * torch.exp(((c - m) * p).sum(-1) / 2)
    g1, g2 = (V[..., 0, 0] - V[..., 1, 1]) / below, 2 * V[..., 0, 1] / below
    numbers = torch.stack([g1, g2, root.sqrt() * scale, flux, c[..., 0] * scale, c[..., 1] * scale], -1)
    return torch.where(good[..., None], numbers, torch.nan).to(sums.dtype)


@right("shear_from_moments")
def window_by_window(sums, windows, psf_sigma, scale):
    parts = [
        reference.galaxy_from_moments(sums[:, k : k + 1], [w], psf_sigma, scale)[..., :2] for k, w in enumerate(windows)
    ]
    return torch.cat(parts, 1)
