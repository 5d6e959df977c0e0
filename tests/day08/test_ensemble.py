"""day08/ensemble: several models in place of one, and the average of weights."""

import numpy as np

from grader.checks import each_case, expect, refusal
from grader.placement import ELSEWHERE


@each_case("ema_update")
def test_average(kata, case):
    (settings,) = case.args
    done = kata.probe(all_updated, settings, kata.device)
    for (_, model, decay, step), found, expected in zip(settings, done, case.expected, strict=True):
        for name, right in expected.items():
            kind = "parameter" if name.split(".")[1] in ("weight", "bias") else "buffer"
            expect(found["average"][name], f"decay {decay:g}, step {step}: the {kind} {name} of average").equals(right)
        for name, given in model.items():
            expect(found["model"][name], f"the model, which is not to be changed: its {name}").equals(given)


def all_updated(submission, settings, device):
    return [updated(submission, *each, device) for each in settings]


def updated(submission, average, model, decay, step, device):
    """Return the states of average and model after an update."""
    import torch

    modules = {}
    for name, state in (("average", average), ("model", model)):
        module = torch.nn.Sequential(torch.nn.Conv2d(1, 2, 3), torch.nn.BatchNorm2d(2)).to(state["0.weight"].dtype)
        module.load_state_dict(state)
        modules[name] = module.to(device)
    submission.ema_update(modules["average"], modules["model"], decay, step)
    return {name: dict(module.state_dict()) for name, module in modules.items()}


def test_average_stands_by_itself(kata):
    """The average shares no memory with the model, and hangs on to no graph of it."""
    found = kata.probe(after_further_training, kata.device)
    expect(found["average"], "weight, running mean and count of batches of average, after the model trained on").equals(
        found["before"]
    )
    expect(found["graph"], "tensors of average that hang on to a graph").equals(0)


def after_further_training(submission, device):
    """Update with decay 0, so that the average equals the model, and then overwrite the model in place."""
    import torch

    average, model = torch.nn.BatchNorm1d(1).to(device), torch.nn.BatchNorm1d(1).to(device)
    model(torch.tensor([[1.0], [3.0]], device=device))
    submission.ema_update(average, model, 0.0, 5)

    def state(module):
        return [module.weight.item(), module.running_mean.item(), float(module.num_batches_tracked)]

    before = state(average)
    with torch.no_grad():
        for tensor in (model.weight, model.running_mean, model.num_batches_tracked):
            tensor.fill_(7)
    tensors = [*average.parameters(), *average.buffers()]
    return {"before": before, "average": state(average), "graph": sum(tensor.grad_fn is not None for tensor in tensors)}


def test_bagging(kata, rng):
    """A bootstrap sample draws every example as often as any other, with replacement; what is left was never drawn."""
    for count in (1, 2, 50, 4000):
        drawn, left = kata.probe(sampled, count, int(rng.integers(2**31)), 1)[0]
        words = f"a sample of {count}"
        expect(len(drawn), f"{words}: the length of drawn").equals(count)
        expect(min(drawn) >= 0 and max(drawn) < count).holds(f"{words}: drawn holds what is no index of an example")
        expect(left == sorted(set(range(count)) - set(drawn))).holds(
            f"{words}: left is to hold, in rising order, the examples that are not in drawn, and no others"
        )
    share = len(left) / 4000
    expect(share, "the share of 4000 examples that is left").near((1 - 1 / 4000) ** 4000, 0.05)


def test_bagging_is_uniform(kata, rng):
    """Over many samples every place holds every example equally often."""
    samples = np.array([drawn for drawn, _ in kata.probe(sampled, 4, int(rng.integers(2**31)), 1200)])
    for place in range(4):
        shares = np.bincount(samples[:, place], minlength=4)[:4] / 1200
        expect(shares, f"how often place {place} of drawn holds each of four examples, as shares").near(0.25, 0.06)
    twice = float(np.mean(samples[:, 0] == samples[:, 1]))
    expect(twice, "how often places 0 and 1 hold the same of four examples, as a share").near(0.25, 0.06)


def sampled(submission, count, seed, times):
    """Return samples drawn from one generator."""
    import torch

    generator = torch.Generator().manual_seed(seed)
    pairs = [submission.bagging_indices(count, generator) for _ in range(times)]
    return [[torch.as_tensor(part).tolist() for part in pair] for pair in pairs]


def test_bagging_draws_from_the_generator(kata, rng):
    """The sample is drawn from the generator, and from nothing else; indices are int64."""
    found = kata.probe(how_samples_are_drawn, int(rng.integers(2**31)))
    expect(found["again"] == found["drawn"]).holds("two generators of the same seed draw different samples")
    expect(found["next"] != found["drawn"]).holds("one generator draws the same sample twice")
    expect(found["global untouched"]).holds("torch's global generator is not as it was before")
    expect(found["dtypes"] == ["torch.int64", "torch.int64"]).holds(
        f"drawn and left are {' and '.join(found['dtypes'])}; int64 is asked for"
    )


def how_samples_are_drawn(submission, seed):
    import torch

    one = torch.Generator().manual_seed(seed)
    torch.manual_seed(1)
    state = torch.get_rng_state()
    first, following = submission.bagging_indices(60, one), submission.bagging_indices(60, one)
    untouched = torch.equal(state, torch.get_rng_state())
    torch.manual_seed(2)
    again = submission.bagging_indices(60, torch.Generator().manual_seed(seed))
    return {
        "drawn": first[0].tolist(),
        "next": following[0].tolist(),
        "again": again[0].tolist(),
        "global untouched": untouched,
        "dtypes": [str(part.dtype) for part in first],
    }


def test_the_least_correlation(kata):
    """At the least correlation that errors can have, -1/(members - 1), they cancel: the error of the mean is 0."""
    for members in (2, 3, 6, 12):
        found = kata.ensemble_error(-1 / (members - 1), members)
        expect(found, f"the error of {members} members with rho = -1/{members - 1}").near(0.0, 1e-7)


@refusal("ema_update")
def test_a_decay_that_cannot_be(kata):
    """With decay 1 nothing is ever averaged, and beyond it the average runs away: refused by name."""
    for decay in (1.0, -0.1):
        kata.refuses(updated_on_the_spot, decay, kata.device, naming="decay")


def updated_on_the_spot(submission, decay, device):
    import torch

    submission.ema_update(torch.nn.Linear(1, 1).to(device), torch.nn.Linear(1, 1).to(device), decay, 3)


def test_networks_on_another_device(kata):
    """Networks on a GPU are averaged like those on the CPU."""
    kata.stays_in_place(after_further_training, ELSEWHERE)
