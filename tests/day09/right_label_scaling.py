"""Other right ways to write day09/label_scaling."""

import numpy as np

from grader.mutants import right
from solutions.day09 import label_scaling as reference


@right("Standardiser")
class LabelByLabel:
    """Loops over the labels, and keeps the numbers in lists until they are wanted."""

    def __init__(self, shears=()):
        self.shears = shears

    def fit(self, labels):
        count = len(labels)
        mean, sd = [], []
        for column in np.asarray(labels, float).T:
            mean.append(sum(column) / count)
            sd.append((sum((value - mean[-1]) ** 2 for value in column) / count) ** 0.5)
        for first, second in self.shears:
            square = sum(x**2 + y**2 for x, y in zip(labels[:, first], labels[:, second], strict=True))
            sd[first] = sd[second] = (square / (2 * count)) ** 0.5
            mean[first] = mean[second] = 0.0
        self.mean, self.sd = np.array(mean), np.array(sd)
        return self

    def transform(self, labels):
        return np.stack([(labels[..., k] - self.mean[k]) / self.sd[k] for k in range(len(self.sd))], axis=-1)

    def inverse(self, scaled):
        return np.add(self.mean, np.multiply(self.sd, scaled))

    def inverse_error(self, error):
        return np.sqrt(self.sd**2 * error**2)

    def inverse_covariance(self, covariance):
        return np.einsum("k,...kl,l->...kl", self.sd, covariance, self.sd)


@right("Standardiser")
class InFloat32(reference.Standardiser):
    def fit(self, labels):
        super().fit(labels)
        self.mean, self.sd = self.mean.astype(np.float32), self.sd.astype(np.float32)
        return self

    def transform(self, labels):
        return super().transform(labels).astype(np.float32)

    def inverse(self, scaled):
        return super().inverse(scaled).astype(np.float32)

    def inverse_error(self, error):
        return super().inverse_error(error).astype(np.float32)

    def inverse_covariance(self, covariance):
        return super().inverse_covariance(covariance).astype(np.float32)


@right("Standardiser")
class ByDiagonalMatrices(reference.Standardiser):
    def transform(self, labels):
        return np.subtract(labels, self.mean) @ np.diag(1 / self.sd)

    def inverse_covariance(self, covariance):
        return np.diag(self.sd) @ covariance @ np.diag(self.sd)


@right("loss_weights")
def by_the_harmonic_mean(sd):
    variance = [float(value) ** 2 for value in sd]
    harmonic = len(variance) / sum(1 / value for value in variance)
    return np.array([harmonic / value for value in variance])
