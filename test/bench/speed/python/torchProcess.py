"""PyTorch's side of the speed benches: says its version, then answers lines of JSON, a work or a matrix product each."""

import contextlib
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

    def forward(self, x, state):
        """Outputs of every step where symbols are read, else of the last, and the last state."""
        h, state = self.rnn(self.embedding(x) if hasattr(self, "embedding") else x, state)
        return self.head(h if hasattr(self, "embedding") else h[-1]), state


def detached(state):
    return tuple(s.detach() for s in state) if isinstance(state, tuple) else state.detach()


def make_step(work, adam, mode="float32"):
    """mode: float32, autocast or bfloat16 (all of it), and with +compile by torch.compile."""
    T, B, inputs, outputs, vocabulary = (work[k] for k in ("steps", "batch", "inputs", "outputs", "vocabulary"))
    position = torch.arange(LENGTH)
    symbols = (position * position + (position >> 3)) % max(vocabulary, 1)
    values = torch.sin(torch.arange(LENGTH * inputs) * 0.1).reshape(LENGTH, inputs)
    targets = torch.cos(torch.arange(LENGTH * outputs) * 0.1).reshape(LENGTH, outputs)
    lanes, offsets = torch.arange(B) * 97, torch.arange(T)[:, None]
    torch.manual_seed(1)
    precision, _, compiled = mode.partition("+")
    dtype = torch.bfloat16 if precision == "bfloat16" else torch.float32
    values = values.to(dtype)
    network = Network(work).to(dtype)
    forward = torch.compile(network) if compiled else network
    casting = (
        (lambda: torch.autocast("cpu", dtype=torch.bfloat16)) if precision == "autocast" else contextlib.nullcontext
    )
    parameters = list(network.parameters())
    optimizer = torch.optim.Adam(parameters, lr=1e-3, **adam)
    count, state = 0, None

    def step():
        nonlocal count, state
        count += 1
        examples = (lanes + count * 31) % (LENGTH - T - 1)
        at = offsets + examples
        optimizer.zero_grad(set_to_none=True)
        with casting():
            y, after = forward(symbols[at] if vocabulary else values[at], state)
        y = y.float()
        if vocabulary:
            state = detached(after)
            loss = nn.functional.cross_entropy(y.reshape(-1, outputs), symbols[at + 1].reshape(-1))
        else:
            loss = nn.functional.mse_loss(y, targets[examples + T])
        loss.backward()
        nn.utils.clip_grad_norm_(parameters, 5.0)
        optimizer.step()

    return step


def time_product(size, seconds, dtype):
    a, b = (torch.randn(size, size).to(getattr(torch, dtype)) for _ in range(2))
    return {"gflops": 2 * size**3 / (time_steps(seconds, lambda: a @ b)["best"] * 1e6)}


steps = {}


def time_again(work, mode, seconds):
    """Of what is asked for in turns: made the first time, and only timed from then on."""
    key = json.dumps(work), mode
    if key not in steps:
        try:
            step = make_step(work, {"fused": True}, mode)
            step()
        except Exception as error:
            return {"error": str(error).splitlines()[0] if str(error) else type(error).__name__}
        steps[key] = step
    return time_steps(seconds, steps[key])


torch.set_num_threads(int(os.environ["OMP_NUM_THREADS"]))
print(json.dumps({"version": torch.__version__, "prefix": sys.prefix}), flush=True)
for line in sys.stdin:
    request = json.loads(line)
    if "mode" in request:
        answer = time_again(request["work"], request["mode"], request["seconds"])
    elif "work" in request:
        answer = time_work(make_step, request["work"], request["seconds"], "best")
    else:
        answer = time_product(request["product"], request["seconds"], request.get("dtype", "float32"))
    print(json.dumps(answer), flush=True)
