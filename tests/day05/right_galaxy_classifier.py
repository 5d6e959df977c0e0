"""Other right ways to write day05/galaxy_classifier."""

import numpy as np
import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

from grader.mutants import right
from solutions.day05 import galaxy_classifier as reference


@right("train_classifier")
def by_a_data_loader(model, stamps, labels, epochs=10, batch_size=32, learning_rate=1e-3, seed=0):
    reference._check_labels(stamps, labels)
    device = next(model.parameters()).device
    data = TensorDataset(stamps if stamps.ndim == 4 else stamps.unsqueeze(1), labels)
    loader = DataLoader(data, batch_size, shuffle=True, generator=torch.Generator().manual_seed(seed))
    adam, criterion = torch.optim.Adam(model.parameters(), learning_rate), nn.CrossEntropyLoss(reduction="sum")
    loss_of_epoch, share_of_epoch = [], []
    for _ in range(epochs):
        model.train()
        losses, hits = [], []
        for x, y in loader:
            x, y = x.to(device), y.to(device)
            adam.zero_grad(set_to_none=False)
            scores = model(x)
            loss = criterion(scores, y)
            (loss / len(y)).backward()
            adam.step()
            losses.append(loss.detach())
            hits.append(scores.argmax(-1).eq(y))
        loss_of_epoch.append(float(sum(losses) / len(data)))
        share_of_epoch.append(torch.cat(hits).double().mean().item())
    model.eval()
    return {"accuracy": share_of_epoch, "loss": loss_of_epoch}


@right("train_classifier")
def with_numpys_orders(model, stamps, labels, epochs=10, batch_size=32, learning_rate=1e-3, seed=0):
    reference._check_labels(stamps, labels)
    rng, history = np.random.default_rng(seed), {"loss": np.zeros(epochs), "accuracy": np.zeros(epochs)}
    device = next(model.parameters()).device
    adam = torch.optim.Adam([{"params": list(model.parameters())}], lr=learning_rate, foreach=False)
    model.train()
    x_all, y_all = reference._with_channels(stamps).to(device), labels.to(device)
    for epoch in range(epochs):
        order = rng.permutation(len(y_all))
        for start in range(0, len(order), batch_size):
            index = torch.from_numpy(order[start : start + batch_size]).to(device)
            logits, y = model(x_all[index]), y_all[index]
            loss = -logits.log_softmax(1)[torch.arange(len(y)), y].mean()
            model.zero_grad()
            loss.backward()
            adam.step()
            history["loss"][epoch] += float(loss.detach()) * len(y) / len(order)
            history["accuracy"][epoch] += float((logits.argmax(1) == y).double().sum()) / len(order)
    return history


@right("predict")
def all_batches_by_index(model, stamps, batch_size=256):
    mode, device = model.training, next((p.device for p in model.parameters()), stamps.device)
    images = stamps if stamps.ndim == 4 else stamps[:, None]
    result = torch.empty(len(images), dtype=torch.int64, device=stamps.device)
    try:
        model.eval()
        with torch.inference_mode():
            for start in range(0, len(images), batch_size):
                part = images[start : start + batch_size].to(device)
                result[start : start + batch_size] = model(part).softmax(1).max(1).indices.to(result.device)
    finally:
        model.train(mode)
    return result


@right("accuracy")
def by_the_mean(model, stamps, labels, batch_size=256):
    if labels.shape != (len(stamps),):
        raise ValueError("labels")
    return (reference.predict(model, stamps, batch_size).to(labels.device) == labels).double().mean().item()


@right("accuracy")
def by_the_mean_in_float32(model, stamps, labels, batch_size=256):
    if labels.shape != (len(stamps),):
        raise ValueError("labels")
    return (reference.predict(model, stamps, batch_size).to(labels.device) == labels).float().mean().item()


@right("confusion_matrix")
def one_by_one(labels, predicted, classes):
    counts = torch.zeros(classes, classes, dtype=torch.int64, device=labels.device)
    for true, guess in zip(labels.tolist(), predicted.tolist(), strict=True):
        counts[true, guess] += 1
    return counts


@right("confusion_matrix")
def by_one_hot(labels, predicted, classes):
    one = nn.functional.one_hot(labels, classes).double()
    return (one.T @ nn.functional.one_hot(predicted, classes).double()).long()
