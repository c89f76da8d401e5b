"""Makes quantiles.json: pinball losses of three quantiles that never cross, and their gradients, of PyTorch in 64 bits.

    python3 test/golden/quantiles/makeQuantiles.py

What is put out is a median m, then a and b: the quantiles are m - softplus(a), m and m + softplus(b). The loss is the
mean over the three of twice their pinball losses, max(tau e, (tau - 1) e) (Koenker and Bassett 1978). Numbers are
multiples of 1/16, so that they are the same in 32 bits; a target that is null is not known.
"""

import json
import os

import torch

# Lanes, and values that are predicted of each.
CASES = [(1, 1), (3, 5), (4, 17), (7, 33)]
TAUS = [0.1, 0.5, 0.9]


def make(lanes, size, seed):
    torch.manual_seed(seed)
    drawn = lambda *shape: torch.round(torch.randn(*shape).double() * 32) / 16
    outputs = drawn(lanes, 3 * size).requires_grad_()
    # Between the numbers that are put out: what is met exactly has no gradient of one value.
    targets = drawn(lanes, size) + 1 / 32
    targets[seed % lanes, seed % size] = float("nan")
    median, below, above = outputs.split(size, 1)
    softplus = torch.nn.functional.softplus
    quantiles = [median - softplus(below), median, median + softplus(above)]
    known = ~torch.isnan(targets)
    loss = torch.zeros(()).double()
    for tau, quantile in zip(TAUS, quantiles, strict=True):
        error = (targets - quantile)[known]
        loss = loss + torch.maximum(tau * error, (tau - 1) * error).sum()
    loss = loss * 2 / len(TAUS)
    if known.any():
        loss.backward()
    return {
        "lanes": lanes,
        "size": size,
        "outputs": outputs.flatten().tolist(),
        "targets": [None if value != value else value for value in targets.flatten().tolist()],
        "loss": float(loss.detach()),
        "terms": int(known.sum()),
        "gradient": (outputs.grad if outputs.grad is not None else torch.zeros_like(outputs)).flatten().tolist(),
    }


path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "quantiles.json")
with open(path, "w", encoding="utf-8") as file:
    json.dump([make(*case, seed) for seed, case in enumerate(CASES)], file)
    file.write("\n")
