"""day09/label_scaling: a standardiser, the way back, and what scaling does to a squared loss."""

import numpy as np
import pytest

from grader.checks import each_case, expect, refusal

CALLS = {"transform": "labels", "inverse": "scaled", "inverse_error": "error", "inverse_covariance": "covariance"}


@each_case("Standardiser")
def test_standardiser(kata, case):
    """A standardiser, fitted to some galaxies and used on others."""
    came, method = kata.probe(standardised, *case.args), case.args[2]
    for got, expected, name in zip(
        came if method == "fit" else [came],
        case.expected if method == "fit" else [case.expected],
        ["mean after fit", "sd after fit"] if method == "fit" else [f"what {method} returns"],
        strict=True,
    ):
        expect(got, f"{case.name}: {name}").equals(expected, rtol=case.rtol)


def standardised(submission, shears, train, method, values):
    """Fit a standardiser, and return its attributes or what a method makes of the values."""
    scale = submission.Standardiser(shears) if shears else submission.Standardiser()
    scale.fit(train)
    return (scale.mean, scale.sd) if method == "fit" else getattr(scale, method)(values)


def test_fit_returns_the_standardiser(kata, rng):
    """fit returns self, so that Standardiser().fit(labels) is a fitted one."""
    expect(kata.probe(fits_in_a_row, rng.normal(size=(4, 2)))).holds("fit does not return the standardiser itself")


def fits_in_a_row(submission, train):
    scale = submission.Standardiser()
    return scale.fit(train) is scale


@pytest.mark.parametrize("method", ["fit", *CALLS])
def test_what_is_given_stays_as_it_is(kata, rng, method):
    """Neither the labels nor what a method is given is changed in place."""
    labels = rng.normal(2.0, 1.0, (5, 3))
    values = rng.normal(size=(5, 3, 3) if method == "inverse_covariance" else (5, 3))
    train, given = kata.probe(after_the_call, labels, method, labels if method == "fit" else values)
    expect(train, f"the labels, after fit and {method}").equals(labels)
    expect(given, f"what {method} was given, afterwards").equals(labels if method == "fit" else values)


def after_the_call(submission, labels, method, values):
    standardised(submission, [[0, 1]], labels, method, values)
    return labels, values


@pytest.mark.parametrize("shears", [[], [[1, 2]]])
def test_fitting_again(kata, rng, shears):
    """A second fit forgets the first, and inverse undoes transform."""
    first, second = rng.normal(5.0, 3.0, (6, 3)), rng.normal(-1.0, 0.5, (7, 3))
    once, again, back = kata.probe(fits_again, shears, first, second)
    expect(again, "labels scaled after a second fit").equals(once)
    expect(back, "inverse of transform").equals(second)


def fits_again(submission, shears, first, second):
    once = submission.Standardiser(shears)
    once.fit(second)
    again = submission.Standardiser(shears)
    again.fit(first)
    again.fit(second)
    return once.transform(second), again.transform(second), again.inverse(again.transform(second))


def test_shear_turned_before_or_after(kata, rng):
    """Turned axes give the same scaled shear, whether it is turned before the scaling or after it."""
    labels, angle = rng.normal([0.1, -0.3, 3.0], [0.3, 0.1, 1.0], (9, 3)), rng.uniform(0.2, 1.2)
    turn = np.eye(3)
    turn[:2, :2] = [[np.cos(2 * angle), -np.sin(2 * angle)], [np.sin(2 * angle), np.cos(2 * angle)]]
    scaled = kata.probe(standardised, [[0, 1]], labels, "transform", labels)
    turned = kata.probe(standardised, [[0, 1]], labels @ turn.T, "transform", labels @ turn.T)
    expect(scaled, "scaled labels").has_shape((9, 3))
    expect(turned, "labels turned, then scaled").equals(scaled @ turn.T)


@refusal("Standardiser")
@pytest.mark.parametrize("value", [2.0, 0.1, 0.0])
def test_label_without_spread(kata, rng, value):
    """A label that is the same for all galaxies is refused, whatever its value: there is nothing to scale by."""
    labels = rng.normal(size=(10, 3))
    labels[:, 1] = value
    kata.refuses(standardised, [], labels, "fit", labels, naming="labels")


@refusal("Standardiser")
@pytest.mark.parametrize("method", CALLS)
def test_number_for_all_labels(kata, rng, method):
    """One number a galaxy, where there are three labels, is refused by name: it would be broadcast."""
    shape = (4, 1, 1) if method == "inverse_covariance" else (4, 1)
    kata.refuses(standardised, [], rng.normal(size=(9, 3)), method, rng.uniform(1, 2, shape), naming=CALLS[method])


@refusal("Standardiser")
@pytest.mark.parametrize("shape", [(3,), (4, 1, 3)])
def test_variances_for_a_covariance(kata, rng, shape):
    """A row where a matrix is due would become a whole matrix by broadcasting: refused by name."""
    values = rng.uniform(1, 2, shape)
    kata.refuses(standardised, [], rng.normal(size=(9, 3)), "inverse_covariance", values, naming="covariance")
