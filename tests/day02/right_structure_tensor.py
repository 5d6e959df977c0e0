"""Other right ways to write day02/structure_tensor."""

import numpy as np

from grader.mutants import right


def tensor(image):
    """Return J by SciPy."""
    from scipy import ndimage

    image = np.asarray(image, float)
    gradients = np.array([ndimage.sobel(image, axis)[1:-1, 1:-1].ravel() / 8 for axis in (1, 0)])
    return gradients @ gradients.T


@right("position_angle")
def by_the_smaller_eigenvalue(image):
    _, vectors = np.linalg.eigh(tensor(image))
    x, y = vectors[:, 0]
    angle = np.arctan2(y, x)
    return angle - np.pi if angle > np.pi / 2 else angle + np.pi if angle < -np.pi / 2 else angle


@right("position_angle")
def by_complex_numbers(image):
    j = tensor(image)
    return float(np.angle(j[1, 1] - j[0, 0] - 2j * j[0, 1]) / 2)


@right("ellipticity_from_gradients")
def by_the_axis_ratio(image):
    values, vectors = np.linalg.eigh(tensor(image))
    q = np.sqrt(max(values[0], 0.0) / values[1])
    x, y = vectors[:, 0]
    size = (1 - q) / (1 + q)
    return size * (x * x - y * y), size * 2 * x * y


@right("ellipticity_from_gradients")
def by_the_distortion(image):
    j = tensor(image) / np.trace(tensor(image))
    distortion = j[1, 1] - j[0, 0] - 2j * j[0, 1]
    shear = distortion / (1 + np.sqrt(max(0.0, 1 - abs(distortion) ** 2)))
    return np.float64(shear.real), np.float64(shear.imag)
