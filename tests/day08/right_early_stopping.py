"""Other right ways to write day08/early_stopping."""

import copy

import numpy as np
import torch

from grader.mutants import right
from solutions.day08 import early_stopping as reference


@right("EarlyStopping")
class ByTheHistory:
    """Keeps all values, and the best model as a whole."""

    def __init__(self, patience, min_delta=0.0):
        self.patience, self.min_delta = patience, min_delta
        self.best, self.waited, self.model = np.inf, 0, None

    def update(self, value, model):
        self.waited += 1
        if self.best - value > self.min_delta:
            self.best, self.waited, self.model = value, 0, copy.deepcopy(model).cpu()
        return np.bool_(self.waited >= self.patience)

    def restore(self, model):
        if self.model is not None:
            kept = dict(self.model.named_parameters()) | dict(self.model.named_buffers())
            with torch.no_grad():
                for name, tensor in [*model.named_parameters(), *model.named_buffers()]:
                    tensor.copy_(kept[name])

    def state_dict(self):
        return {"best": self.best, "waited": self.waited, "model": self.model}

    def load_state_dict(self, state):
        self.best, self.waited, self.model = state["best"], state["waited"], state["model"]


@right("EarlyStopping")
class WithClones(reference.EarlyStopping):
    def update(self, value, model):
        better = self.best - self.min_delta > value
        self.waited = 0 if better else self.waited + 1
        if better:
            self.best = torch.tensor(value, dtype=torch.float64)
            self._weights = {name: tensor.detach().clone() for name, tensor in model.state_dict().items()}
        return self.waited >= self.patience


@right("k_fold")
def card_by_card(count, folds, generator):
    fold = torch.randperm(count, generator=generator) % folds
    examples = torch.arange(count)
    return tuple([examples[fold != i], examples[fold == i]] for i in range(folds))


@right("k_fold")
def by_sorting(count, folds, generator):
    order = torch.rand(count, generator=generator).argsort()
    parts = np.array_split(order.numpy(), folds)
    return [(torch.from_numpy(np.setdiff1d(np.arange(count), part)), torch.from_numpy(part)) for part in parts]
