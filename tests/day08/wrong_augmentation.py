"""Wrong turns of day08/augmentation."""

import torch

from grader.mutants import lenient, wrong
from solutions.day08 import augmentation as right


def pair(first, second):
    return torch.stack([first, second], dim=1)


@wrong(
    "quarter_turn",
    because="The shear is turned like an arrow: (g1, g2) becomes (-g2, g1). Shear has spin 2, which means that its "
    "components turn by twice the angle of the galaxy: by 180 degrees for a quarter turn.",
)
def turns_the_shear_as_a_vector(stamps, shear, centroid, turns):
    stamps, _, centroid = right.quarter_turn(stamps, shear, centroid, turns)
    for _ in range(turns % 4):
        shear = pair(-shear[:, 1], shear[:, 0])
    return stamps, shear, centroid


@wrong(
    "quarter_turn",
    because="The shear stays as it was. A galaxy stretched along x is stretched along y after a quarter turn, so g1 "
    "changes its sign, and so does g2.",
)
def leaves_the_shear(stamps, shear, centroid, turns):
    moved, _, centroid = right.quarter_turn(stamps, shear, centroid, turns)
    return moved, shear, centroid


@wrong(
    "quarter_turn",
    because="Only g1 changes its sign. A galaxy stretched along one diagonal is stretched along the other after a "
    "quarter turn: g2 changes its sign as well.",
)
def turns_g1_only(stamps, shear, centroid, turns):
    moved, turned, centroid = right.quarter_turn(stamps, shear, centroid, turns)
    return moved, pair(turned[:, 0], shear[:, 1]), centroid


@wrong(
    "quarter_turn",
    because="g1 and g2 are swapped. That is what a turn by 45 degrees does, but for a sign. A quarter turn turns (g1, "
    "g2) by twice 90 degrees, which is a change of both signs.",
)
def swaps_the_components(stamps, shear, centroid, turns):
    moved, _, centroid = right.quarter_turn(stamps, shear, centroid, turns)
    return moved, (shear.flip(1) if turns % 2 else shear), centroid


@wrong(
    "quarter_turn",
    because="The shear changes its sign whatever the number of turns. Two quarter turns are half a turn, under which "
    "an ellipse is what it was.",
)
def always_changes_the_sign(stamps, shear, centroid, turns):
    moved, _, centroid = right.quarter_turn(stamps, shear, centroid, turns)
    return moved, -shear, centroid


@wrong(
    "quarter_turn",
    because="The stamps turn in the other sense. torch.rot90 with the axes (H, W) takes rows to columns, that is y to "
    "x; here the light goes from x to y. The shear cannot tell the two apart, the centroid can.",
)
def turns_the_stamps_the_other_way(stamps, shear, centroid, turns):
    _, shear, centroid = right.quarter_turn(stamps, shear, centroid, turns)
    return torch.rot90(stamps, turns, (-2, -1)), shear, centroid


@wrong(
    "quarter_turn",
    because="The centroid turns in the other sense, to (y, -x). The light at (x, y) goes to (-y, x), and the centroid "
    "goes with it.",
)
def turns_the_centroid_the_other_way(stamps, shear, centroid, turns):
    stamps, shear, _ = right.quarter_turn(stamps, shear, centroid, turns)
    for _ in range(turns % 4):
        centroid = pair(centroid[:, 1], -centroid[:, 0])
    return stamps, shear, centroid


@wrong(
    "quarter_turn",
    because="The centroid stays where it was while the stamp turns about its middle. A galaxy off the middle moves "
    "with its light, and its centroid is a vector.",
)
def leaves_the_centroid(stamps, shear, centroid, turns):
    stamps, shear, _ = right.quarter_turn(stamps, shear, centroid, turns)
    return stamps, shear, centroid


@wrong(
    "mirror",
    because="Both components of the shear change their sign. A galaxy stretched along x is still stretched along x in "
    "the mirror: g1 stays, and g2 alone changes its sign.",
)
def mirrors_both_components(stamps, shear, centroid):
    stamps, _, centroid = right.mirror(stamps, shear, centroid)
    return stamps, -shear, centroid


@wrong(
    "mirror",
    because="g1 changes its sign and g2 does not. It is the other way round: the mirror keeps the axes, on which g1 "
    "lives, and exchanges the diagonals, on which g2 lives.",
)
def mirrors_g1(stamps, shear, centroid):
    stamps, mirrored, centroid = right.mirror(stamps, shear, centroid)
    return stamps, -mirrored, centroid


@wrong(
    "mirror",
    because="The shear stays as it was. The mirror exchanges the two diagonals, so g2 changes its sign.",
)
def leaves_the_shear_in_the_mirror(stamps, shear, centroid):
    mirrored, _, centroid = right.mirror(stamps, shear, centroid)
    return mirrored, shear, centroid


@wrong(
    "mirror",
    because="The rows are exchanged: up and down instead of left and right. Left and right are x, the columns, which "
    "is the last axis.",
)
def mirrors_up_and_down(stamps, shear, centroid):
    _, shear, _ = right.mirror(stamps, shear, centroid)
    return stamps.flip(-2), shear, pair(centroid[:, 0], -centroid[:, 1])


@wrong(
    "augment",
    because="One position is drawn and used for the whole batch. Each galaxy draws its own, or the gradient of a "
    "batch has the direction in common that a single position leaves over.",
)
def one_position_for_the_batch(stamps, shear, centroid, generator):
    position = torch.randint(8, (1,), generator=generator, device=stamps.device).expand(len(stamps))
    return moved_to(position, stamps, shear, centroid)


@wrong(
    "augment",
    because="The galaxies are turned and never mirrored: four positions of eight. A turn cannot make the mirror "
    "image, for which g2 changes its sign and g1 does not.",
)
def turns_only(stamps, shear, centroid, generator):
    position = torch.randint(4, (len(stamps),), generator=generator, device=stamps.device)
    return moved_to(position, stamps, shear, centroid)


@wrong(
    "augment",
    because="The stamps are moved and the labels stay. The network then learns that a galaxy and its turned image "
    "have the same shear, and the only such shear is 0.",
)
def moves_the_stamps_only(stamps, shear, centroid, generator):
    return right.augment(stamps, shear, centroid, generator)[0], shear.clone(), centroid.clone()


@lenient(
    "augment",
    because="Stamps with H other than W are let through: quarter turns have then no place in the batch and are left "
    "out or squeezed in.",
)
def takes_oblong_stamps(stamps, shear, centroid, generator):
    if stamps.shape[-1] == stamps.shape[-2]:
        return right.augment(stamps, shear, centroid, generator)
    return right.mirror(stamps, shear, centroid)


def moved_to(position, stamps, shear, centroid):
    out = stamps.clone(), shear.clone(), centroid.clone()
    for k in range(8):
        chosen = position == k
        moved = right.quarter_turn(stamps[chosen], shear[chosen], centroid[chosen], k % 4)
        moved = right.mirror(*moved) if k >= 4 else moved
        for whole, part in zip(out, moved, strict=True):
            whole[chosen] = part
    return out
