"""Makes smoothing.json: cross-entropies with label smoothing and their gradients, of PyTorch in 64 bits.

    python3 test/golden/smoothing/makeSmoothing.py

Logits are multiples of 1/16, so that they are the same in 32 bits; -100 is no target.
"""

import json
import os

import torch

STEPS, LANES = 2, 3
# Classes, share, whether the classes have weights.
CASES = [(2, 0.1, False), (5, 0.1, False), (19, 0.25, False), (37, 0.9, False), (5, 0.1, True), (33, 0.3, True)]


def make(classes, share, is_weighted, seed):
    torch.manual_seed(seed)
    logits = (torch.round(torch.randn(STEPS * LANES, classes).double() * 32) / 16).requires_grad_()
    ids = torch.randint(classes, (STEPS * LANES,))
    ids[seed % (STEPS * LANES)] = -100
    weights = torch.randint(1, 9, (classes,)).double() / 4 if is_weighted else None
    losses = torch.nn.CrossEntropyLoss(weights, label_smoothing=share, reduction="none")(logits, ids)
    losses.sum().backward()
    mean = torch.nn.CrossEntropyLoss(weights, label_smoothing=share)(logits, ids)
    return {
        "classes": classes,
        "share": share,
        "ids": ids.tolist(),
        "weights": weights.tolist() if is_weighted else None,
        "logits": logits.flatten().tolist(),
        "sum": losses.sum().item(),
        "mean": mean.item(),
        "gradient": [float(f"{value:.9g}") for value in logits.grad.flatten().tolist()],
    }


def main():
    content = {
        "program": f"PyTorch {torch.__version__}",
        "steps": STEPS,
        "lanes": LANES,
        "cases": [make(*case, index) for index, case in enumerate(CASES)],
    }
    with open(os.path.join(os.path.dirname(__file__), "smoothing.json"), "w") as file:
        json.dump(content, file, separators=(",", ":"))
        file.write("\n")


if __name__ == "__main__":
    main()
