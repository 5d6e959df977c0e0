"""day09/feature_noise: white pixel noise behind a fixed linear layer.

A generator cannot travel to the bench, so probes make it there from a seed. Statistics come back in coarse steps, of
which the truth is one: another order of random numbers gives the same.
"""

import numpy as np

from grader.checks import each_case, expect, refusal

DRAWS = 40_000
OTHER = np.array([[0.3, -1.2, 0.7, 2.0, 0.4], [1.1, 0.2, -0.6, 0.9, 1.5]])


@each_case("noise_factor")
def test_noise_factor(kata, case):
    """L L^T is B B^T, and L has at most as many columns as there are features."""
    kata.noise_factor(OTHER)  # not judged: for one feature of one pixel two slips can be one, and not on this
    found = kata.noise_factor(*case.args)
    expect(isinstance(found, np.ndarray) and found.ndim == 2).holds("noise_factor did not return a matrix")
    features = len(case.expected)
    expect(found.shape[0], f"rows of L for {features} features").equals(features)
    expect(found.shape[1], f"columns of L for {features} features").at_most(features)
    single = case.args[0].dtype == np.float32 or found.dtype == np.float32
    expect(found.astype(float) @ found.astype(float).T, f"L L^T, {case.name}").equals(
        case.expected, rtol=3e-6 if single else 1e-9
    )


@each_case("noise_in_features")
def test_no_noise(kata, case):
    """Where the pixels have no noise, neither have the features."""
    layer, noise_sd, n, _ = case.args
    expect(kata.probe(noise, layer, noise_sd, n, 1), "noise_in_features with noise_sd 0").equals(case.expected)


@each_case("draw_noise_levels")
def test_one_level(kata, case):
    """Where low is high there is one level to draw."""
    low, high, n, _ = case.args
    expect(kata.probe(levels, low, high, n, 1), "draw_noise_levels").equals(case.expected)


def noise(submission, layer, noise_sd, n, seed):
    return submission.noise_in_features(layer, noise_sd, n, np.random.default_rng(seed))


def levels(submission, low, high, n, seed):
    return submission.draw_noise_levels(low, high, n, np.random.default_rng(seed))


LAYERS = {
    # B B^T is [[4, 2], [2, 4]], and so on: all correlations and ratios of variances are multiples of 0.25.
    "two features that share two of four pixels": [[1, 1, 1, 1, 0, 0], [0, 0, 1, 1, 1, 1]],
    "features with opposite signs": [[2, 0, 0, 0], [-1, 1, 1, 1]],
    "a feature twice": [[1, 2, 2], [1, 2, 2]],
    "one feature": [[0, 3, 4]],
    "a feature without pixels": [[2, 0], [0, 0]],
    "more features than pixels": [[2, 0], [0, 2], [2, 2]],
}


def test_covariance(kata, rng):
    """The noise of the features has the covariance noise_sd^2 B B^T, and mean zero."""
    for name, rows in LAYERS.items():
        layer = np.array(rows, float)
        for noise_sd in (2.0, 0.25):
            found = kata.probe(covariance_drawn, layer, noise_sd, int(rng.integers(2**31)))
            expect(found["shape"], f"shape of the noise, {name}").equals([DRAWS, len(layer)])
            words = f"in units of the largest, {name}, noise_sd {noise_sd}"
            truth = layer @ layer.T
            expect(found["scale"], f"largest variance over noise_sd^2, {name}, noise_sd {noise_sd}").equals(truth.max())
            expect(found["covariance"], f"covariance {words}").equals(truth / truth.max())
            expect(found["kurtosis"], f"mean fourth power over the squared variance, {name}, 3 for a Gaussian").equals(
                3.0
            )
            expect(found["beyond"], f"noise that no pixel noise can make, {words}").at_most(1e-3)
            expect(found["mean"], f"mean of the noise, {words}").equals(np.zeros(len(layer)))


def covariance_drawn(submission, layer, noise_sd, seed):
    """Return the sample's covariance in steps of 0.125 of its largest element, and that element to 1 in 16.

    With it the kurtosis of the largest feature, in steps of 0.5, and the largest noise across all that B can reach.
    """
    sample = np.asarray(noise(submission, layer, noise_sd, DRAWS, seed), float)
    if sample.shape != (DRAWS, len(layer)):
        return {"shape": list(sample.shape)}
    covariance = np.atleast_2d(sample.T @ sample) / DRAWS
    size = max(float(covariance.max()), 1e-300)
    truth = (layer @ layer.T).max()
    ratio = size / noise_sd**2 / truth
    largest = sample[:, np.argmax(np.diag(covariance))]
    left, sizes, _ = np.linalg.svd(layer)
    across = sample @ left[:, np.sum(sizes > 1e-9) :]  # directions in which B B^T has no variance
    ratio = 1.0 if abs(ratio - 1) < 0.06 else float(f"{ratio:.1g}")
    return {
        "shape": list(sample.shape),
        "scale": ratio * truth,
        "covariance": np.round(8 * covariance / size) / 8 + 0.0,
        "mean": np.round(8 * sample.mean(axis=0) / np.sqrt(size)) / 8 + 0.0,
        "kurtosis": float(np.round(2 * np.mean(largest**4) / max(np.mean(largest**2) ** 2, 1e-300)) / 2),
        "beyond": float(np.round(np.abs(across).max(initial=0.0) / np.sqrt(size), 4)),
    }


def test_each_galaxy_has_its_own(kata, rng):
    """Two galaxies' noises have nothing to do with each other, nor have those of two calls."""
    layer = np.array([[1.0, 1.0, 1.0, 1.0, 0.0, 0.0], [0.0, 0.0, 1.0, 1.0, 1.0, 1.0]])
    found = kata.probe(correlations, layer, int(rng.integers(2**31)))
    expect(found["galaxies"], "correlation of the noise of a galaxy with that of the next").equals(0.0)
    expect(found["halves"], "correlation of the noise of the first galaxies with that of the last").equals(0.0)
    expect(found["calls"], "correlation of the noise of two calls").equals(0.0)
    expect(found["repeatable"]).holds("the same seed gives other noise: something else than rng is used")


def correlations(submission, layer, seed):
    rng = np.random.default_rng(seed)
    one, two = (np.asarray(submission.noise_in_features(layer, 1.0, DRAWS, rng), float) for _ in range(2))
    same = submission.noise_in_features(layer, 1.0, DRAWS, np.random.default_rng(seed))

    def correlation(a, b):
        return float(np.round(4 * np.mean(a * b) / np.sqrt(np.mean(a**2) * np.mean(b**2))) / 4 + 0.0)

    return {
        "galaxies": correlation(one[:-1], one[1:]),
        "halves": correlation(one[: DRAWS // 2], one[DRAWS // 2 :]),
        "calls": correlation(one, two),
        "repeatable": bool(np.array_equal(one, np.asarray(same, float))),
    }


def test_a_noise_for_each(kata, rng):
    """An array of noise_sd gives each galaxy its own, in all its features, also where n is the number of features."""
    found = kata.probe(spreads, int(rng.integers(2**31)))
    expect(found["half and half"], "variance of the galaxies with noise_sd 1 and 2, over that with 1").equals(
        [1.0, 4.0]
    )
    expect(found["square"], "variance for noise_sd (1, 2) of two galaxies with two features").equals(
        np.array([[1.0, 1.0], [4.0, 4.0]])
    )


def spreads(submission, seed):
    """Return variances where galaxies with noise_sd 1 and 2 take turns: whole numbers, but for chance."""
    rng, layer = np.random.default_rng(seed), np.eye(2)
    many = submission.noise_in_features(layer, np.tile([1.0, 2.0], DRAWS // 2), DRAWS, rng)
    few = np.stack([submission.noise_in_features(layer, np.array([1.0, 2.0]), 2, rng) for _ in range(5000)])
    return {
        "half and half": [float(np.round(np.mean(many[i::2] ** 2))) for i in range(2)],
        "square": np.round(np.mean(few**2, axis=0)),
    }


def test_no_pixels_are_drawn(kata, rng):
    """The memory grows with the number of galaxies times features, not times pixels."""
    # Not judged here: whether it is the noise of the pixels, at whatever cost.
    kata.probe(covariance_drawn, np.array(LAYERS["features with opposite signs"], float), 2.0, int(rng.integers(2**31)))
    layer = rng.normal(size=(2, 1500))
    words = "memory that 2,000 galaxies take more than one does, over that of 2,000 x 1,500 numbers"
    expect(kata.probe(memory, layer, 2000), words).at_most(0.3)


def memory(submission, layer, n):
    """Return how much the peak of memory grows from 1 to n galaxies, in halves of n x P float64, 1 at most."""
    import tracemalloc

    peaks = []
    for count in (1, 1, n):  # the first call may import what it needs
        tracemalloc.start()
        try:
            noise(submission, layer, 1.0, count, 0)
            peaks.append(tracemalloc.get_traced_memory()[1])
        finally:
            tracemalloc.stop()
    return min(1.0, max(0, round(2 * (peaks[2] - peaks[1]) / (8 * n * layer.shape[1]))) / 2)


def test_levels(kata, rng):
    """The logarithms of the levels are evenly distributed from low to high, and each level is drawn by itself."""
    for low, high in ((1e-5, 1e-2), (0.5, 2.0), (3.0, 3000.0)):
        found = kata.probe(levels_drawn, low, high, int(rng.integers(2**31)))
        words = f"of levels from {low} to {high}"
        expect(found["shape"], f"shape {words}").equals([DRAWS])
        expect(found["beyond"], f"share {words} that lie beyond").equals(0.0)
        expect(found["shares"], f"share {words} in each quarter of the logarithm").equals([0.25] * 4)
        expect(found["different"]).holds("the levels are not drawn one by one: some come again")
        expect(found["next"], f"correlation of the logarithm {words} with the next").equals(0.0)
        expect(found["uneven"]).holds(
            "of four levels, one lies in each quarter, in all 40 draws: not drawn by themselves"
        )


def levels_drawn(submission, low, high, seed):
    drawn = np.asarray(levels(submission, low, high, DRAWS, seed), float)
    fours = [np.asarray(levels(submission, low, high, 4, seed + k), float) for k in range(40)]
    quarters_of_four = [np.floor(4 * np.log(four / low) / np.log(high / low)) for four in fours]
    if drawn.shape != (DRAWS,):
        return {"shape": list(drawn.shape)}
    with np.errstate(all="ignore"):
        place = np.log(drawn / low) / np.log(high / low)
    inside = (place > -1e-9) & (place < 1 + 1e-9)
    quarters = np.bincount(np.clip(4 * place[inside], 0, 3).astype(int), minlength=4) / DRAWS
    centred = place[inside] - place[inside].mean() if inside.any() else np.zeros(2)
    spread = max(float(np.mean(centred**2)), 1e-300)
    return {
        "shape": list(drawn.shape),
        "beyond": float(np.round(20 * np.mean(~inside)) / 20),
        "shares": [float(share) for share in np.round(20 * quarters) / 20],
        "different": len(np.unique(drawn)) > DRAWS // 2,
        "uneven": any(len(set(quarters.tolist())) < 4 for quarters in quarters_of_four),
        "next": float(np.round(4 * np.mean(centred[:-1] * centred[1:]) / spread) / 4 + 0.0),
    }


@refusal("noise_in_features")
def test_shape_of_noise_sd(kata):
    """noise_sd of another shape than () and (n,) is refused: it would be broadcast."""
    for shape in ((3, 1), (1, 3), (1,), (2,)):
        kata.refuses(noise, np.ones((2, 5)), np.ones(shape), 3, 0, naming="noise_sd")


@refusal("draw_noise_levels")
def test_limits_of_levels(kata):
    """A lower limit that has no logarithm is refused, and a pair the wrong way round."""
    kata.refuses(levels, 0.0, 1.0, 5, 0, naming="low")
    kata.refuses(levels, -1.0, 1.0, 5, 0, naming="low")
    kata.refuses(levels, 2.0, 1.0, 5, 0, naming="high")
