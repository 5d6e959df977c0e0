"""Wrong turns of day09/label_scaling."""

import numpy as np

from grader.mutants import lenient, wrong
from solutions.day09 import label_scaling as right

NO_SPREAD = (
    "A label that is the same for all galaxies goes through. Its sd need not be 0: the mean of ten times 0.1 is off by "
    "a rounding. Ask whether the largest and the smallest value are equal, and refuse, naming `labels`."
)


@wrong(
    "Standardiser",
    because="The standard deviation has N - 1 in it. The kata asks for N: the scaled labels then have a mean square of "
    "exactly 1 over the galaxies they were fitted to.",
)
class OneLess(right.Standardiser):
    def fit(self, labels):
        super().fit(labels)
        alone = [k for k in range(len(self.sd)) if all(k not in pair for pair in self.shears)]
        self.sd[alone] = labels.std(axis=0, ddof=1)[alone]
        return self


@wrong(
    "Standardiser",
    because="transform takes the mean and the sd of the labels that it is given. Then the test set is scaled by its "
    "own spread, and the same galaxy gets another number in other company. Measure in fit, and keep it.",
)
class MeasuresAgain(right.Standardiser):
    def transform(self, labels):
        scaled = super().transform(labels)
        if np.ndim(labels) != 2:
            return scaled
        with np.errstate(all="ignore"):
            own = right.Standardiser(self.shears)
            own.mean, own.sd = np.mean(labels, axis=0), np.std(labels, axis=0)
            for pair in map(list, self.shears):
                own.mean[pair], own.sd[pair] = 0.0, np.sqrt(np.mean(np.asarray(labels)[:, pair] ** 2))
            return own.transform(labels)


@wrong(
    "Standardiser",
    because="One mean and one sd serve all labels. The flux's spread is then everybody's unit, and the shares of the "
    "loss stay as they were. Work along the first axis.",
)
class OneForAll(right.Standardiser):
    def fit(self, labels):
        super().fit(labels)
        alone = [k for k in range(len(self.sd)) if all(k not in pair for pair in self.shears)]
        self.mean, self.sd = np.array(self.mean, float), np.array(self.sd, float)
        self.mean[alone], self.sd[alone] = np.mean(labels), np.std(labels)
        return self


@wrong(
    "Standardiser",
    because="The way back is taken in the wrong order: the mean is added first and multiplied along. Undo the last "
    "step first: times sd, then plus mean.",
)
class AddsBeforeMultiplying(right.Standardiser):
    def inverse(self, scaled):
        return super().inverse(scaled) + self.mean * (self.sd - 1)


@wrong(
    "Standardiser",
    because="The errors are returned as they are. They came out in units of the labels' spread, so an error of g would "
    "be four times too large, and one of the flux too small.",
)
class LeavesTheErrors(right.Standardiser):
    def inverse_error(self, error):
        return super().inverse_error(error) * 0 + error


@wrong(
    "Standardiser",
    because="The mean is added to the errors. An error is a difference: what is added to both sides drops out of it, "
    "and only the factor sd is left.",
)
class ShiftsTheErrors(right.Standardiser):
    def inverse_error(self, error):
        return super().inverse_error(error) + self.mean


@wrong(
    "Standardiser",
    because="The covariance is multiplied by the sds once. Its element (k, l) is a product of two deviations, so it "
    "takes the sd of k and the sd of l.",
)
class OneFactor(right.Standardiser):
    def inverse_covariance(self, covariance):
        return super().inverse_covariance(covariance) / self.sd[:, None]


@wrong(
    "Standardiser",
    because="Every column of the covariance takes its own variance twice, which is right on the diagonal alone. "
    "Element (k, l) takes the sd of k times the sd of l, or the matrix is no longer symmetric.",
)
class VarianceForEachColumn(right.Standardiser):
    def inverse_covariance(self, covariance):
        return super().inverse_covariance(covariance) / self.sd[:, None] * self.sd


@wrong(
    "Standardiser",
    because="`shears` has no effect: each component has a mean and an sd of its own. A turn of the axes mixes g1 and "
    "g2, and with two scales the network's loss would depend on how the camera was held.",
)
class IgnoresTheShears(right.Standardiser):
    def fit(self, labels):
        super().fit(labels)
        self.mean, self.sd = np.mean(labels, axis=0), np.std(labels, axis=0)
        return self


@wrong(
    "Standardiser",
    because="The components of a shear have one sd, but each keeps its mean. A shear with another zero than (0, 0) "
    "does not turn with the axes.",
)
class KeepsTheMeans(right.Standardiser):
    def fit(self, labels):
        super().fit(labels)
        self.mean = np.mean(labels, axis=0)
        return self


@wrong(
    "Standardiser",
    because="A shear's scale is measured about the components' own means. It is wanted about 0, which is where the "
    "zero stays: the root of the mean square.",
)
class MeasuresAboutTheMeans(right.Standardiser):
    def fit(self, labels):
        super().fit(labels)
        for pair in map(list, self.shears):
            self.sd[pair] = np.sqrt(np.mean(np.var(labels[:, pair], axis=0)))
        return self


ADDED = (
    "A small number is added to the sd before the division. A label without spread is refused, so there is no 0 to "
    "divide by, and the scaled labels have an sd a little below 1: how little hangs on the label's units."
)


@wrong("Standardiser", because=ADDED)
class AddsToTheSd(right.Standardiser):
    def transform(self, labels):
        return super().transform(labels) * (self.sd / (self.sd + 1e-8))


@wrong("Standardiser", because=ADDED)
class AddsMore(right.Standardiser):
    def transform(self, labels):
        return super().transform(labels) * (self.sd / (self.sd + 1e-6))


@wrong("Standardiser", because=ADDED)
class AddsLess(right.Standardiser):
    def transform(self, labels):
        return super().transform(labels) * (self.sd / (self.sd + 1e-12))


@lenient(
    "Standardiser",
    because=NO_SPREAD,
)
class AsksForNoSpread(right.Standardiser):
    def fit(self, labels):
        self.mean, self.sd = labels.mean(axis=0), labels.std(axis=0)
        for pair in map(list, self.shears):
            self.mean[pair], self.sd[pair] = 0, np.sqrt(np.mean(labels[:, pair] ** 2))
        return self


@lenient(
    "Standardiser",
    because=NO_SPREAD,
)
class WaitsForAnExactZero(right.Standardiser):
    def fit(self, labels):
        if np.any(labels.std(axis=0) == 0):
            raise ValueError("labels has a column without spread")
        self.mean, self.sd = labels.mean(axis=0), labels.std(axis=0)
        for pair in map(list, self.shears):
            self.mean[pair], self.sd[pair] = 0, np.sqrt(np.mean(labels[:, pair] ** 2))
        return self


@wrong(
    "loss_weights",
    because="The weight is 1 / sd. The loss is squared, and so is the factor in front of a residual: 1 / sd^2.",
)
def inverse_of_the_sd(sd):
    weight = 1 / np.asarray(sd, float)
    return weight / weight.mean()


@wrong(
    "loss_weights",
    because="The weights sum to 1. Their mean is to be 1, or the whole loss becomes smaller by the number of labels.",
)
def sums_to_one(sd):
    return right.loss_weights(sd) / len(sd)


@wrong(
    "loss_weights",
    because="These are 1 / sd^2 themselves, not yet divided by their mean: the loss, and with it the best learning "
    "rate, would hang on the labels' units.",
)
def without_a_norm(sd):
    return 1 / np.square(sd, dtype=float)
