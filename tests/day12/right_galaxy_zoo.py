"""Other right ways to write day12/galaxy_zoo."""

import torch

from grader.mutants import right


@right("tree_probabilities")
def galaxy_by_galaxy(scores, tree):
    done = {}
    while len(done) < len(scores):
        for question in scores:
            if question in done or any(parent not in done for parent, _ in tree[question]):
                continue
            rows = []
            for n, row in enumerate(scores[question]):
                votes = torch.relu(row) if row.max() > 0 else row * 0 + 1
                asked = sum((done[parent][n, answer] for parent, answer in tree[question])) if tree[question] else 1
                rows.append(asked * votes / votes.sum())
            done[question] = torch.stack(rows)
    return done


@right("tree_probabilities")
def without_memory(scores, tree):
    def share(question):
        positive = torch.where(scores[question] > 0, scores[question], 0)
        total = positive.sum(dim=1, keepdim=True)
        even = torch.full_like(positive / 1.0, 1 / positive.shape[1])
        return torch.where(
            total > 0, positive / total.clamp(min=1e-300 if total.dtype == torch.float64 else 1e-37), even
        )

    def joint(question):
        found = share(question)
        if tree[question]:
            found = torch.einsum("n,nk->nk", sum(joint(parent)[:, answer] for parent, answer in tree[question]), found)
        return found

    return {question: joint(question) for question in tree}


@right("rotation_averaged")
def in_one_batch(model, images):
    views = [images, images.transpose(-1, -2)]
    views += [view.flip(-1) for view in views]
    views += [view.flip(-2) for view in views]
    return torch.softmax(model(torch.cat(views)), dim=-1).reshape(8, len(images), -1).mean(dim=0)


@right("rotation_averaged")
def turned_step_by_step(model, images):
    total, view = 0, images
    for _ in range(4):
        for side in (view, view.flip(-2)):
            total = total + torch.exp(torch.log_softmax(model(side.contiguous()), dim=-1))
        view = torch.rot90(view, -1, (2, 3))
    return total / 8
