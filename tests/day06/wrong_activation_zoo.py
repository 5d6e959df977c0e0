"""Wrong turns of day06/activation_zoo."""

import math

import torch

from grader.mutants import wrong
from solutions.day06 import activation_zoo as right


@wrong(
    "leaky_relu",
    because="The slope is 0.1 where none is given. A leaky ReLU leaks a hundredth by default.",
)
def leaks_a_tenth(x, slope=0.1):
    return right.leaky_relu(x, slope)


@wrong(
    "leaky_relu",
    because="Nothing leaks: this is the plain ReLU, and the slope has no effect.",
)
def does_not_leak(x, slope=0.01):
    right.leaky_relu(x, slope)
    return torch.relu(x)


@wrong(
    "leaky_relu_derivative",
    because="Left of 0 the derivative is given as 0. There the leaky ReLU still rises, with the slope.",
)
def gives_that_of_relu(x, slope=0.01):
    right.leaky_relu_derivative(x, slope)
    return (x > 0).to(x.dtype)


@wrong(
    "leaky_relu_derivative",
    because="Left of 0 this is slope * x: the value. The derivative of slope * x is slope.",
)
def gives_the_value(x, slope=0.01):
    right.leaky_relu_derivative(x, slope)
    return torch.where(x > 0, torch.ones_like(x), slope * x)


@wrong(
    "leaky_relu_derivative",
    because="At 0 itself the derivative is given as 1. The convention, torch's and the docstring's, is the slope.",
)
def takes_the_right_side_at_zero(x, slope=0.01):
    right.leaky_relu_derivative(x, slope)
    return torch.where(x >= 0, torch.ones_like(x), slope)


@wrong(
    "elu",
    because="alpha has no effect. It multiplies the whole of the left branch, exp(x) - 1.",
)
def forgets_alpha(x, alpha=1.0):
    right.elu(x, alpha)
    return right.elu(x)


@wrong(
    "elu",
    because="alpha multiplies the exponential alone: alpha exp(x) - 1. At 0 the two branches then do not meet.",
)
def misplaces_alpha(x, alpha=1.0):
    right.elu(x, alpha)
    return torch.where(x > 0, x, alpha * torch.exp(x.clamp(max=0)) - 1)


@wrong(
    "elu",
    because="torch.where computes both branches, and exp(x) overflows at 1000. The value is picked rightly, but "
    "autograd multiplies the infinite slope of the branch not taken with 0, and that is nan. Clamp what goes into "
    "exp.",
)
def overflows_in_the_other_branch(x, alpha=1.0):
    right.elu(x, alpha)
    return torch.where(x > 0, x, alpha * (torch.exp(x) - 1))


@wrong(
    "elu_derivative",
    because="Left of 0 this is alpha (exp(x) - 1), the value. Its derivative is alpha exp(x): the constant is gone.",
)
def keeps_the_constant(x, alpha=1.0):
    right.elu_derivative(x, alpha)
    return torch.where(x > 0, 1.0, right.elu(x, alpha))


@wrong(
    "elu_derivative",
    because="alpha has no effect on the derivative. It multiplies the left branch, and so its slope.",
)
def forgets_alpha_in_the_slope(x, alpha=1.0):
    right.elu_derivative(x, alpha)
    return right.elu_derivative(x)


@wrong(
    "gelu",
    because="This is the approximation by tanh that many libraries use. It is off by up to 5e-4, which is not "
    "nothing for shear; asked for is x Phi(x) itself, and torch.erf has all its digits.",
)
def approximates_by_tanh(x):
    return 0.5 * x * (1 + torch.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x**3)))


@wrong(
    "gelu",
    because="This is x sigmoid(1.702 x), the rough approximation of GELU, off by up to 0.02. Asked for is x "
    "Phi(x) itself.",
)
def approximates_by_sigmoid(x):
    return x * torch.sigmoid(1.702 * x)


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
    "gelu_derivative",
    because="The density is exp(-x^2 / 2) without its norm, 1 / sqrt(2 pi).",
)
def forgets_the_norm(x):
    return 0.5 * (1 + torch.erf(x / math.sqrt(2))) + x * torch.exp(-x.square() / 2)


@wrong(
    "silu",
    because="The sigmoid is written exp(x) / (1 + exp(x)). For large x that is infinity over infinity: nan.",
)
def overflows(x):
    return x * torch.exp(x) / (1 + torch.exp(x))


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
    "silu_derivative",
    because="This is the sigmoid's derivative, s (1 - s). SiLU is x times the sigmoid, a product of two functions "
    "of x.",
)
def gives_that_of_the_sigmoid(x):
    return torch.sigmoid(x) * (1 - torch.sigmoid(x))


@wrong(
    "tanh",
    because="The definition as it stands overflows: at 1000 it is infinity over infinity. Divide by the larger "
    "exponential above and below, or go by way of the sigmoid.",
)
def overflows_at_both_ends(x):
    return (torch.exp(x) - torch.exp(-x)) / (torch.exp(x) + torch.exp(-x))


@wrong(
    "tanh",
    because="This is 2 sigmoid(x) - 1, which is tanh(x / 2): the sigmoid is stretched in height but not in width.",
)
def stretches_in_height_alone(x):
    return 2 * torch.sigmoid(x) - 1


@wrong(
    "tanh_derivative",
    because="This is 1 - x^2. The formula 1 - y^2 holds for the output y = tanh(x); what is given is the input.",
)
def takes_input_for_output(x):
    return 1 - x.square()


@wrong(
    "tanh_derivative",
    because="This is 1 - tanh(x); the tanh is squared.",
)
def forgets_the_square(x):
    return 1 - right.tanh(x)


@wrong(
    "dead_fraction",
    because="This is the share of all numbers that are not positive. A unit that is silent for one sample is doing its "
    "job; dead is one that is silent for all.",
)
def counts_numbers(pre_activations):
    right.dead_fraction(pre_activations)
    return (pre_activations <= 0).double().mean().item()


@wrong(
    "dead_fraction",
    because="A unit is counted as soon as it is silent once. Dead is one that is silent for every sample.",
)
def counts_any_silence(pre_activations):
    right.dead_fraction(pre_activations)
    return (pre_activations <= 0).transpose(0, 1).flatten(1).any(1).double().mean().item()


@wrong(
    "dead_fraction",
    because="Samples are counted, those for which no unit fires, instead of units.",
)
def counts_samples(pre_activations):
    right.dead_fraction(pre_activations)
    return (pre_activations <= 0).flatten(1).all(1).double().mean().item()


@wrong(
    "dead_fraction",
    because="A unit at exactly 0 is taken for one that fires. There the ReLU puts out 0, and no gradient comes back.",
)
def takes_zero_for_firing(pre_activations):
    right.dead_fraction(pre_activations)
    return (pre_activations < 0).transpose(0, 1).flatten(1).all(1).double().mean().item()


@wrong(
    "dead_fraction",
    because="This is the share of units that live.",
)
def counts_the_living(pre_activations):
    return 1 - right.dead_fraction(pre_activations)


@wrong(
    "dead_fraction",
    because="Each pixel of a channel is counted as a unit. All pixels of a channel share their weights: the channel "
    "is dead only if none of them ever fires.",
)
def counts_pixels(pre_activations):
    right.dead_fraction(pre_activations)
    return (pre_activations <= 0).all(0).double().mean().item()
