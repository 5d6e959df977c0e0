"""Quarter turns and mirror images of stamps, with the labels that they then have.

Of N galaxies: stamps (N, H, W), shear (N, 2) with columns g1 and g2, centroid (N, 2) with columns x and y. They count
pixels from the middle: x = j - (W-1)/2 and y = i - (H-1)/2 in row i and column j. What comes in is left as it is.
"""

import torch


def quarter_turn(stamps, shear, centroid, turns):
    """Turn galaxies by `turns` quarter turns, any whole number; each takes the light at (x, y) to (-y, x).

    Returns
    -------
    stamps : Tensor, shape (N, H, W), or (N, W, H) for an odd number of turns
    shear : Tensor, shape (N, 2)
    centroid : Tensor, shape (N, 2)
        Rendered at these, with nothing else changed, the galaxies are the turned ones.

    >>> turned, _, centroid = quarter_turn(torch.eye(3)[:1, None], torch.zeros(1, 2), torch.tensor([[-1.0, 0.5]]), 1)
    >>> turned.squeeze(), centroid  # one row of three pixels becomes a column
    (tensor([1., 0., 0.]), tensor([[-0.5000, -1.0000]]))
    """
    raise NotImplementedError


def mirror(stamps, shear, centroid):
    """Return (stamps, shear, centroid) with left and right exchanged: the light at (x, y) goes to (-x, y).

    >>> mirror(torch.tensor([[[1.0, 2.0]]]), torch.zeros(1, 2), torch.tensor([[0.25, 0.5]]))[::2]
    (tensor([[[2., 1.]]]), tensor([[-0.2500,  0.5000]]))
    """
    raise NotImplementedError


def augment(stamps, shear, centroid, generator):
    """Return (stamps, shear, centroid) with each galaxy in one of the eight positions of a square, drawn at random.

    The positions are four quarter turns of the stamp and of its mirror image, all equally likely; each galaxy draws its
    own. H = W, or a ValueError names them. All randomness comes from the generator, which is on the stamps' device.

    >>> stamps, labels = torch.arange(36.0).reshape(4, 3, 3), torch.zeros(4, 2)
    >>> out, _, _ = augment(stamps, labels, labels, torch.Generator().manual_seed(1))
    >>> bool((out[:, 1, 1] == stamps[:, 1, 1]).all()), bool((out.sum((1, 2)) == stamps.sum((1, 2))).all())
    (True, True)
    """
    raise NotImplementedError
