"""Wrong turns of day12/galaxy_zoo."""

import torch

from grader.mutants import wrong
from solutions.day12 import galaxy_zoo as right

ONE_WAY = (
    "Where several answers lead to a question, only one of them counts here. A galaxy gets there by one of them or by "
    "another: add their probabilities."
)


def along(scores, tree, shares=right._shares, join=lambda ways: ways.sum(dim=0)):
    """Return the probabilities with another way to share votes, or to join the ways to a question."""
    joint = {}

    def visit(question):
        if question not in joint:
            ways = [visit(parent)[:, answer] for parent, answer in tree[question]]
            joint[question] = (join(torch.stack(ways))[:, None] if ways else 1.0) * shares(scores[question])
        return joint[question]

    return {question: visit(question) for question in scores}


@wrong(
    "tree_probabilities",
    because="These are the shares among those who were asked the question. A question down the tree is asked of some "
    "only: multiply by the probability that it is asked.",
)
def forgets_the_parents(scores, tree):
    return {question: right._shares(score) for question, score in scores.items()}


@wrong(
    "tree_probabilities",
    because="Only the answer just before is multiplied in, with its share among those asked. That answer has a path of "
    "its own: use its probability, with all that lies above it.",
)
def one_step_only(scores, tree):
    shares = {question: right._shares(score) for question, score in scores.items()}

    def asked(question):
        ways = [shares[parent][:, answer] for parent, answer in tree[question]]
        return torch.stack(ways).sum(dim=0)[:, None] if ways else 1.0

    return {question: asked(question) * shares[question] for question in scores}


@wrong("tree_probabilities", because=ONE_WAY)
def first_way_only(scores, tree):
    return along(scores, tree, join=lambda ways: ways[0])


@wrong("tree_probabilities", because=ONE_WAY)
def last_way_only(scores, tree):
    return along(scores, tree, join=lambda ways: ways[-1])


@wrong("tree_probabilities", because=ONE_WAY)
def likeliest_way_only(scores, tree):
    return along(scores, tree, join=lambda ways: ways.max(dim=0).values)


@wrong(
    "tree_probabilities",
    because="The probabilities of the ways to a question are multiplied. A galaxy takes one way or another, never "
    "both: such probabilities add.",
)
def multiplies_the_ways(scores, tree):
    return along(scores, tree, join=lambda ways: ways.prod(dim=0))


@wrong(
    "tree_probabilities",
    because="The ways to a question are averaged. They exclude each other, so their probabilities add; an average "
    "loses galaxies.",
)
def averages_the_ways(scores, tree):
    return along(scores, tree, join=lambda ways: ways.mean(dim=0))


@wrong(
    "tree_probabilities",
    because="This is a softmax of the scores. The scores are votes here: those below 0 count as 0, and the rest are "
    "divided by their sum.",
)
def by_softmax(scores, tree):
    return along(scores, tree, shares=lambda score: torch.softmax(score.double(), dim=1).to(1.0 * score[0, 0]))


@wrong(
    "tree_probabilities",
    because="A negative score is counted by its size. It speaks against the answer: it counts as 0.",
)
def absolute_scores(scores, tree):
    return along(scores, tree, shares=lambda score: right._shares(score.abs()))


@wrong(
    "tree_probabilities",
    because="Negative scores are left in when the sum is taken, so shares can be negative or above 1. Set them to 0 "
    "first.",
)
def negative_votes(scores, tree):
    def shares(score):
        some = (score > 0).any(dim=1, keepdim=True)
        return torch.where(some, score / score.sum(dim=1, keepdim=True), right._shares(score))

    return along(scores, tree, shares=shares)


@wrong(
    "tree_probabilities",
    because="Where no score is positive, the shares come out as 0 and the galaxy is lost from the tree. All answers "
    "are equally probable then.",
)
def loses_the_undecided(scores, tree):
    def shares(score):
        return right._shares(score) * (score > 0).any(dim=1, keepdim=True)

    return along(scores, tree, shares=shares)


@wrong(
    "tree_probabilities",
    because="Where no score is positive, 0 is divided by 0. All answers are equally probable then.",
)
def divides_by_zero(scores, tree):
    def shares(score):
        votes = score.clamp(min=0)
        return votes / votes.sum(dim=1, keepdim=True)

    return along(scores, tree, shares=shares)


def mean_over(model, views):
    return torch.stack([torch.softmax(model(view), dim=-1) for view in views]).mean(dim=0)


@wrong(
    "rotation_averaged",
    because="The logits are averaged, and the softmax comes after: that is a geometric mean, in which one view can "
    "veto a class. Average the eight probabilities.",
)
def averages_the_logits(model, images):
    views = [torch.rot90(side, quarter, (-2, -1)) for side in (images, images.flip(-1)) for quarter in range(4)]
    return torch.softmax(torch.stack([model(view) for view in views]).mean(dim=0), dim=-1)


@wrong(
    "rotation_averaged",
    because="Only the four rotations are averaged. A mirrored galaxy is as probable: there are eight views.",
)
def rotations_only(model, images):
    return mean_over(model, [torch.rot90(images, quarter, (-2, -1)) for quarter in range(4)])


@wrong(
    "rotation_averaged",
    because="Some views are counted more than once. To mirror up-down is to mirror left-right and turn by half: of "
    "four turns and two mirrors only eight views differ, and each counts once.",
)
def mirrors_twice(model, images):
    sides = (images, images.flip(-1), images.flip(-2))
    return mean_over(model, [torch.rot90(side, quarter, (-2, -1)) for side in sides for quarter in range(4)])


@wrong(
    "rotation_averaged",
    because="Turns by 0 and by 360 degrees are the same view, counted twice here. There are four rotations.",
)
def turns_full_circle(model, images):
    sides = (images, images.flip(-1))
    return mean_over(model, [torch.rot90(side, quarter, (-2, -1)) for side in sides for quarter in range(5)])


@wrong(
    "rotation_averaged",
    because="The image is mirrored but never turned by a quarter. Four views are missing, those with rows and columns "
    "exchanged.",
)
def never_by_a_quarter(model, images):
    return mean_over(model, [images, images.flip(-1), images.flip(-2), images.flip((-2, -1))])


@wrong(
    "rotation_averaged",
    because="The wrong axes are turned: channels and rows, not rows and columns. Of images (N, C, H, H) the last two "
    "are those of the sky.",
)
def turns_the_channels(model, images):
    sides = (images, images.flip(-1))
    return mean_over(model, [torch.rot90(side, quarter, (1, 2)) for side in sides for quarter in range(4)])
