"""PyTorch's side of the speed benches: says its version, then answers lines of JSON, a work or a matrix product each."""

import json
import os
import sys

import torch
from torch import nn

from torchTiming import time_steps, time_work

LENGTH = 20_000


class Network(nn.Module):
    def __init__(self, work):
        super().__init__()
        if work["vocabulary"]:
            self.embedding = nn.Embedding(work["vocabulary"], work["inputs"])
        cell = {"rnn": nn.RNN, "lstm": nn.LSTM, "gru": nn.GRU}[work["cell"]]
        self.rnn = cell(work["inputs"], work["hidden"], work["layers"])
        self.head = nn.Linear(work["hidden"], work["outputs"])


def detached(state):
    return tuple(s.detach() for s in state) if isinstance(state, tuple) else state.detach()


def make_step(work, adam):
    T, B, inputs, outputs, vocabulary = (work[k] for k in ("steps", "batch", "inputs", "outputs", "vocabulary"))
    position = torch.arange(LENGTH)
    symbols = (position * position + (position >> 3)) % max(vocabulary, 1)
    values = torch.sin(torch.arange(LENGTH * inputs) * 0.1).reshape(LENGTH, inputs)
    targets = torch.cos(torch.arange(LENGTH * outputs) * 0.1).reshape(LENGTH, outputs)
    lanes, offsets = torch.arange(B) * 97, torch.arange(T)[:, None]
    torch.manual_seed(1)
    network = Network(work)
    parameters = list(network.parameters())
    optimizer = torch.optim.Adam(parameters, lr=1e-3, **adam)
    count, state = 0, None

    def step():
        nonlocal count, state
        count += 1
        examples = (lanes + count * 31) % (LENGTH - T - 1)
        at = offsets + examples
        optimizer.zero_grad(set_to_none=True)
        if vocabulary:
            h, state = network.rnn(network.embedding(symbols[at]), state)
            state = detached(state)
            loss = nn.functional.cross_entropy(network.head(h).reshape(-1, outputs), symbols[at + 1].reshape(-1))
        else:
            h, _ = network.rnn(values[at])
            loss = nn.functional.mse_loss(network.head(h[-1]), targets[examples + T])
        loss.backward()
        nn.utils.clip_grad_norm_(parameters, 5.0)
        optimizer.step()

    return step


def time_product(size, seconds):
    a, b = torch.randn(size, size), torch.randn(size, size)
    return {"gflops": 2 * size**3 / (time_steps(seconds, lambda: a @ b)["best"] * 1e6)}


torch.set_num_threads(int(os.environ["OMP_NUM_THREADS"]))
print(json.dumps({"version": torch.__version__, "prefix": sys.prefix}), flush=True)
for line in sys.stdin:
    request = json.loads(line)
    if "work" in request:
        answer = time_work(make_step, request["work"], request["seconds"], "best")
    else:
        answer = time_product(request["product"], request["seconds"])
    print(json.dumps(answer), flush=True)
