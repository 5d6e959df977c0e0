"""Day 2's picture: an edge filter applied to galaxies, and the position angle that it finds."""

import galsim
import matplotlib.pyplot as plt
import numpy as np
from matplotlib.colors import hsv_to_rgb

from fixtures.stamps import galaxy

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
    for column, (title, image, angle) in zip(axes.T, galaxies, strict=True):
        magnitude, direction = edges.sobel_edges(image)
        strength = np.sqrt(magnitude / magnitude.max())  # the root shows the faint edges too
        column[0].imshow(np.arcsinh(20 * image / image.max()), cmap="gray", origin="lower")
        column[1].imshow(strength, cmap="magma", origin="lower")
        column[2].imshow(coloured(direction, strength), origin="lower")
        column[0].set_title(title, fontsize=12, fontweight="bold")
        column[0].set_xlabel(draw_angles(column[0], image, angle, structure_tensor), fontsize=10)
    rows = ["image\n(arcsinh stretch)", "edge strength\n(square root)", "direction in which\nit gets brighter"]
    for axis, words in zip(axes[:, 0], rows, strict=True):
        axis.set_ylabel(words, fontsize=11)
    for axis in axes.flat:
        axis.set(xticks=[], yticks=[])
    draw_wheel(axes[2, 0])
    lines = [plt.Line2D([], [], color=TRUTH, lw=4), plt.Line2D([], [], color=FOUND, lw=1.5)]
    key = axes[0, 0].legend(
        lines, ["true axis", "found"], loc="lower right", fontsize=8, facecolor="0.3", borderpad=0.3
    )
    plt.setp(key.get_texts(), color="white")
    figure.suptitle(
        "What two 3x3 kernels see of a galaxy (x to the right, y upwards: row 0 at the bottom)", fontsize=13
    )
    return figure


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


def coloured(direction, strength):
    """Return an RGB image: the hue is the direction, the brightness the strength."""
    return hsv_to_rgb(np.dstack([direction / (2 * np.pi) % 1.0, np.ones_like(strength), strength]))


def draw_wheel(axis):
    """Draw in a corner what colour means what direction."""
    inset = axis.inset_axes([0.02, 0.02, 0.27, 0.27])
    y, x = np.mgrid[-1:1:121j, -1:1:121j]
    ring = (np.hypot(x, y) < 1) & (np.hypot(x, y) > 0.6)
    inset.imshow(np.dstack([coloured(np.arctan2(y, x), np.ones_like(x)), ring]), origin="lower", extent=(-1, 1, -1, 1))
    for dx, dy in [(1, 0), (0, 1), (-1, 0), (0, -1)]:
        inset.annotate("", (0.6 * dx, 0.6 * dy), (0, 0), arrowprops={"arrowstyle": "->", "color": "white", "lw": 0.8})
    inset.set_axis_off()
