"""Day 2's picture: an edge filter applied to galaxies, and the position angle that it finds."""

import galsim
import matplotlib.pyplot as plt
import numpy as np

from fixtures.drawing import BLUE, GREEN, ORANGE, RED, YELLOW, between, one_of, row_of_axes
from fixtures.stamps import galaxy
from grader.study.panel import panel

SIZE = 41  # pixels
ANGLES = {"sheared": 35.0, "edge-on": -60.0}  # degrees
SHEAR = 0.25
TRUTH, FOUND = "white", "#ff3b30"


def sample():
    """Return the galaxies: title, image, and true position angle in degrees (None where there is none)."""
    g1, g2 = (SHEAR * f(2 * np.radians(ANGLES["sheared"])) for f in (np.cos, np.sin))
    shape = (SIZE, SIZE)
    smooth = {"psf_sigma": 1.5, "g1": g1, "g2": g2}
    gaussian = galaxy(shape, profile="gaussian", half_light_radius=5.0, **smooth)
    noise = np.random.default_rng(2).normal(0.0, 0.08 * gaussian.max(), shape)
    return [
        ("Gaussian", gaussian, ANGLES["sheared"]),
        ("exponential", galaxy(shape, profile="exponential", half_light_radius=5.0, **smooth), ANGLES["sheared"]),
        ("de Vaucouleurs", galaxy(shape, profile="devaucouleurs", half_light_radius=5.0, **smooth), ANGLES["sheared"]),
        ("disc, face-on", disc(0.0), None),
        ("disc, edge-on", disc(85.0), ANGLES["edge-on"]),
        ("Gaussian, noise 8 %", gaussian + noise, ANGLES["sheared"]),
    ]


def disc(inclination):
    """Return a disc galaxy inclined by so many degrees, blurred as the others are."""
    light = galsim.InclinedExponential(inclination * galsim.degrees, half_light_radius=6.0, scale_h_over_r=0.1)
    light = light.rotate(ANGLES["edge-on"] * galsim.degrees)
    image = galsim.ImageD(SIZE, SIZE, scale=1.0)
    return galsim.Convolve(light, galsim.Gaussian(sigma=1.5)).drawImage(image).array


def draw(edges, structure_tensor):
    """Draw each galaxy, the strength of its edges, their direction, and the angle found beside the true one."""
    galaxies = sample()
    figure, axes = plt.subplots(3, len(galaxies), figsize=(13, 7.9), layout="constrained")
    with panel(axes[0]):
        draw_galaxies(axes[0], galaxies, structure_tensor)
    with panel(axes[1:]):
        draw_edges(axes[1:], galaxies, edges)
    for axis, (title, _, _) in zip(axes[0], galaxies, strict=True):
        axis.set_title(title, fontsize=12, fontweight="bold")
    rows = ["image\n(arcsinh stretch)", "edge strength\n(square root)", "direction in which\nit gets brighter"]
    for axis, words in zip(axes[:, 0], rows, strict=True):
        axis.set_ylabel(words, fontsize=11)
    for axis in axes.flat:
        axis.set(xticks=[], yticks=[])
    figure.suptitle(
        "What two 3x3 kernels see of a galaxy (x to the right, y upwards: row 0 at the bottom)", fontsize=13
    )
    return figure


def draw_galaxies(axes, galaxies, structure_tensor):
    """Draw each galaxy with its true axis and the one that is found."""
    for axis, (_, image, angle) in zip(axes, galaxies, strict=True):
        axis.imshow(np.arcsinh(20 * image / image.max()), cmap="gray", origin="lower")
        axis.set_xlabel(draw_angles(axis, image, angle, structure_tensor), fontsize=10)
    lines = [plt.Line2D([], [], color=TRUTH, lw=4), plt.Line2D([], [], color=FOUND, lw=1.5)]
    key = axes[0].legend(lines, ["true axis", "found"], loc="lower right", fontsize=8, facecolor="0.3", borderpad=0.3)
    plt.setp(key.get_texts(), color="white")


def draw_edges(rows, galaxies, edges):
    """Draw the strength of each galaxy's edges in the first row, their direction in the second."""
    for column, (_, image, _) in zip(rows.T, galaxies, strict=True):
        magnitude, direction = edges.sobel_edges(image)
        strength = np.sqrt(magnitude / magnitude.max())  # the root shows the faint edges too
        column[0].imshow(strength, cmap="magma", origin="lower")
        draw_arrows(column[1], direction, strength)


def draw_angles(axis, image, angle, structure_tensor):
    """Draw the true and the found long axis over a stamp, and return them in words."""
    size = np.hypot(*structure_tensor.ellipticity_from_gradients(image))
    if angle is None:
        return f"round: it has no angle\n|g| found {size:.2f}, true 0"
    found = np.degrees(structure_tensor.position_angle(image))
    for sign in (1, -1):  # outside the galaxy, so as not to cover it
        draw_line(axis, angle, sign * 13, sign * 20, TRUTH, 5.0)
        draw_line(axis, found, sign * 8, sign * 20, FOUND, 1.8)
    sheared = f", true {SHEAR}" if angle == ANGLES["sheared"] else ""
    return f"found {found:.1f}°, true {angle:.0f}°\n|g| found {size:.2f}{sheared}".replace("-", "\N{MINUS SIGN}")


def draw_line(axis, degrees, start, stop, colour, width):
    """Draw a line `degrees` from +x towards +y, between two distances from the stamp's centre."""
    centre, along = (SIZE - 1) / 2, np.array([start, stop])
    x, y = centre + along * np.cos(np.radians(degrees)), centre + along * np.sin(np.radians(degrees))
    axis.plot(x, y, color=colour, lw=width, solid_capstyle="butt", scalex=False, scaley=False)


def draw_arrows(axis, direction, strength):
    """Draw every fourth direction as an arrow, as long as the edge is strong, on the strength."""
    axis.imshow(strength, cmap="gray", origin="lower", vmax=2.5)
    y, x = np.mgrid[2:SIZE:4, 2:SIZE:4]
    length, angle = strength[y, x], direction[y, x]
    arrows = {"color": YELLOW, "scale_units": "xy", "angles": "xy", "scale": 0.22, "width": 0.009, "pivot": "mid"}
    axis.quiver(x, y, length * np.cos(angle), length * np.sin(angle), **arrows)


def panels(images, titles, **options):
    """Return a figure of images side by side, each with its title."""
    figure, axes = row_of_axes(len(images))
    for axis, image, title in zip(axes, images, titles, strict=True):
        axis.imshow(image, **{"cmap": "cividis", "origin": "lower", **options})
        axis.set_title(title, fontsize=9)
        axis.set(xticks=[], yticks=[])
    return figure


def picture_parameter_count(parameter_count, size=53, channels=16, kernel=3):
    """What a layer from a stamp to several channels costs, on a logarithmic axis."""
    between(1, 300, size=size, channels=channels, kernel=kernel)
    left = size - kernel + 1
    counts = {
        "convolutional": parameter_count.conv_parameters(1, channels, (kernel, kernel)),
        "locally connected": parameter_count.locally_connected_parameters(1, channels, (kernel, kernel), (size, size)),
        "dense": parameter_count.dense_parameters(size * size, left * left * channels),
    }
    figure, (axis,) = row_of_axes(1, frame=False)
    bars = axis.barh(list(counts), list(counts.values()), color=[GREEN, ORANGE, BLUE])
    axis.bar_label(bars, [f"{count:,}" for count in counts.values()], padding=4, fontsize=10)
    words = f"parameters, {size} x {size} pixels to {channels} channels of {left} x {left}"
    axis.set(xscale="log", xlim=(min(10, *counts.values()), max(3e10, 200 * max(counts.values()))), xlabel=words)
    return figure


def picture_cross_correlation(cross_correlation, row=6, column=6, turns=0):
    """A star, under a kernel without symmetry: convolved it shows the kernel, correlated the kernel turned."""
    kernel = np.zeros((7, 7))
    kernel[1:6, 2], kernel[5, 2:5], kernel[3, 3] = 1.0, 1.0, 1.0
    kernel = np.rot90(kernel, turns)
    between(0, 12, row=row, column=column)
    star = np.zeros((13, 13))
    star[row, column] = 1.0
    images = [star, kernel, cross_correlation.convolve2d(star, kernel), cross_correlation.correlate2d(star, kernel)]
    return panels(images, ["a star", "the kernel", "convolve2d", "correlate2d"])


def picture_conv_layer(conv_layer, g1=0.3, g2=0.2):
    """A galaxy in two channels, and two output channels: the difference of the channels, and of neighbours."""
    bulge = galaxy((33, 33), half_light_radius=2.5, psf_sigma=1.5)
    disc_light = galaxy((33, 33), half_light_radius=7.0, psf_sigma=1.5, g1=g1, g2=g2)
    x = np.array([[bulge / bulge.max(), (0.3 * bulge / bulge.max() + disc_light / disc_light.max())]])
    weight = np.zeros((2, 2, 1, 2))
    weight[0, :, 0, 0] = -1.0, 1.0  # channel 1 less channel 0
    weight[1, 1, 0] = -4.0, 4.0  # in channel 1, a pixel less its left neighbour
    out = conv_layer.conv2d(x, weight)[0]
    titles = ["in: channel 0", "in: channel 1", "out: 1 less 0", "out: right less left, in 1"]
    return panels([*x[0], *out], titles, cmap="PuOr_r", vmin=-1, vmax=1)


def picture_conv_backward(conv_backward, row=2, column=2):
    """Two output pixels hand their gradient back to their windows; where the windows overlap, it adds."""
    between(0, 3, row=row)
    between(0, 5, column=column)
    weight = np.array([[[[1.0, 2.0, 3.0], [4.0, 5.0, 6.0], [7.0, 8.0, 9.0]]]])
    grad_out = np.zeros((1, 1, 4, 6))
    grad_out[0, 0, 0, 1] = grad_out[0, 0, row, column] = 1.0
    grad_x, _, _ = conv_backward.conv2d_backward(grad_out, np.zeros((1, 1, 6, 8)), weight)
    images = [weight[0, 0], grad_out[0, 0], grad_x[0, 0]]
    titles = ["weight", "grad_out: two pixels", "grad_x: two kernels, added"]
    figure = panels(images, titles, origin="upper", vmin=0, vmax=13)
    for axis, image in zip(figure.axes, images, strict=True):
        for (row, column), value in np.ndenumerate(image):
            if value:
                colour = "black" if value > 6 else "white"
                axis.text(column, row, f"{value:g}", ha="center", va="center", fontsize=8, color=colour)
    return figure


def picture_equivariance(equivariance, stride=2, mode="zeros", seed=5):
    """The error of four operations for shifts of 0 to 6 pixels to the right."""
    between(1, 6, stride=stride)
    one_of(("zeros", "reflect", "replicate", "circular"), mode=mode)
    every = {1: "every", 2: "every second", 3: "every third"}.get(stride, f"every {stride}th")
    border = {"zeros": "constant", "reflect": "reflect", "replicate": "edge", "circular": "wrap"}[mode]
    image = np.random.default_rng(seed).normal(size=(24, 24))
    dense = np.random.default_rng(6).normal(size=(576, 576)) / 24
    operations = {
        "dense layer": (lambda x: (dense @ x.ravel()).reshape(24, 24), BLUE, "s"),
        f"{every} column": (
            lambda x: np.repeat(x[:, ::stride], stride, axis=1)[:, :24],
            ORANGE,
            "^",
        ),
        f"difference, {mode} at the border": (lambda x: x - np.pad(x, ((0, 0), (0, 1)), mode=border)[:, 1:], RED, "D"),
        "difference, valid": (lambda x: x[:, 1:] - x[:, :-1], GREEN, "o"),
    }
    figure, (axis,) = row_of_axes(1, frame=False)
    for name, (op, colour, marker) in operations.items():
        errors = [equivariance.equivariance_error(op, image, 0, step) for step in range(7)]
        axis.plot(errors, color=colour, marker=marker, label=name)
    axis.set(xlabel="shift to the right, in pixels", ylabel="equivariance_error", xlim=(-0.2, 6.2))
    axis.legend(loc="center left", bbox_to_anchor=(1.01, 0.5), fontsize=9, frameon=False)
    return figure


def picture_weight_sharing(weight_sharing, noise=0.8, seed=4):
    """A noisy dense matrix between two images, the nearest convolution's matrix, and what the kernel cannot say."""
    sizes = (3, 3), (6, 6)
    shared = matrix(np.array([[0.0, 1.0, 0.0], [1.0, -4.0, 1.0], [0.0, 1.0, 0.0]]))
    dense = shared + noise * np.random.default_rng(seed).normal(size=shared.shape)
    kernel, _ = weight_sharing.share_weights(dense, *sizes)
    nearest = matrix(kernel)
    titles = ["dense layer", "nearest convolution", "what is lost"]
    return panels([dense, nearest, dense - nearest], titles, cmap="PuOr", vmin=-4, vmax=4, origin="upper")


def matrix(kernel):
    """Return the matrix of a valid convolution of 6 x 6 pixels by a 3 x 3 kernel."""
    rows = np.zeros((4, 4, 6, 6))
    for i, j in np.ndindex(4, 4):
        rows[i, j, i : i + 3, j : j + 3] = kernel
    return rows.reshape(16, 36)


def picture_edges(edges, g1=0.25, g2=0.2, noise=0.0):
    """A galaxy, the strength of its edges, and arrows that point to where it gets brighter."""
    image = galaxy((25, 25), half_light_radius=5.0, psf_sigma=1.5, g1=g1, g2=g2)
    image = image + noise * image.max() * np.random.default_rng(2).normal(size=image.shape)
    magnitude, direction = edges.sobel_edges(image)
    figure = panels([image, magnitude, image], ["the galaxy", "magnitude", "direction"])
    y, x = np.mgrid[2:25:5, 2:25:5]
    length, angle = magnitude[y, x] / magnitude.max(), direction[y, x]
    arrows = length * np.cos(angle), length * np.sin(angle)
    figure.axes[2].quiver(x, y, *arrows, color=ORANGE, angles="xy", scale_units="xy", scale=0.25, width=0.015)
    return figure


def picture_structure_tensor(structure_tensor, noise=0.0, seed=2):
    """Four galaxies, the long axis that their edges tell, and the shear."""
    shears = [(0.3, 0.0), (0.0, 0.3), (-0.2, 0.2), (-0.1, -0.3)]
    images = [galaxy((31, 31), half_light_radius=5.0, psf_sigma=1.5, g1=g1, g2=g2) for g1, g2 in shears]
    rng = np.random.default_rng(seed)
    images = [image + noise * image.max() * rng.normal(size=image.shape) for image in images]
    found = [structure_tensor.ellipticity_from_gradients(image) for image in images]
    rounded = np.round(found, 2) + 0.0  # no minus before a zero
    figure = panels(images, [f"g1 {g1:.2f}, g2 {g2:.2f}".replace("-", "\N{MINUS SIGN}") for g1, g2 in rounded])
    for axis, image in zip(figure.axes, images, strict=True):
        angle = structure_tensor.position_angle(image)
        x, y = 13 * np.cos(angle), 13 * np.sin(angle)
        axis.plot([15 - x, 15 + x], [15 - y, 15 + y], color=ORANGE, lw=2)
    return figure
