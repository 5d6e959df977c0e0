"""Learning-rate schedules, and the test that finds the rate to put into them.

Steps are counted from 0: the first step of training is step 0, the last of `total` steps is step total - 1, and every
later step is like the last. A ValueError names a negative `step`, and a `total`, `rise` or `rates` that does not fit.

Not allowed here: torch.optim.lr_scheduler (schedules are what this kata builds).
"""

import math


def warmup_cosine(step, warmup, total, peak, floor=0.0):
    """Return the learning rate of a step: a straight rise to `peak`, then half a period of a cosine down to `floor`.

    The first `warmup` steps have peak / (warmup + 1), 2 peak / (warmup + 1), and so on, so that step number `warmup` is
    the first to have `peak`. The last step has `floor`. `total` is at least warmup + 2; `warmup` may be 0.

    >>> [round(warmup_cosine(step, 3, 8, 1.0, 0.2), 3) for step in range(9)]
    [0.25, 0.5, 0.75, 1.0, 0.883, 0.6, 0.317, 0.2, 0.2]
    """
    raise NotImplementedError


def one_cycle(step, rise, total, peak, first=1 / 25, last=4e-6, momenta=(0.85, 0.95)):
    """Return the learning rate and the momentum of a step of one cycle (Smith & Topin 2017, arXiv:1708.07120).

    The rate goes from first * peak at step 0 to `peak` at step `rise`, and from there to last * peak at the last step,
    each time along half a period of a cosine. The momentum does the opposite along the same cosines: it is
    the larger one of momenta = (least, greatest) at both ends and the least where the rate is greatest. `rise` is at
    least 1, and `total` at least rise + 2.

    Returns
    -------
    rate, momentum : float

    >>> [round(one_cycle(step, 2, 6, 1.0)[0], 3) for step in range(6)]
    [0.04, 0.52, 1.0, 0.75, 0.25, 0.0]
    """
    raise NotImplementedError


def lr_range_test(step_loss, rates, stop=4.0):
    """Try learning rates, one training step each, until the loss explodes (Smith 2015, arXiv:1506.01186).

    Parameters
    ----------
    step_loss : callable
        step_loss(rate) makes one training step with that rate and returns the loss after it, a positive number.
    rates : sequence of float
        The rates to try, in this order; refused unless each is greater than the one before.
    stop : float
        The test ends after the first loss that is not finite, or greater than `stop` times the least before it.

    Returns
    -------
    losses : list of float
        Those of the steps that were made, the last one included.
    rate : float
        The rate to train with: a tenth of the rate whose loss is the least of all finite ones, and the first where
        several are. If the first loss is not finite, a ValueError names `rates`: all of them are too large.

    >>> losses, rate = lr_range_test({0.1: 5.0, 1.0: 2.0, 10.0: 7.0}.get, [0.1, 1.0, 10.0])
    >>> losses, round(rate, 6)
    ([5.0, 2.0, 7.0], 0.1)
    """
    raise NotImplementedError
