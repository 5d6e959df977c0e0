"""One step of gradient descent with momentum, of RMSprop and of Adam (Kingma & Ba 2015, 1412.6980), as pure functions.

Each takes a parameter, its gradient (tensors of one shape) and the state that the last step returned, {} at first. Each
returns (param, state), both new: what comes in is left as it is. The averages begin at zero. Names and defaults are
those of torch.optim.

Not allowed here: torch.optim, torch.optim.SGD, torch.optim.RMSprop, torch.optim.Adam,
torch.optim.AdamW, torch.nn.utils.clip_grad_norm_, torch.nn.utils.clip_grads_with_norm_,
torch.nn.utils.get_total_norm (this kata builds it).
"""

import torch


def sgd_step(param, grad, state, learning_rate, momentum=0.0):
    """Go against a velocity, in which each gradient counts in full and fades by the factor momentum a step.

    The state is {"velocity": Tensor}.

    >>> sgd_step(torch.tensor([1.0]), torch.tensor([2.0]), {"velocity": torch.tensor([4.0])}, 0.125, momentum=0.5)
    (tensor([0.5000]), {'velocity': tensor([4.])})
    """
    raise NotImplementedError


def rmsprop_step(param, grad, state, learning_rate, alpha=0.99, eps=1e-8):
    """Divide the gradient by the root of the running mean of its square, plus eps.

    A new square has the weight 1 - alpha in the mean. Nothing corrects for its start at zero. The state is
    {"square": Tensor}.

    >>> rmsprop_step(torch.tensor([1.0]), torch.tensor([2.0]), {}, learning_rate=0.25, alpha=0.75)
    (tensor([0.5000]), {'square': tensor([1.])})
    """
    raise NotImplementedError


def adam_step(param, grad, state, learning_rate, betas=(0.9, 0.999), eps=1e-8):
    """Divide the running mean of the gradient by the root of the running mean of its square, both corrected.

    Parameters
    ----------
    state : dict
        {"step": int, "mean": Tensor, "square": Tensor}: the steps taken, and both means before the correction.
    betas : two floats
        The weights that the old mean of the gradient, and that of its square, keep at a step.
    eps : float
        Added to the root of the corrected square.

    Examples
    --------
    >>> param, state = adam_step(torch.tensor([1.0, 1.0]), torch.tensor([4.0, -0.01]), {}, learning_rate=0.25)
    >>> param, state["step"]  # the first step goes by the sign alone
    (tensor([0.7500, 1.2500]), 1)
    """
    raise NotImplementedError


def clip_by_norm(grads, max_norm):
    """Shorten gradients that are longer than max_norm, all tensors of the list taken as one vector.

    Return the list (clipped) and the length before (norm, a Tensor). A longer vector gets the length max_norm and keeps
    its direction; a shorter one stays as it is. A negative max_norm is refused, and so are grads that are not finite,
    each by a ValueError that names it: the one turns the vector round, the others spoil every parameter.

    >>> clip_by_norm([torch.tensor([3.0]), torch.tensor([[4.0]])], max_norm=2.5)
    ([tensor([1.5000]), tensor([[2.]])], tensor(5.))
    """
    raise NotImplementedError
