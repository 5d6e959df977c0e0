"""Other right ways to write day08/augmentation."""

import math

import torch

from grader.mutants import right
from solutions.day08 import augmentation as reference


@right("quarter_turn")
def by_transposing(stamps, shear, centroid, turns):
    for _ in range(turns % 4):
        stamps = stamps.transpose(1, 2).flip(2)
        shear = -shear
        centroid = centroid.flip(1) * torch.tensor([-1.0, 1.0]).to(centroid)
    return stamps, shear, centroid


@right("quarter_turn")
def by_angles(stamps, shear, centroid, turns):
    angle = turns * math.pi / 2
    g = torch.complex(shear[:, 0], shear[:, 1]) * complex(math.cos(2 * angle), math.sin(2 * angle))
    z = torch.complex(centroid[:, 0], centroid[:, 1]) * complex(math.cos(angle), math.sin(angle))
    turned = torch.rot90(stamps.mT, turns, (1, 2)).mT
    return turned, torch.view_as_real(g), torch.view_as_real(z)


@right("mirror")
def by_index(stamps, shear, centroid):
    shear, centroid = shear.clone(), centroid.clone()
    shear[:, 1] *= -1
    centroid[:, 0] *= -1
    return stamps[:, :, list(range(stamps.shape[2]))[::-1]], shear, centroid


@right("augment")
def galaxy_by_galaxy(stamps, shear, centroid, generator):
    reference._check_square(stamps)
    rows = []
    for i in range(len(stamps)):
        row = stamps[i : i + 1], shear[i : i + 1], centroid[i : i + 1]
        if torch.rand((), generator=generator, device=stamps.device) < 0.5:
            row = reference.mirror(*row)
        turns = int(torch.randint(-5, 3, (), generator=generator, device=stamps.device))
        rows.append(reference.quarter_turn(*row, turns))
    return tuple(torch.cat(parts) for parts in zip(*rows, strict=True))


@right("augment")
def by_three_coins(stamps, shear, centroid, generator):
    """A mirror in x, a mirror in y, and an exchange of the axes, each or not."""
    reference._check_square(stamps)
    coins = torch.rand(3, len(stamps), generator=generator, device=stamps.device) < 0.5
    signs = 1 - 2 * coins.to(shear.dtype)
    stamps = torch.where(coins[0][:, None, None], stamps.flip(2), stamps)
    stamps = torch.where(coins[1][:, None, None], stamps.flip(1), stamps)
    stamps = torch.where(coins[2][:, None, None], stamps.mT, stamps)
    shear = torch.stack([shear[:, 0] * signs[2], shear[:, 1] * signs[0] * signs[1]], 1)
    centroid = centroid * signs[:2].T
    return stamps, shear, torch.where(coins[2][:, None], centroid.flip(1), centroid)
