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
    joint = {}

    def visit(question):
        if question not in joint:
            joint[question] = _shares(scores[question])
            if tree[question]:
                # One way at most is taken: the ways to a question exclude each other, and their probabilities add.
                ways = [visit(parent)[:, answer] for parent, answer in tree[question]]
                asked = torch.stack(ways).sum(dim=0)
                joint[question] = joint[question] * asked[:, None]
        return joint[question]

    return {question: visit(question) for question in scores}


def _shares(score):
    votes = score.clamp(min=0)
    undecided = votes.sum(dim=1, keepdim=True) == 0
    votes = torch.where(undecided, torch.ones_like(votes), votes)
    return votes / votes.sum(dim=1, keepdim=True)


def rotation_averaged(model, images):
    """Return the probabilities, shape (N, K), averaged over the eight ways to turn and mirror images (N, C, H, H).

    The model is a callable that gives logits, shape (N, K), for images; a softmax makes probabilities of logits.

    >>> images = torch.tensor([[[[0.0, 1.0], [2.0, 3.0]]]])
    >>> rotation_averaged(lambda x: x[:, 0, 0] * 100, images).tolist()  # is the first pixel brighter, or the second?
    [[0.5, 0.5]]
    """
    views = []
    for side in (images, images.flip(-1)):
        for quarter in range(4):
            view = torch.rot90(side, quarter, (-2, -1))
            views.append(torch.softmax(model(view), dim=-1))
    return torch.stack(views).mean(dim=0)
