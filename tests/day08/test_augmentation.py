"""day08/augmentation: quarter turns and mirror images, and the labels that go with them."""

import numpy as np
import pytest

from fixtures.stamps import galaxy
from grader.checks import expect
from grader.plain import Tensor

SIZE = 11


def drawn(shears, centroids):
    """Render small galaxies at these labels, sampled at the centres of the pixels."""
    options = {"half_light_radius": 1.9, "method": "no_pixel"}
    return np.stack(
        [
            galaxy((SIZE, SIZE), g1=g1, g2=g2, x0=x, y0=y, **options)
            for (g1, g2), (x, y) in zip(shears, centroids, strict=True)
        ]
    )


def labelled(rng, count):
    """Return stamps, shears and centroids with no symmetry: every component is at least 0.1 from zero."""
    shears, centroids = (rng.uniform(0.1, top, (count, 2)) * rng.choice([-1, 1], (count, 2)) for top in (0.4, 1.0))
    shears[:, 0] *= 1.2  # and |g1| is not |g2|
    return drawn(shears, centroids), shears, centroids


def tensors(*arrays):
    return [Tensor(array, "float64") for array in arrays]


@pytest.mark.parametrize("call", ["quarter_turn", "mirror"])
def test_rendered_at_the_new_labels(kata, rng, call):
    """A galaxy that GalSim renders at the new shear and centroid is the stamp that was moved."""
    for turns in (1, 2, 3) if call == "quarter_turn" else (None,):
        args = [*tensors(*labelled(rng, 4)), *([] if turns is None else [turns])]
        stamps, shears, centroids = getattr(kata, call)(*args)
        after = f" after {turns} turns" if turns else " of the mirror image"
        expect(stamps.array, f"stamps{after}, against galaxies rendered at the labels{after}").near(
            drawn(shears.array, centroids.array), 1e-6
        )


def test_four_turns(kata, rng):
    """Four quarter turns, and two mirrorings, give the galaxies back."""
    args = tensors(*labelled(rng, 3))
    for function, times in (("quarter_turn", 4), ("mirror", 2)):
        found = args
        for _ in range(times):
            found = getattr(kata, function)(*found, *([1] if function == "quarter_turn" else []))
        for value, expected, name in zip(found, args, ("stamps", "shear", "centroid"), strict=True):
            expect(value.array, f"{name} after {function} {times} times").near(expected.array, 1e-12)


def test_augmented_labels_fit_the_stamps(kata, rng):
    """Each galaxy that augment returns is the one that GalSim renders at the shear and centroid returned with it."""
    for count in (40, 1):
        args = tensors(*labelled(rng, count))
        found = kata.probe(augmented, *args, 3)
        words = f"of a batch of {count}"
        for value, given, name in zip(found, args, ("stamps", "shear", "centroid"), strict=True):
            expect(value.array, f"{name} {words}").has_shape(given.array.shape)
        stamps, shears, centroids = (value.array for value in found)
        expect(stamps, f"stamps {words}, against galaxies rendered at the shear and centroid returned with them").near(
            drawn(shears, centroids), 1e-6
        )


def augmented(submission, stamps, shear, centroid, seed):
    import torch

    generator = torch.Generator(stamps.device).manual_seed(seed)
    return submission.augment(stamps.clone(), shear.clone(), centroid.clone(), generator)


def test_augment_leaves_what_comes_in(kata, rng):
    """Stamps, shear and centroid that went into augment are afterwards as they were."""
    args = tensors(rng.normal(size=(30, 4, 4)), *rng.normal(size=(2, 30, 2)))
    for value, expected, name in zip(kata.probe(afterwards, *args), args, ("stamps", "shear", "centroid"), strict=True):
        expect(value, f"the {name} that went in, after augment").equals(expected)


def afterwards(submission, stamps, shear, centroid):
    import torch

    submission.augment(stamps, shear, centroid, torch.Generator(stamps.device).manual_seed(6))
    return stamps, shear, centroid


def test_augmented_galaxies_keep_their_place(kata, rng):
    """Galaxy i of the result is galaxy i of the batch, in one of its eight positions."""
    stamps = rng.normal(size=(30, 4, 4))
    found, _, _ = kata.probe(augmented, *tensors(stamps, np.zeros((30, 2)), np.zeros((30, 2))), 4)
    expect(found.array, "stamps").has_shape(stamps.shape)
    distance = [
        min(np.abs(moved - after).max() for moved in eight(before))
        for before, after in zip(stamps, found.array, strict=True)
    ]
    expect(max(distance), "the largest distance of a stamp to the nearest of its eight positions").near(0.0, 1e-12)


def eight(stamp):
    """The positions 0 to 3 (turned) and 4 to 7 (the mirror image, turned)."""
    return [np.rot90(image, turns) for image in (stamp, stamp[:, ::-1]) for turns in range(4)]


def test_all_eight_positions(kata, rng):
    """Each of the eight positions is as likely as any other, and each galaxy draws its own."""
    stamp = rng.normal(size=(3, 3))
    count = 1600  # 200 of each position are expected, with a standard deviation of 13
    shares = kata.probe(position_shares, *tensors(np.tile(stamp, (count, 1, 1))), *tensors(np.stack(eight(stamp))), 5)
    expect(shares, "eighths of the galaxies that are in each position").near(np.ones(8), 0.5)


def position_shares(submission, stamps, positions, seed):
    """Return, for each position, its galaxies in eighths of all, to a whole number unless they are few."""
    labels = stamps.new_zeros(len(stamps), 2)
    found = augmented(submission, stamps, labels, labels, seed)[0]
    near = (found[:, None] - positions).abs().amax((2, 3)) < 1e-9
    return [round(8 * float(share), 0) for share in near.double().mean(0)]


def test_the_generator_decides(kata, rng):
    """One seed gives one result; another seed, and the next draw of the same generator, give another."""
    stamps = rng.normal(size=(400, 3, 3))
    same, other, following = kata.probe(moved_shares, *tensors(stamps))
    expect(same, "the share of galaxies that differ between two draws from one seed").equals(0.0)
    expect(other, "the share of galaxies that differ between two seeds").near(7 / 8, 0.13)
    expect(following, "the share of galaxies that differ between two draws in a row").near(7 / 8, 0.13)


def moved_shares(submission, stamps):
    import torch

    labels = stamps.new_zeros(len(stamps), 2)
    first, again, other = (augmented(submission, stamps, labels, labels, seed)[0] for seed in (1, 1, 2))
    generator = torch.Generator(stamps.device).manual_seed(1)
    submission.augment(stamps.clone(), labels.clone(), labels.clone(), generator)
    following = submission.augment(stamps.clone(), labels.clone(), labels.clone(), generator)[0]
    return [round(float((first != one).any(2).any(1).double().mean()), 1) for one in (again, other, following)]
