"""The day's picture: ShearNet's network, drawn from itself, every layer with its purpose and its issue."""

STAMP = (53, 53)
SCALE = 0.141  # arcsec per pixel


def draw(shearnet, layer_table, diagram):
    """Return the annotated diagram, made with the learner's own functions."""
    rows = layer_table.layer_table(shearnet.ShearNetCNN(), STAMP)
    return diagram.architecture_diagram(rows, notes_on(rows))


def notes_on(rows):
    """Return {layer: (purpose, issue)}; what can be counted is read from the rows."""
    row = {row["name"]: row for row in rows}
    total = sum(row["parameters"] for row in rows)
    share = 100 * row["dense1"]["parameters"] / total
    macs = 100 * row["conv2"]["macs"] / sum(row["macs"] for row in rows)

    def sees(name):
        pixels = max(row[name]["receptive_field"])
        return f'sees {pixels} pixels, {pixels * SCALE:.2f}"'

    return {
        "conv1": (
            "16 filters, the same everywhere: slopes, curvatures, local means of the light",
            f'{sees("conv1")}: narrower than the PSF (FWHM 0.59"), which is no input; nor is the noise',
        ),
        "relu1": (
            "without it the two convolutions would be one",
            "cuts off half of every signed slope; another filter must bring it back",
        ),
        "pool1": (
            "leaves a quarter of the numbers, and half the sd of white noise",
            "drops row and column 52: the grid's middle moves half a pixel off the stamp's",
        ),
        "conv2": (
            f"32 mixtures of the 16 maps; {macs:.0f} % of all arithmetic",
            f"{sees('conv2')}: the median galaxy's FWHM is 8.3 pixels, so none sees one whole",
        ),
        "relu2": (
            "makes the maps one-sided, so that averages do not cancel their two signs",
            "gives the size of a slope, not its square: products are approached in straight pieces",
        ),
        "pool2": (
            "another quarter, and last of the local layers",
            f"{sees('pool2')}, one field every 4 pixels: the stamp fixes a centroid to 4e-4 pixels",
        ),
        "flatten": (
            f"gives each of {row['flatten']['output_shape'][0]:,} features a place of its own",
            "from here on nothing is shared: what is learned at one centroid is not known at the next",
        ),
        "dense1": (
            "the one layer that sees the whole galaxy: moments, centroid, size and flux at once",
            f"{share:.1f} % of all parameters, to be pinned down by 100,000 galaxies",
        ),
        "relu3": (
            "128 bends: the only ones behind the whole galaxy, where the ratio of moments is made",
            "shear is a ratio, the same for any flux: flat pieces approach it, and the rest stays at any noise",
        ),
        "dense2": (
            "reads out g1, g2, sigma and flux",
            "one unscaled loss for all four: flux has 20 times the variance of g1",
        ),
    }
