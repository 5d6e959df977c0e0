"""Wrong turns of day10/mc_dropout."""

import torch
from torch import nn
from torch.nn.modules.dropout import _DropoutNd

from grader.mutants import lenient, wrong
from solutions.day10 import mc_dropout as right


def predicted(model, x, passes, seed, on=_DropoutNd):
    """Return the outputs of all passes, (passes, N, ...), with the modules of kind `on` in training mode."""
    modes = [(module, module.training) for module in model.modules()]
    model.eval()
    for module in model.modules():
        if isinstance(module, on):
            module.training = True
    with torch.no_grad(), torch.random.fork_rng():
        if seed is not None:
            torch.manual_seed(seed)
        outputs = torch.stack([model(x) for _ in range(passes)])
    for module, mode in modes:
        module.training = mode
    return outputs


def moments(outputs):
    return outputs.mean(0), outputs.std(0, correction=0)


@wrong(
    "mc_dropout_predict",
    because="model.train() puts everything in training mode, batch norm too. Then a galaxy's answer depends on the "
    "others in its batch, and every pass moves the running statistics. Only the dropout modules are to be on.",
)
def trains_everything(model, x, passes, seed):
    modes = [(module, module.training) for module in model.modules()]
    model.train()
    with torch.no_grad(), torch.random.fork_rng():
        torch.manual_seed(seed)
        outputs = torch.stack([model(x) for _ in range(passes)])
    for module, mode in modes:
        module.training = mode
    return moments(outputs)


@wrong(
    "mc_dropout_predict",
    because="After model.eval() dropout does nothing, so all passes are one and the sd is 0. The dropout modules must "
    "be put back into training mode.",
)
def leaves_dropout_off(model, x, passes, seed):
    return moments(predicted(model, x, passes, seed, on=()))


@wrong(
    "mc_dropout_predict",
    because="Only the model's own children are looked through. A dropout inside a block inside the model stays off: "
    "model.modules() goes all the way down.",
)
def looks_at_the_children_only(model, x, passes, seed):
    deep = [
        m for m in model.modules() if isinstance(m, _DropoutNd) and m not in list(model.children()) and m is not model
    ]
    held = [(module, module.p) for module in deep]
    for module in deep:
        module.p = 0.0
    outputs = predicted(model, x, passes, seed)
    for module, p in held:
        module.p = p
    return moments(outputs)


@wrong(
    "mc_dropout_predict",
    because="Only torch.nn.Dropout is put on. Dropout1d, Dropout2d and Dropout3d, which drop whole channels, are not "
    "its subclasses and stay off.",
)
def knows_one_kind_of_dropout(model, x, passes, seed):
    return moments(predicted(model, x, passes, seed, on=nn.Dropout))


@wrong(
    "mc_dropout_predict",
    because="The sd is divided by the root of the number of passes. That is the error of the *mean* over passes, "
    "which goes to 0 as you run more of them; the network does not become surer by being asked again.",
)
def returns_the_error_of_the_mean(model, x, passes, seed):
    mean, sd = right.mc_dropout_predict(model, x, passes, seed)
    return mean, sd / passes**0.5


@wrong(
    "mc_dropout_predict",
    because="The squared deviations are divided by passes - 1. Here they are divided by the number of passes: the "
    "answer is the spread of the very mixture of these passes (and torch's std divides by one less unless it "
    "is told).",
)
def divides_by_one_less(model, x, passes, seed):
    outputs = predicted(model, x, passes, seed)
    return outputs.mean(0), outputs.std(0)


@wrong(
    "mc_dropout_predict",
    because="The generator is seeded before every pass, so every pass has the same masks and the sd is 0. Seed once, "
    "before the first.",
)
def seeds_every_pass(model, x, passes, seed):
    return moments(torch.cat([predicted(model, x, 1, seed) for _ in range(passes)]))


@wrong(
    "mc_dropout_predict",
    because="The mean is that of a run with dropout off. It is close to the mean over the passes, but not the same "
    "behind anything that is not linear, and here it does not belong to the sd.",
)
def takes_the_mean_without_dropout(model, x, passes, seed):
    _, sd = right.mc_dropout_predict(model, x, passes, seed)
    return predicted(model, x, 1, seed, on=())[0], sd


@wrong(
    "mc_dropout_predict",
    because="The model is left in evaluation mode. If it was in training, the next epoch goes on without dropout and "
    "with frozen statistics, and nothing says so.",
)
def leaves_evaluation_mode(model, x, passes, seed):
    answer = right.mc_dropout_predict(model, x, passes, seed)
    model.eval()
    return answer


@wrong(
    "mc_dropout_predict",
    because="The mode of the model as a whole is given back to all its modules. A batch norm that was frozen inside a "
    "model in training is frozen no longer. Every module has a mode of its own to remember.",
)
def gives_all_the_mode_of_the_model(model, x, passes, seed):
    mode = model.training
    answer = right.mc_dropout_predict(model, x, passes, seed)
    model.train(mode)
    return answer


@wrong(
    "mc_dropout_predict",
    because="torch.manual_seed sets the generator of everybody. Whoever draws next, a shuffled loader for example, "
    "now gets the same numbers after every call. Put the state back, or fork it.",
)
def seeds_everybody(model, x, passes, seed):
    answer = right.mc_dropout_predict(model, x, passes, seed)
    torch.manual_seed(seed)
    return answer


@lenient(
    "mc_dropout_predict",
    because="A model without dropout gets an sd of 0, which reads as perfect certainty. It must be refused.",
)
def believes_a_model_without_dropout(model, x, passes, seed):
    return moments(predicted(model, x, passes, seed))


@wrong(
    "dropout_moments",
    because="The mask's variance is taken for p (1 - p), that of 0 or 1. Dropout also divides what stays by 1 - p, so "
    "its variance is p (1 - p) / (1 - p)^2.",
)
def forgets_the_scale(h, weight, bias, p):
    mean, covariance = right.dropout_moments(h, weight, bias, p)
    return mean, covariance * (1 - p) ** 2


@wrong(
    "dropout_moments",
    because="p is taken for the share that stays. It is the share that is dropped.",
)
def keeps_with_p(h, weight, bias, p):
    mean, covariance = right.dropout_moments(h, weight, bias, p)
    return mean, covariance * ((1 - p) / p) ** 2 if p else covariance


@wrong(
    "dropout_moments",
    because="Only the diagonal is filled. Two outputs hang on the same dropped units, so they vary together.",
)
def drops_the_covariance(h, weight, bias, p):
    mean, covariance = right.dropout_moments(h, weight, bias, p)
    return mean, torch.diag_embed(covariance.diagonal(dim1=1, dim2=2))


@lenient(
    "dropout_moments",
    because="A p of 1 or more, or below 0, gives infinite or negative variances without a word. It must be refused.",
)
def takes_any_p(h, weight, bias, p):
    p = torch.tensor(p, dtype=h.dtype, device=h.device)
    covariance = p / (1 - p) * torch.einsum("fi,ni,gi->nfg", weight, h.square(), weight)
    return h @ weight.T + bias, covariance
