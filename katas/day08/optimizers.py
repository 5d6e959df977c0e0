"""One step of gradient descent with momentum, of RMSprop and of Adam (Kingma & Ba 2015, 1412.6980), as pure functions.

Each takes a parameter, its gradient (tensors of one shape) and the state that the last step returned, {} at first. What
it returns is new, and what comes in is left as it is. The averages begin at zero. Names and defaults are torch.optim's.

Not allowed here: torch.optim, torch.optim.SGD, torch.optim.RMSprop, torch.optim.Adam,
torch.optim.AdamW, torch.nn.utils.clip_grad_norm_, torch.nn.utils.clip_grads_with_norm_,
torch.nn.utils.get_total_norm (this kata builds it).
"""

import torch


def sgd_step(param, grad, state, learning_rate, momentum=0.0):
    """Return (param, state) after a step against a velocity.

    In it each gradient counts in full, and fades by the factor momentum from step to step. The state is
    {"velocity": Tensor}.

    >>> sgd_step(torch.tensor([1.0]), torch.tensor([2.0]), {"velocity": torch.tensor([4.0])}, 0.125, momentum=0.5)
    (tensor([0.5000]), {'velocity': tensor([4.])})
    """
    raise NotImplementedError


def rmsprop_step(param, grad, state, learning_rate, alpha=0.99, eps=1e-8):
    """Return (param, state) after a step against the gradient over the root of its mean square.

    A new square has the weight 1 - alpha in the running mean, whose start at zero is not corrected; eps is added to the
    root. The state is {"square": Tensor}.

    >>> rmsprop_step(torch.tensor([1.0]), torch.tensor([2.0]), {}, learning_rate=0.25, alpha=0.75)
    (tensor([0.5000]), {'square': tensor([1.])})
    """
    raise NotImplementedError


def adam_step(param, grad, state, learning_rate, betas=(0.9, 0.999), eps=1e-8):
    """Return (param, state) after a step against the mean gradient over the root of the mean square, both corrected.

    Parameters
    ----------
    state : dict
        {"step": int, "mean": Tensor, "square": Tensor}: the steps taken, and both running means before the correction.
    betas : two floats
        The weights that the old mean of the gradient, and that of its square, keep at a step. eps is added to the root.

    >>> param, state = adam_step(torch.tensor([1.0, 1.0]), torch.tensor([4.0, -0.01]), {}, learning_rate=0.25)
    >>> param, state["step"]  # the first step goes by the sign alone
    (tensor([0.7500, 1.2500]), 1)
    """
    raise NotImplementedError


def clip_by_norm(grads, max_norm):
    """Return (clipped, norm): the gradients, not longer than max_norm, and their length before, a Tensor.

    All tensors of the list are one vector. A longer one gets the length max_norm and keeps its direction; a shorter one
    is copied as it is. A negative max_norm, and grads that are not finite, are refused by a ValueError naming them: the
    one turns the vector round, the others spoil every parameter.

    >>> clip_by_norm([torch.tensor([3.0]), torch.tensor([[4.0]])], max_norm=2.5)
    ([tensor([1.5000]), tensor([[2.]])], tensor(5.))
    """
    raise NotImplementedError
