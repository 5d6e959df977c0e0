"""Wrong turns of day08/early_stopping."""

import copy
import math

import torch

from grader.mutants import wrong
from solutions.day08 import early_stopping as right


@wrong(
    "EarlyStopping",
    because="What is kept is not a copy: state_dict() hands out the model's own tensors, and these train on. dict() "
    "and copy.copy copy the dictionary alone; copy the tensors too (copy.deepcopy).",
)
class KeepsAReference(right.EarlyStopping):
    def update(self, value, model):
        improved = value < self.best - self.min_delta
        stop = super().update(value, model)
        if improved:
            self._weights = model.state_dict()
        return stop

    def restore(self, model):
        if self._weights is not None:
            model.load_state_dict({key: tensor.clone() for key, tensor in self._weights.items()})


@wrong(
    "EarlyStopping",
    because="The weights of the last update are kept, not those of the best value.",
)
class KeepsTheLast(right.EarlyStopping):
    def update(self, value, model):
        stop = super().update(value, model)
        self._weights = copy.deepcopy(model.state_dict())
        return stop


@wrong(
    "EarlyStopping",
    because="Only the parameters are kept. The running statistics of a batch normalisation are buffers: restored "
    "without them, the model is one that never was.",
)
class ForgetsTheBuffers(right.EarlyStopping):
    def restore(self, model):
        if self._weights is not None:
            names = {name for name, _ in model.named_parameters()}
            kept = {name: tensor for name, tensor in self._weights.items() if name in names}
            model.load_state_dict(kept, strict=False)


@wrong(
    "EarlyStopping",
    because="NaN counts as better: `if value > best - min_delta` is false for it, and the other branch is taken. "
    "Ask whether the value is smaller.",
)
class TakesNanForBetter(right.EarlyStopping):
    def update(self, value, model):
        if value >= self.best - self.min_delta:
            self.waited += 1
        else:
            self.best, self.waited = float(value), 0
            self._weights = copy.deepcopy(model.state_dict())
        return self.waited >= self.patience


@wrong(
    "EarlyStopping",
    because="Training stops one value too late: with patience 1 the first value that is not better stops it. "
    "Compare with >=.",
)
class WaitsOneMore(right.EarlyStopping):
    def update(self, value, model):
        super().update(value, model)
        return self.waited > self.patience


@wrong(
    "EarlyStopping",
    because="`waited` is not set back to 0 by a better value, so it counts all that were not better, and not those "
    "in a row.",
)
class CountsThemAll(right.EarlyStopping):
    def update(self, value, model):
        before = self.waited
        super().update(value, model)
        self.waited = self.waited or before
        return self.waited >= self.patience


@wrong(
    "EarlyStopping",
    because="Each value is compared with the one before it. It is to be compared with the best of all: a curve that "
    "zigzags upwards is better than its last value every other time.",
)
class ComparesWithTheLast(right.EarlyStopping):
    last = math.inf

    def update(self, value, model):
        if value < self.last - self.min_delta:
            self.best, self.waited = float(value), 0
            self._weights = copy.deepcopy(model.state_dict())
        else:
            self.waited += 1
        self.last = float(value)
        return self.waited >= self.patience


@wrong(
    "EarlyStopping",
    because="A value as good as the best counts as better. On a plateau training would then never stop.",
)
class EqualIsBetter(right.EarlyStopping):
    def update(self, value, model):
        if value <= self.best - self.min_delta and value < math.inf:
            self.best, self.waited = float(value), 0
            self._weights = copy.deepcopy(model.state_dict())
        else:
            self.waited += 1
        return self.waited >= self.patience


@wrong(
    "EarlyStopping",
    because="`best` follows every small gain, even one below min_delta. So many small gains in a row never add up "
    "to one that counts: leave `best` where it was until a value is better by more than min_delta.",
)
class BestCreeps(right.EarlyStopping):
    def update(self, value, model):
        stop = super().update(value, model)
        self.best = min(self.best, float(value)) if not math.isnan(value) else self.best
        return stop


@wrong(
    "EarlyStopping",
    because="state_dict leaves the best weights out. After loading, restore gives back nothing, or what the new "
    "object saw since.",
)
class SavesNoWeights(right.EarlyStopping):
    def state_dict(self):
        return {**super().state_dict(), "_weights": None}


@wrong(
    "EarlyStopping",
    because="state_dict hands out nothing of the count: after loading, the patience begins anew.",
)
class SavesNoCount(right.EarlyStopping):
    def state_dict(self):
        return {**super().state_dict(), "waited": 0}


@wrong(
    "k_fold",
    because="What is left over when the examples are divided is never held out: with 7 examples and 3 folds one is "
    "lost. Some folds hold one more.",
)
def loses_the_rest(count, folds, generator):
    right._check_folds(count, folds)
    order, size = torch.randperm(count, generator=generator), count // folds
    parts = [order[i * size : (i + 1) * size] for i in range(folds)]
    return [(torch.cat([order[: i * size], order[(i + 1) * size :]]), part) for i, part in enumerate(parts)]


@wrong(
    "k_fold",
    because="The model trains on the examples it is judged by: the training part holds all of them. Leave the "
    "held-out ones away.",
)
def trains_on_all(count, folds, generator):
    return [(torch.cat(pair), pair[1]) for pair in right.k_fold(count, folds, generator)]


@wrong(
    "k_fold",
    because="A new order is drawn for each fold, so some examples are held out twice and others never. Draw one "
    "order and cut it.",
)
def draws_for_each(count, folds, generator):
    return [right.k_fold(count, folds, generator)[i] for i in range(folds)]


@wrong(
    "k_fold",
    because="The folds are cut from the examples as they lie. Where the data are sorted, by brightness or by date, "
    "each fold is then of another kind: draw a random order first.",
)
def as_they_lie(count, folds, generator):
    right._check_folds(count, folds)
    parts = torch.arange(count).tensor_split(folds)
    return [(torch.cat(parts[:i] + parts[i + 1 :]), parts[i]) for i in range(folds)]
