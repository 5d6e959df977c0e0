"""day03/separable: kernels that are products."""

import numpy as np

from grader.checks import each_case, expect


@each_case("separate")
def test_separate(kata, case):
    """The outer product of the factors is the kernel, or the closest kernel of rank one, and their norms are equal."""
    kernel = case.args[0]
    found = kata.probe(multiplied, *case.args)
    expect("refused" not in found).holds(
        "separate raises a ValueError, though the kernel has rank one within `tolerance`"
    )
    expect(found["results"], "the number of results").equals(2)
    for name, shape, length in zip(("column", "row"), found["shapes"], kernel.shape, strict=True):
        expect(shape, f"the shape of {name}").equals([length])
    # The factors' common sign is free: their product has none. Sums may be in single precision.
    expect(found["product"], "np.outer(column, row)").equals(case.expected, rtol=1e-5)
    norm = np.sqrt(np.linalg.norm(case.expected))
    expect(found["norms"], "the norms of column and row").equals(np.array([norm, norm]), rtol=1e-4)


def multiplied(submission, *args):
    """Return how many factors there are, and of two the shapes, the norms and the product; or what is refused."""
    try:
        factors = submission.separate(*args)
    except ValueError as error:
        if "kernel" not in str(error):
            raise
        return {"refused": "kernel"}  # whatever its other words, so that wrong turns are told apart by what they refuse
    if not isinstance(factors, tuple | list) or len(factors) != 2:
        return {"results": len(factors) if isinstance(factors, tuple | list) else 1}
    factors = [np.asarray(factor) for factor in factors]
    return {
        "results": 2,
        "shapes": [list(factor.shape) for factor in factors],
        "norms": np.array([np.linalg.norm(factor) for factor in factors], float),
        "product": np.outer(*factors),
    }


def test_both_passes_make_the_kernel(kata, rng):
    """A single bright pixel shows the kernel, turned by 180 degrees."""
    column, row = rng.normal(size=3), rng.normal(size=4)
    image = np.zeros((5, 7))
    image[2, 3] = 1.0
    expect(kata.separable_conv2d(image, column, row)).equals(np.outer(column, row)[::-1, ::-1], rtol=1e-5)
