"""What the makers of golden networks share. They are run with PYTHONPATH=test/golden."""

import json
import pathlib

import torch

MODULES = {"rnn": torch.nn.RNN, "gru": torch.nn.GRU, "lstm": torch.nn.LSTM}


def describe(tensor):
    """Its shape and its values, with the digits of 32 bits."""
    return {"shape": list(tensor.shape), "values": [float(f"{value:.7g}") for value in tensor.flatten().tolist()]}


def draw_parameters(model, spread=32, around_one=()):
    """Multiples of 1/64, which are the same in 32 bits: around 0, those named in `around_one` around 1."""
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            drawn = torch.round(torch.randn_like(parameter) * spread) / 64
            parameter.copy_(drawn + (1 if name in around_one else 0))


def train(model, loss_of, updates, rate):
    """The losses of `updates` + 1 passes, each but the last with an update of SGD, with the parameters and gradients of the
    first; `loss_of(update)` is the loss of a pass."""
    named = list(model.named_parameters())
    parameters = {name: describe(parameter.detach()) for name, parameter in named}
    gradients, losses = {}, []
    optimizer = torch.optim.SGD(model.parameters(), rate)
    for update in range(updates + 1):
        loss = loss_of(update)
        losses.append(loss.item())
        optimizer.zero_grad()
        loss.backward()
        gradients = gradients or {name: describe(parameter.grad) for name, parameter in named}
        optimizer.step()
    return {"losses": losses, "parameters": parameters, "gradients": gradients}


def write(maker, name, content):
    """Writes JSON beside the file `maker` that made it, with the version of PyTorch first."""
    with open(pathlib.Path(maker).with_name(name), "w") as opened:
        json.dump({"program": f"PyTorch {torch.__version__}", **content}, opened, separators=(",", ":"))
        opened.write("\n")
