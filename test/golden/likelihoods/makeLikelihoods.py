"""Makes likelihoods.json: negative log-likelihoods of distributions, and their gradients, of PyTorch in 64 bits.

    python3 test/golden/likelihoods/makeLikelihoods.py

What is put out for Student's t is a location, the logarithm of the squared scale, and c of the degrees of freedom
2 + softplus(c). The loss is -log_prob, summed. Numbers are multiples of 1/16, so that they are the same in 32 bits; a
target that is null is not known.
"""

import json
import os

import torch
from torch.distributions import StudentT

# Lanes, and values that are predicted of each.
CASES = [(1, 1), (3, 5), (4, 17), (7, 33)]
softplus = torch.nn.functional.softplus


def student(outputs, targets):
    location, squared, freedom = outputs.chunk(3, 1)
    return StudentT(2 + softplus(freedom), location, (squared / 2).exp()).log_prob(targets)


def make(name, lanes, size, seed):
    torch.manual_seed(seed)
    drawn = lambda *shape: torch.round(torch.randn(*shape).double() * 32) / 16
    outputs = drawn(lanes, 3 * size).requires_grad_()
    targets = drawn(lanes, size) * 2
    known = torch.ones(lanes, size, dtype=torch.bool)
    known[seed % lanes, seed % size] = lanes * size == 1
    loss = -torch.where(known, student(outputs, targets), 0).sum()
    loss.backward()
    told = [value if one else None for value, one in zip(targets.flatten().tolist(), known.flatten().tolist())]
    return {
        "name": name,
        "lanes": lanes,
        "size": size,
        "outputs": outputs.flatten().tolist(),
        "targets": told,
        "loss": float(loss.detach()),
        "terms": int(known.sum()),
        "gradient": outputs.grad.flatten().tolist(),
    }


path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "likelihoods.json")
with open(path, "w", encoding="utf-8") as file:
    json.dump([make("studentT", *case, seed) for seed, case in enumerate(CASES)], file)
    file.write("\n")
