"""day10/variance_decomposition: what the data leave open and what the networks disagree on add up."""

from grader.checks import each_case, expect


@each_case("decompose_variance")
def test_the_parts_add_up(kata, case):
    """The parts are those of the law of total variance, and add up to the variance of the mixture."""
    kata.check(case)
    aleatoric, epistemic, total = kata.decompose_variance(*case.args)
    expect(total, "total").equals(aleatoric + epistemic, rtol=1e-5)


def test_the_total_is_that_of_the_draws(kata, rng):
    """For networks that are sets of equally many values, total is the variance of all values in one heap."""
    values = rng.normal(rng.normal(0, 2, (4, 1, 3)), 1.0, (4, 6, 3))
    total = kata.decompose_variance(values.mean(axis=1), values.var(axis=1))[2]
    expect(total, "total").equals(values.reshape(24, 3).var(axis=0))


def test_no_bias_from_few_values(kata, rng):
    """With three values of each of four networks the estimates are right on average over 20,000 draws."""
    centres = rng.normal(0, 0.5, (4, 1, 20_000))
    aleatoric, epistemic = kata.decompose_samples(rng.normal(centres, 1.0, (4, 3, 20_000)))
    expect(aleatoric.mean(), "mean of aleatoric where it is 1").near(1.0, 0.03)
    expect(epistemic.mean(), "mean of epistemic where it is 0.25").near(0.25, 0.03)
