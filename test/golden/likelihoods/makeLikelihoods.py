"""Makes likelihoods.json: negative log-likelihoods of distributions, and their gradients, of PyTorch in 64 bits.

    python3 test/golden/likelihoods/makeLikelihoods.py

What is put out for Student's t is a location, the logarithm of the squared scale, and c of the degrees of freedom
2 + softplus(c); for the negative binomial a and b of the mean unit * softplus(a) and the dispersion
softplus(b) / sqrt(unit), of which its variance is mean + dispersion * mean^2 (Salinas et al. 2017). The loss is
-log_prob, summed. Numbers are multiples of 1/16, so that they are the same in 32 bits; a target that is null is not known.
"""

import json
import os

import torch
from torch.distributions import NegativeBinomial, StudentT

# Lanes, and values that are predicted of each.
CASES = [(1, 1), (3, 5), (4, 17), (7, 33)]
softplus = torch.nn.functional.softplus


def student(outputs, targets, _units):
    location, squared, freedom = outputs.chunk(3, 1)
    return StudentT(2 + softplus(freedom), location, (squared / 2).exp()).log_prob(targets)


def negative_binomial(outputs, targets, units):
    mean, dispersion = outputs.chunk(2, 1)
    mean = units * softplus(mean)
    count = units.sqrt() / softplus(dispersion)
    return NegativeBinomial(count, logits=(mean / count).log()).log_prob(targets)


def make(name, lanes, size, seed):
    torch.manual_seed(seed)
    drawn = lambda *shape: torch.round(torch.randn(*shape).double() * 32) / 16
    isCount = name == "negativeBinomial"
    outputs = drawn(lanes, (2 if isCount else 3) * size).requires_grad_()
    units = 2.0 ** torch.randint(0, 9, (lanes, size)).double() if isCount else torch.ones(lanes, size).double()
    targets = torch.poisson(units * torch.rand(lanes, size).double() * 3) if isCount else drawn(lanes, size) * 2
    if isCount:
        targets[0, 0] = 0
    known = torch.ones(lanes, size, dtype=torch.bool)
    known[seed % lanes, seed % size] = lanes * size == 1
    logs = (negative_binomial if isCount else student)(outputs, targets, units)
    loss = -torch.where(known, logs, 0).sum()
    loss.backward()
    return {
        "name": name,
        "lanes": lanes,
        "size": size,
        "outputs": outputs.flatten().tolist(),
        "units": units.flatten().tolist(),
        "targets": [value if is_known else None for value, is_known in zip((targets / units).flatten().tolist(), known.flatten().tolist())],
        "loss": float(loss.detach()),
        "terms": int(known.sum()),
        "gradient": outputs.grad.flatten().tolist(),
    }


path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "likelihoods.json")
with open(path, "w", encoding="utf-8") as file:
    made = [make(name, *case, seed) for name in ("studentT", "negativeBinomial") for seed, case in enumerate(CASES)]
    json.dump(made, file)
    file.write("\n")
