"""Other right ways to write day07/fisher."""

import numpy as np

from grader.mutants import right


@right("fisher_matrix")
def pair_by_pair(render, params, noise_sd, step=1e-4):
    fisher = np.zeros((len(params), len(params)))
    params = [float(value) for value in params]
    slopes = []
    for k in range(len(params)):
        h = float(np.broadcast_to(step, len(params))[k])
        up = [*params[:k], params[k] + h, *params[k + 1 :]]
        down = [*params[:k], params[k] - h, *params[k + 1 :]]
        slopes.append((render(np.array(up)) - render(np.array(down))) / (2 * h))
    for i, one in enumerate(slopes):
        for j, other in enumerate(slopes[: i + 1]):
            fisher[i, j] = fisher[j, i] = np.sum(one * other / np.square(noise_sd))
    return fisher


@right("fisher_matrix")
def with_inverse_variances(render, params, noise_sd, step=1e-4):
    params, steps = np.asarray(params, float), np.broadcast_to(step, np.shape(params))
    slopes = np.array([render(params + e) - render(params - e) for e in np.diag(steps)])
    slopes /= (2 * steps)[:, None, None]
    weight = np.broadcast_to(1 / np.square(noise_sd), slopes.shape[1:])
    return np.einsum("ihw,jhw,hw->ij", slopes, slopes, weight)


@right("cramer_rao_bound")
def by_solving(fisher):
    columns = np.linalg.solve(fisher, np.eye(len(fisher))[:, :2])
    return np.sqrt([columns[0, 0], columns[1, 1]])


@right("cramer_rao_bound")
def by_the_schur_complement(fisher):
    """Take from g's information what the other parameters can imitate."""
    own, cross, rest = fisher[:2, :2], fisher[:2, 2:], fisher[2:, 2:]
    left = own - cross @ np.linalg.solve(rest, cross.T) if len(rest) else own
    return np.sqrt(np.diag(np.linalg.inv(left)))


@right("cramer_rao_bound")
def by_cholesky(fisher):
    from scipy.linalg import cho_factor, cho_solve

    covariance = cho_solve(cho_factor(fisher), np.eye(len(fisher)))
    return np.sqrt(np.diag(covariance))[:2]
