"""The day's figure, and the small pictures of the lesson's sections."""

# -- imports of the first half
import matplotlib.pyplot as plt
import numpy as np

from fixtures.shearnet import NOISE_SD, draw_stamps

FORMATS = {"float64": (11, 52), "float32": (8, 23), "float16": (5, 10), "bfloat16": (8, 7)}
ORANGE, BLUE, GREEN, RED = "#e69f00", "#0072b2", "#009e73", "#d55e00"


# -- imports of the second half


# -- the day's figure


# -- the small pictures: first half


def picture_floats(floats):
    """The numbers of a small format, and what rounding does to ShearNet's stamps beside their noise."""
    figure, (on_line, on_noise) = plt.subplots(1, 2, figsize=(7.4, 2.1), layout="constrained", width_ratios=[1.3, 1])
    form = (3, 2)
    grid = np.unique(floats.round_to(np.linspace(0, 8, 4001), form))
    _, normal, _ = floats.limits(form)
    on_line.vlines(grid[grid >= normal], 0, 1, color=BLUE, linewidth=1.2)
    on_line.vlines(grid[grid < normal], 0, 1, color=ORANGE, linewidth=1.2)
    on_line.text(0.0, 1.12, "subnormal", color=ORANGE, fontsize=8)
    on_line.text(2.0, 1.12, "normal: gaps double at every power of 2", color=BLUE, fontsize=8)
    on_line.set(yticks=[], ylim=(0, 1.4), xlim=(-0.1, 8.1), xticks=[0, 1, 2, 4, 8], title="3 exponent, 2 fraction bits")
    errors = stamp_errors(floats)
    on_noise.barh(list(errors), list(errors.values()), color=BLUE)
    on_noise.axvline(NOISE_SD, color=RED, label="noise of the stamps")
    on_noise.set(xscale="log", xlim=(1e-11, 1e0), title="rms of rounding, per pixel")
    on_noise.invert_yaxis()
    on_noise.legend(fontsize=7)
    return figure


def stamp_errors(floats, count=50, seed=11):
    """Return what rounding to each format does to a pixel of ShearNet's stamps."""
    stamps, _ = draw_stamps(count, np.random.default_rng(seed))
    return {name: floats.quantisation_error(stamps, FORMATS[name]) for name in ("float32", "float16", "bfloat16")}


def picture_summation(summation):
    """How the error of a sum in float32 grows with the number of terms."""
    figure, axes = plt.subplots(figsize=(7, 2.3), layout="constrained")
    counts = 2 ** np.arange(6, 17, 2)
    errors = sum_errors(summation, counts)
    for (name, values), colour in zip(errors.items(), (RED, ORANGE, BLUE), strict=True):
        axes.loglog(counts, np.maximum(values, 1e-9), "o-", color=colour, label=name, markersize=3)
    axes.set(xlabel="numbers in the sum", ylabel="relative error", xlim=(50, 1e5))
    axes.legend(fontsize=8)
    return figure


def sum_errors(summation, counts, seed=11):
    """Return the root mean square of the relative errors of 64 sums, for every number of terms."""
    rng = np.random.default_rng(seed)
    errors = {"a plain loop": [], "pairwise": [], "compensated": []}
    for count in counts:
        x = rng.uniform(0, 1, (count, 64)).astype(np.float32)
        exact = x.astype(float).sum(axis=0)
        for name, found in zip(
            errors, (np.cumsum(x, axis=0)[-1], summation.pairwise_sum(x), summation.kahan_sum(x)), strict=True
        ):
            errors[name].append(np.sqrt(np.mean((found / exact - 1) ** 2)))
    return errors


def picture_stable_functions(stable_functions):
    """The relative error of the obvious code and of the stable one."""
    import torch

    figure, (on_shear, on_plus) = plt.subplots(1, 2, figsize=(7.4, 2.3), layout="constrained", sharey=True)
    size = np.logspace(-12, -0.01, 300)
    exact = size / (1 + np.sqrt((1 - size) * (1 + size)))
    obvious = (1 - np.sqrt(1 - size**2)) / size
    stable = stable_functions.shear_of(torch.tensor(np.stack([size, 0 * size], axis=1)))[:, 0].numpy()
    for values, colour, name in ((obvious, RED, "obvious"), (stable, BLUE, "stable")):
        on_shear.loglog(
            size, np.maximum(np.abs(values / exact - 1), 1e-17), ".", color=colour, label=name, markersize=2
        )
    on_shear.set(xlabel="|e|", ylabel="relative error", title="shear from distortion")
    on_shear.legend(fontsize=8, markerscale=4)
    x = np.linspace(-60, 0, 300)
    exact = np.log1p(np.exp(x))
    stable = stable_functions.softplus(torch.tensor(x)).numpy()
    for values, colour in ((np.log(1 + np.exp(x)), RED), (stable, BLUE)):
        on_plus.semilogy(x, np.maximum(np.abs(values / exact - 1), 1e-17), ".", color=colour, markersize=2)
    on_plus.set(xlabel="x", title="softplus", ylim=(3e-18, 10))
    return figure


def picture_mixed_precision(mixed_precision):
    """The inference error of a small network as a shear error, and what float16 loses of its gradients."""
    figure, (on_error, on_scale) = plt.subplots(1, 2, figsize=(7.4, 2.3), layout="constrained")
    model, x, y = shear_network()
    errors = inference_errors(mixed_precision, model, x)
    on_error.barh(list(errors), list(errors.values()), color=BLUE)
    on_error.axvline(9e-5, color=RED, label="NGMix at noise 1e-5")
    on_error.set(xscale="log", xlim=(1e-9, 1e1), xlabel="error of g by rounding")
    on_error.invert_yaxis()
    on_error.legend(fontsize=7)
    powers = range(0, 45, 4)
    for error, colour in ((None, BLUE), (1e-4, ORANGE)):
        target = y if error is None else close_targets(model, x, error)
        lost, infinite = np.transpose([lost_gradients(model, x, target, 2.0**power) for power in powers])
        words = "as trained" if error is None else f"errors of {error:g}"
        on_scale.plot(powers, 100 * lost, "o-", color=colour, markersize=3, label=f"0, {words}")
        on_scale.plot(powers, 100 * infinite, "s:", color=colour, markersize=3, label=f"infinite, {words}")
    on_scale.set(xlabel="log2 of the scale", ylabel="% of the gradients")
    on_scale.legend(fontsize=7)
    return figure


def inference_errors(mixed_precision, model, x):
    """Return the shear error that each format costs."""
    import torch

    dtypes = {"float32": torch.float32, "float16": torch.float16, "bfloat16": torch.bfloat16}
    return {name: mixed_precision.inference_error(model, x, dtype) for name, dtype in dtypes.items()}


def shear_network(seed=0, train=1000, test=500, steps=400):
    """Return a network of 15,000 weights, trained to tell g from binned stamps, with the test stamps and their g."""
    import torch

    stamps, galaxies = draw_stamps(train + test, np.random.default_rng([11, seed]))
    binned = stamps[:, :52, :52].reshape(-1, 13, 4, 13, 4).sum(axis=(2, 4)).reshape(train + test, -1)
    binned = (binned - binned[:train].mean(axis=0)) / binned[:train].std()
    x, y = torch.tensor(binned).float(), torch.tensor(galaxies.labels[:, :2]).float()
    generator = torch.Generator().manual_seed(seed)
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        layers = [torch.nn.Linear(a, b) for a, b in ((169, 64), (64, 64), (64, 2))]
    model = torch.nn.Sequential(layers[0], torch.nn.Tanh(), layers[1], torch.nn.Tanh(), layers[2])
    optimizer = torch.optim.Adam(model.parameters(), 2e-3)
    for _ in range(steps):
        batch = torch.randint(train, (128,), generator=generator)
        optimizer.zero_grad()
        (model(x[batch]) - y[batch]).square().mean().backward()
        optimizer.step()
    return model, x[train:], y[train:]


def close_targets(model, x, error, seed=11):
    """Return targets that the model, in float32, misses by `error`."""
    import torch

    with torch.no_grad():
        prediction = model(x)
    return prediction + error * torch.randn(prediction.shape, generator=torch.Generator().manual_seed(seed))


def lost_gradients(model, x, y, scale):
    """Return the shares of the loss's gradients that become 0, and that overflow, in float16 at a scale."""
    import copy

    import torch

    exact, half = copy.deepcopy(model).double(), copy.deepcopy(model).half()
    torch.autograd.backward((exact(x.double()) - y.double()).square().mean())
    torch.autograd.backward(scale * (half(x.half()).float() - y).square().mean())
    pairs = zip(exact.parameters(), half.parameters(), strict=True)
    found = [(full.grad.flatten(), low.grad.flatten()) for full, low in pairs]
    full, low = (torch.cat(parts) for parts in zip(*found, strict=True))
    wanted = full != 0
    lost, infinite = (low[wanted] == 0).double().mean(), (~torch.isfinite(low[wanted])).double().mean()
    return lost.item(), infinite.item()


# -- the small pictures: second half
