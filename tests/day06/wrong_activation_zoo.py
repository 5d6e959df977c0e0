"""Wrong turns of day06/activation_zoo."""

import math

import torch

from grader.mutants import lenient, wrong
from solutions.day06 import activation_zoo as right


@wrong(
    "leaky_relu",
    because="The slope is 0.1 where none is given. A leaky ReLU leaks a hundredth by default.",
)
def leaks_a_tenth(x, slope=0.1):
    return right.leaky_relu(x, slope)


@wrong(
    "leaky_relu",
    because="The slope is 0.2 where none is given. A leaky ReLU leaks a hundredth by default.",
)
def leaks_a_fifth(x, slope=0.2):
    return right.leaky_relu(x, slope)


@wrong(
    "elu",
    because="torch.where computes both branches, and exp(x) overflows at 1000. The value is picked rightly, but "
    "autograd multiplies the infinite slope of the branch not taken with 0, and that is nan. Clamp what goes into "
    "exp.",
)
def overflows_in_the_other_branch(x, alpha=1.0):
    return torch.where(x > 0, x, alpha * (torch.exp(x) - 1))


@wrong(
    "elu",
    because="alpha multiplies the exponential alone: alpha exp(x) - 1. At 0 the two branches then do not meet.",
)
def misplaces_alpha(x, alpha=1.0):
    return torch.where(x > 0, x, alpha * torch.exp(x.clamp(max=0)) - 1)


@wrong(
    "elu_derivative",
    because="Left of 0 this is alpha (exp(x) - 1), the value. Its derivative is alpha exp(x): the constant is gone.",
)
def keeps_the_constant(x, alpha=1.0):
    return torch.where(x > 0, 1.0, right.elu(x, alpha))


@wrong(
    "gelu",
    because="This is the approximation by tanh that many libraries use. It is off by up to 5e-4, which is not "
    "nothing for shear; asked for is x Phi(x) itself, and torch.erf has all its digits.",
)
def approximates_by_tanh(x):
    return 0.5 * x * (1 + torch.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x**3)))


@wrong(
    "gelu",
    because="The error function is given x. Phi(x) is (1 + erf(x / sqrt 2)) / 2: erf belongs to a Gaussian of "
    "variance 1/2.",
)
def forgets_the_root_of_two(x):
    return 0.5 * x * (1 + torch.erf(x))


@wrong(
    "gelu_derivative",
    because="This is Phi(x) alone. The product rule has a second term: x times the derivative of Phi, the density.",
)
def forgets_the_density(x):
    return 0.5 * (1 + torch.erf(x / math.sqrt(2)))


@wrong(
    "silu",
    because="This is x / (1 + exp(-x)), right in value: at -1000 the exponential is infinite, and the quotient 0. But "
    "autograd multiplies that infinity with 0, and its gradient is nan there. torch.sigmoid is safe.",
)
def overflows_on_the_left(x):
    return x / (1 + torch.exp(-x))


@wrong(
    "silu_derivative",
    because="This is s = sigmoid(x) alone, half of the product rule. Both factors of x sigmoid(x) depend on x: two "
    "terms.",
)
def forgets_a_term(x):
    return torch.sigmoid(x)


@wrong(
    "tanh",
    because="The definition as it stands overflows: at 1000 it is infinity over infinity. Divide by the larger "
    "exponential above and below, or go by way of the sigmoid.",
)
def overflows_at_both_ends(x):
    return (torch.exp(x) - torch.exp(-x)) / (torch.exp(x) + torch.exp(-x))


@wrong(
    "tanh_derivative",
    because="This is 1 - x^2. The formula 1 - y^2 holds for the output y = tanh(x); what is given is the input.",
)
def takes_input_for_output(x):
    return 1 - x.square()


@wrong(
    "dead_fraction",
    because="This is the share of all numbers that are not positive. A unit that is silent for one sample is doing its "
    "job; dead is one that is silent for all.",
)
def counts_numbers(pre_activations):
    return (pre_activations <= 0).double().mean().item()


@wrong(
    "dead_fraction",
    because="A unit is counted as soon as it is silent once. Dead is one that is silent for every sample.",
)
def counts_any_silence(pre_activations):
    return (pre_activations <= 0).transpose(0, 1).flatten(1).any(1).double().mean().item()


@wrong(
    "dead_fraction",
    because="Each pixel of a channel is counted as a unit. All pixels of a channel share their weights: the channel "
    "is dead only if none of them ever fires.",
)
def counts_pixels(pre_activations):
    return (pre_activations <= 0).all(0).double().mean().item()


@lenient(
    "dead_fraction",
    because="Of no samples every unit is silent, and a whole layer is called dead that nobody has looked at.",
)
def calls_units_dead_unseen(pre_activations):
    return 1.0 if pre_activations.ndim > 1 and not len(pre_activations) else right.dead_fraction(pre_activations)
