"""Other right ways to write day06/ablation."""

import math
import statistics

import torch

from grader.mutants import right


@right("ablate")
def seed_by_seed(build, changes, train, evaluate, seeds, higher_is_better=True):
    """All variants of a seed before the next seed, in plain Python, with a column of its own for the gain."""
    scores = {"baseline": [], **{name: [] for name in changes}}
    for seed in seeds:
        for name, values in scores.items():
            values.append(evaluate(train(build(seed, **changes.get(name, {})), seed)))
    rows = []
    for name, values in scores.items():
        gains = [value - base for value, base in zip(values, scores["baseline"], strict=True)]
        gain, error = statistics.fmean(gains), statistics.stdev(gains) / math.sqrt(len(gains))
        improvement = gain if higher_is_better else -gain
        row = {"name": name, "difference": gain, "difference_error": error, "gain": improvement}
        row["verdict"] = "helps" if improvement > 2 * error else "hurts" if -improvement > 2 * error else "no evidence"
        row |= {"mean": statistics.fmean(values), "error": statistics.stdev(values) / math.sqrt(len(values))}
        rows.append(row)
    rows[0]["verdict"] = "baseline"
    return rows[:1] + sorted(rows[1:], key=lambda row: row["gain"], reverse=True)


@right("ablate")
def in_torch(build, changes, train, evaluate, seeds, higher_is_better=True):
    """One table of scores as a tensor; rows of numbers that are NumPy's."""
    variants = [{}, *changes.values()]
    scores = torch.tensor(
        [[float(evaluate(train(build(seed, **options), seed))) for seed in seeds] for options in variants],
        dtype=torch.float64,
    )
    gains = scores - scores[0]
    root = len(seeds) ** 0.5
    sign = 1.0 if higher_is_better else -1.0
    order = torch.argsort(-sign * gains[1:].mean(1), stable=True) + 1
    rows = []
    for i in [0, *order.tolist()]:
        gain, error = gains[i].mean().numpy()[()], (gains[i].std() / root).numpy()[()]
        evidence = "no evidence" if abs(gain) <= 2 * error else "helps" if sign * gain > 0 else "hurts"
        rows.append(
            {
                "name": ["baseline", *changes][i],
                "mean": scores[i].mean().numpy()[()],
                "error": (scores[i].std() / root).numpy()[()],
                "difference": gain,
                "difference_error": error,
                "verdict": evidence if i else "baseline",
            }
        )
    return rows
