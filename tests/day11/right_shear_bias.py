"""Other right ways to write day11/shear_bias."""

import galsim
import numpy as np
from scipy import stats

from grader.mutants import right
from solutions.day11 import shear_bias as reference


@right("ring_average")
def by_galsim(e, g, count):
    if count < 2:
        raise ValueError("count")
    size = np.hypot(*e)
    first = galsim.Shear(g1=float(e[0]), g2=float(e[1])).beta if size else 0 * galsim.radians
    shear = galsim.Shear(g1=float(g[0]), g2=float(g[1]))
    shapes = [
        shear + galsim.Shear(g=float(size), beta=first + k * 180.0 / count * galsim.degrees) for k in range(count)
    ]
    return np.mean([[shape.g1, shape.g2] for shape in shapes], axis=0)


@right("ring_average")
def in_a_loop(e, g, count):
    if count < 2:
        raise ValueError("count")
    total, turned = 0.0, complex(e[0], e[1])
    for _ in range(count):
        total += (turned + complex(*g)) / (1 + complex(g[0], -g[1]) * turned)
        turned *= np.exp(2j * np.pi / count)
    return np.array([total.real, total.imag]) / count


@right("estimate_bias")
def group_by_group(g_true, g_obs, group):
    names = sorted(set(np.asarray(group).tolist()))
    if len(names) < 2:
        raise ValueError("group")
    report = {"c_error": [], "m_error": [], "c": [], "m": []}
    for x, y in zip(np.transpose(g_true).astype(float), np.transpose(g_obs).astype(float), strict=True):
        line = stats.linregress(x, y)
        spared = [stats.linregress(x[group != q], y[group != q]) for q in names]
        report["m"].append(line.slope - 1)
        report["c"].append(line.intercept)
        for key, values in (("m", [s.slope for s in spared]), ("c", [s.intercept for s in spared])):
            report[f"{key}_error"].append(np.sqrt((len(names) - 1) * np.var(values)))
    return {key: np.array(values) for key, values in report.items()}


@right("estimate_bias")
def in_float32(g_true, g_obs, group):
    report = reference.estimate_bias(np.asarray(g_true, float), np.asarray(g_obs, float), group)
    return {key: values.astype(np.float32) for key, values in report.items()}
