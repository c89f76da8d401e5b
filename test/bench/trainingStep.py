"""PyTorch's side of trainingStep.ts: one row as JSON in, timings as JSON out."""

import json
import statistics
import sys
import time

import torch
from torch import nn

row = json.loads(sys.argv[1])
LENGTH = 20_000
T, B, inputs, outputs, vocabulary = row["steps"], row["batch"], row["inputs"], row["outputs"], row["vocabulary"]
position = torch.arange(LENGTH)
symbols = (position * position + (position >> 3)) % max(vocabulary, 1)
values = torch.sin(torch.arange(LENGTH * inputs) * 0.1).reshape(LENGTH, inputs)
targets = torch.cos(torch.arange(LENGTH * outputs) * 0.1).reshape(LENGTH, outputs)


class Network(nn.Module):
    def __init__(self):
        super().__init__()
        if vocabulary:
            self.embedding = nn.Embedding(vocabulary, inputs)
        cell = {"rnn": nn.RNN, "lstm": nn.LSTM, "gru": nn.GRU}[row["cell"]]
        self.rnn = cell(inputs, row["hidden"], row["layers"])
        self.head = nn.Linear(row["hidden"], outputs)


def detached(state):
    return tuple(s.detach() for s in state) if isinstance(state, tuple) else state.detach()


def make_step():
    torch.manual_seed(1)
    network = Network()
    optimizer = torch.optim.Adam(network.parameters(), lr=1e-3)
    count, state, offsets = 0, None, torch.arange(T)[:, None]

    def step():
        nonlocal count, state
        count += 1
        examples = (torch.arange(B) * 97 + count * 31) % (LENGTH - T - 1)
        at = offsets + examples
        optimizer.zero_grad()
        if vocabulary:
            h, state = network.rnn(network.embedding(symbols[at]), state)
            state = detached(state)
            loss = nn.functional.cross_entropy(network.head(h).reshape(-1, outputs), symbols[at + 1].reshape(-1))
        else:
            h, _ = network.rnn(values[at])
            loss = nn.functional.mse_loss(network.head(h[-1]), targets[examples + T])
        loss.backward()
        nn.utils.clip_grad_norm_(network.parameters(), 5.0)
        optimizer.step()

    return step


def time_steps(seconds, step):
    times, began = [], time.perf_counter()
    while True:
        start = time.perf_counter()
        step()
        end = time.perf_counter()
        if end - began > seconds / 3:
            times.append((end - start) * 1000)
        if end - began > seconds and len(times) >= 5:
            return {"best": min(times), "median": statistics.median(times)}


def time_product():
    """GFLOP/s of one matrix product: PyTorch is only as fast as the BLAS it finds."""
    a, b = torch.randn(512, 512), torch.randn(512, 512)
    return 2 * 512**3 / (time_steps(0.3, lambda: a @ b)["best"] * 1e6)


timings = []
for threads in (1, 2):
    torch.set_num_threads(threads)
    timings.append({"threads": threads, "gflops": time_product(), **time_steps(3, make_step())})
print(json.dumps({"version": torch.__version__, "timings": timings}))
