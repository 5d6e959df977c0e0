"""What a network says about a galaxy: probabilities along a tree of questions, and over turned images."""

import torch


def tree_probabilities(scores, tree):
    """Return the probability that each question is asked and answered so: a dict of tensors, each of shape (N, K).

    Parameters
    ----------
    scores : dict of Tensor, each of shape (N, K)
        For K answers. Negative scores count as 0; then the scores of each galaxy are divided by their sum. Where none
        is positive, all K answers are equally probable.
    tree : dict of list of (question, answer)
        The answers, counted from 0, after each of which a question is asked; none for the first question.

    >>> scores = {"disc": torch.tensor([[1.0, 3.0]]), "spiral": torch.tensor([[4.0, -1.0]])}
    >>> tree_probabilities(scores, {"disc": [], "spiral": [("disc", 1)]})["spiral"].tolist()
    [[0.75, 0.0]]
    """
    raise NotImplementedError


def rotation_averaged(model, images):
    """Return the probabilities, shape (N, K), averaged over the eight ways to turn and mirror images (N, C, H, H).

    The model is a callable that gives logits, shape (N, K), for images; a softmax makes probabilities of logits.

    >>> images = torch.tensor([[[[0.0, 1.0], [2.0, 3.0]]]])
    >>> rotation_averaged(lambda x: x[:, 0, 0] * 100, images).tolist()  # is the first pixel brighter, or the second?
    [[0.5, 0.5]]
    """
    raise NotImplementedError
