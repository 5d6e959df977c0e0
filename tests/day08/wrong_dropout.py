"""Wrong turns of day08/dropout."""

import torch

from grader.mutants import lenient, wrong
from solutions.day08 import dropout as right

TO_KEEP = (
    "An element is kept with the probability p. Here, as in torch, p is the probability to drop it; the paper of 2014 "
    "has it the other way round."
)
BY_P = (
    "What is kept is divided by p. The share that is kept is 1 - p, and that is what keeps the mean; at p = 0.5 the "
    "two are the same."
)


@wrong(
    "dropout_forward",
    because=TO_KEEP,
)
def keeps_with_p(x, p, training, generator=None):
    return right.dropout_forward(x, 1 - p, training, generator)


@wrong(
    "dropout_forward",
    because=TO_KEEP,
)
def keeps_below_p(x, p, training, generator=None):
    kept = right.dropout_forward(x, 1 - p, training, generator)[1]
    return (right._scaled(x, kept, p) if training else x), kept


@wrong(
    "dropout_forward",
    because="What is kept is not scaled in training. The sum over the units is then smaller by 1 - p in training than "
    "in evaluation, and the next layer learns from inputs that it never meets again.",
)
def does_not_scale(x, p, training, generator=None):
    out, kept = right.dropout_forward(x, p, training, generator)
    return (x * kept if training else out), kept


@wrong(
    "dropout_forward",
    because="What is kept is multiplied by 1 - p in training. It is to be divided by it: fewer units must carry the "
    "same sum.",
)
def multiplies(x, p, training, generator=None):
    out, kept = right.dropout_forward(x, p, training, generator)
    return (x * kept * (1 - p) if training else out), kept


@wrong("dropout_forward", because=BY_P)
def divides_by_p(x, p, training, generator=None):
    out, kept = right.dropout_forward(x, p, training, generator)
    return (x * kept / p if training and 0 < p < 1 else out), kept


@wrong("dropout_forward", because=BY_P)
def divides_by_a_p_of_zero(x, p, training, generator=None):
    out, kept = right.dropout_forward(x, p, training, generator)
    return (x * kept / p if training else out), kept


@wrong(
    "dropout_forward",
    because="In evaluation x is multiplied by 1 - p. That belongs to the form of 2014, which does not scale in "
    "training. Here training has scaled already, and evaluation leaves x alone.",
)
def scales_in_evaluation(x, p, training, generator=None):
    out, kept = right.dropout_forward(x, p, training, generator)
    return (out if training else x * (1 - p)), kept


@wrong(
    "dropout_forward",
    because="Elements are dropped in evaluation too. A galaxy's shear is then another one at every call; evaluation "
    "is to return x.",
)
def drops_in_evaluation(x, p, training, generator=None):
    return right.dropout_forward(x, p, True, generator)


@wrong(
    "dropout_forward",
    because="One mask is drawn and used for all samples of the batch. Then the batch trains a single thinned network, "
    "and its samples no longer average over masks. Each element is drawn by itself.",
)
def one_mask_for_the_batch(x, p, training, generator=None):
    if not training or len(x) == 1:
        return right.dropout_forward(x, p, training, generator)
    kept = right.dropout_forward(x[:1], p, training, generator)[1].expand_as(x)
    return right._scaled(x, kept, p), kept.clone()


@wrong(
    "dropout_forward",
    because="One number is drawn for each channel (or sample), so whole channels are dropped. That is another method, "
    "spatial dropout; here each element is drawn by itself.",
)
def whole_channels(x, p, training, generator=None):
    if not training or x.ndim < 4:
        return right.dropout_forward(x, p, training, generator)
    kept = right.dropout_forward(x[:, :, :1, :1], p, training, generator)[1].expand_as(x)
    return right._scaled(x, kept, p), kept.clone()


@wrong(
    "dropout_forward",
    because="The generator is not used: the mask comes from torch's global randomness, so a run cannot be repeated "
    "from its seed.",
)
def ignores_the_generator(x, p, training, generator=None):
    return right.dropout_forward(x, p, training)


@wrong(
    "dropout_forward",
    because="kept is read off the result, out != 0. An element of x that is 0, as behind every ReLU, then counts as "
    "dropped although it was kept.",
)
def reads_the_mask_off(x, p, training, generator=None):
    out, _ = right.dropout_forward(x, p, training, generator)
    return out, out != 0


@wrong(
    "dropout_backward",
    because="The mask is not used on the way back. An element that was dropped had no part in the output, so no "
    "gradient may reach it.",
)
def forgets_the_mask(grad_out, kept, p, training):
    return grad_out / (1 - p) if training and p < 1 else right.dropout_backward(grad_out, kept, p, training)


@wrong(
    "dropout_backward",
    because="The factor 1 / (1 - p) is missing on the way back. The forward pass multiplied by it, so its derivative "
    "has it.",
)
def forgets_the_factor(grad_out, kept, p, training):
    return grad_out * kept if training else grad_out


@wrong(
    "dropout_penalty",
    because="This is the variance p (1 - p) of the mask alone. The mask is divided by 1 - p, which divides the "
    "variance by (1 - p)^2.",
)
def variance_of_the_bare_mask(x, weight, p):
    return right.dropout_penalty(x, weight, p) * (1 - p) ** 2


@wrong(
    "dropout_penalty",
    because="The inputs are added up before they are squared, as if one mask dropped all of them together. Each has a "
    "mask of its own, so the variances add up: first square, then add.",
)
def squares_the_sum(x, weight, p):
    return p / (1 - p) * (x @ weight).square().mean()


@wrong(
    "dropout_penalty",
    because="The samples are added up. The penalty is a mean over the samples, as the squared error that it is added "
    "to.",
)
def sums_over_the_samples(x, weight, p):
    return right.dropout_penalty(x, weight, p) * len(x)


@lenient(
    "dropout_forward",
    because="A p beyond 0 ... 1 is let through. Whoever writes 20 for 20 per cent drops everything, or scales by a "
    "negative number, without a word.",
)
def lets_per_cents_through(x, p, training, generator=None):
    if 0 <= p <= 1:
        return right.dropout_forward(x, p, training, generator)
    kept = torch.rand(x.shape, generator=generator, device=x.device) >= p
    return x * kept / (1 - p), kept
