"""Writes the golden values of the compute tests: python3 test/golden/makeGolden.py (made with PyTorch 1.13)."""

import json
import pathlib

import torch
from torch import nn

FOLDER = pathlib.Path(__file__).parent
ROWS, COLUMNS, STEPS, BATCH, HIDDEN, LAYERS = 14, 4, 5, 3, 9, 2
EXAMPLES = [0, 3, 7]
LOSSES = {
    "mse": nn.MSELoss(),
    "huber": nn.HuberLoss(delta=0.3),
    "gaussian": None,
}
OPTIMIZERS = {
    "sgd": lambda p: torch.optim.SGD(p, lr=0.05, weight_decay=0.01),
    "momentum": lambda p: torch.optim.SGD(p, lr=0.05, momentum=0.8, weight_decay=0.01),
    "nesterov": lambda p: torch.optim.SGD(p, lr=0.05, momentum=0.8, nesterov=True, weight_decay=0.01),
    "rmsprop": lambda p: torch.optim.RMSprop(p, lr=0.05, alpha=0.95, eps=1e-6, weight_decay=0.01),
    "adam": lambda p: torch.optim.Adam(p, lr=0.05, betas=(0.8, 0.95), eps=1e-6, weight_decay=0.01),
    "adamw": lambda p: torch.optim.AdamW(p, lr=0.05, betas=(0.8, 0.95), eps=1e-6, weight_decay=0.01),
}


class Network(nn.Module):
    def __init__(self, cell, inputs, hidden, layers, outputs, vocabulary=0):
        super().__init__()
        if vocabulary:
            self.embedding = nn.Embedding(vocabulary, inputs)
        self.rnn = {"rnn": nn.RNN, "lstm": nn.LSTM, "gru": nn.GRU}[cell](inputs, hidden, layers)
        self.head = nn.Linear(hidden, outputs)

    def forward(self, x, state=None):
        if hasattr(self, "embedding"):
            x = self.embedding(x)
        h, state = self.rnn(x, state)
        return self.head(h), state


def numbers(tensor):
    return {"shape": list(tensor.shape), "values": [float(v) for v in tensor.detach().reshape(-1)]}


def parameters(network):
    return {name: numbers(p) for name, p in network.named_parameters()}


def gradients(network):
    return {name: numbers(p.grad) for name, p in network.named_parameters()}


def loss_of(kind, outputs, wanted):
    if kind == "gaussian":
        half = outputs.shape[-1] // 2
        return nn.GaussianNLLLoss()(outputs[..., :half], wanted, outputs[..., half:].exp())
    return LOSSES[kind](outputs, wanted)


def windows(values, targets):
    x = torch.stack([values[e : e + STEPS] for e in EXAMPLES], 1)
    wanted = torch.stack([targets[e + STEPS : e + STEPS + 2].reshape(-1) for e in EXAMPLES])
    return x, wanted


def forecasts():
    torch.manual_seed(3)
    values, targets = torch.randn(ROWS, COLUMNS), torch.randn(ROWS, 1)
    x, wanted = windows(values, targets)
    cases = []
    for cell, loss in [("rnn", "mse"), ("lstm", "mse"), ("gru", "mse"), ("lstm", "huber"), ("gru", "gaussian")]:
        network = Network(cell, COLUMNS, HIDDEN, LAYERS, 4 if loss == "gaussian" else 2)
        outputs = network(x)[0][-1]
        value = loss_of(loss, outputs, wanted)
        value.backward()
        cases.append(
            {
                "cell": cell,
                "loss": loss,
                "parameters": parameters(network),
                "outputs": numbers(outputs),
                "value": float(value),
                "gradients": gradients(network),
            }
        )
    return {"values": numbers(values), "targets": numbers(targets), "examples": EXAMPLES, "cases": cases}


def text():
    torch.manual_seed(4)
    vocabulary, embedding = 7, 5
    ids = torch.randint(vocabulary, (60,))
    network = Network("lstm", embedding, HIDDEN, LAYERS, vocabulary, vocabulary)
    starts = [0, 20, 40]
    losses, state = [], None
    for chunk in range(2):
        x = torch.stack([ids[s + chunk * STEPS : s + chunk * STEPS + STEPS] for s in starts], 1)
        wanted = torch.stack([ids[s + chunk * STEPS + 1 : s + chunk * STEPS + STEPS + 1] for s in starts], 1)
        logits, state = network(x, state)
        state = tuple(s.detach() for s in state)
        value = nn.functional.cross_entropy(logits.reshape(-1, vocabulary), wanted.reshape(-1))
        network.zero_grad()
        value.backward()
        losses.append(float(value))
    return {
        "ids": ids.tolist(),
        "vocabulary": vocabulary,
        "embedding": embedding,
        "starts": starts,
        "parameters": parameters(network),
        "losses": losses,
        "gradients": gradients(network),
    }


def updates():
    torch.manual_seed(5)
    values, targets = torch.randn(ROWS, COLUMNS), torch.randn(ROWS, 1)
    x, wanted = windows(values, targets)
    start = Network("rnn", COLUMNS, 3, 1, 2).state_dict()
    cases = []
    clips = [("sgd", 0, 0)] + [(name, 0.7, 0) for name in OPTIMIZERS] + [("sgd", 0, 0.05), ("adam", 0, 0.05)]
    for name, grad_clip, clip_value in [*clips, ("momentum", 0.7, 0.1)]:
        network = Network("rnn", COLUMNS, 3, 1, 2)
        network.load_state_dict(start)
        average = torch.optim.swa_utils.AveragedModel(network, avg_fn=lambda a, p, _: 0.8 * a + 0.2 * p)
        optimizer = OPTIMIZERS[name](network.parameters())
        norms, steps = [], []
        for _ in range(20):
            optimizer.zero_grad()
            nn.functional.mse_loss(network(x)[0][-1], wanted).backward()
            norms.append(float(nn.utils.clip_grad_norm_(network.parameters(), grad_clip or float("inf"))))
            if clip_value:
                nn.utils.clip_grad_value_(network.parameters(), clip_value)
            optimizer.step()
            average.update_parameters(network)
            steps.append(nn.utils.parameters_to_vector(network.parameters()).tolist())
        cases.append(
            {
                "optimizer": name,
                "gradClip": grad_clip,
                "clipValue": clip_value,
                "norms": norms,
                "steps": steps,
                "average": parameters(average.module),
            }
        )
    return {
        "values": numbers(values),
        "targets": numbers(targets),
        "examples": EXAMPLES,
        "start": {name: numbers(p) for name, p in start.items()},
        "cases": cases,
    }


def rates(optimizer, count, schedulers, epoch_schedulers=(), per_epoch=8, losses=()):
    """The learning rate of each update; schedulers step after each update, the others after each epoch."""
    values = []
    for step in range(count):
        values.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        for scheduler in schedulers:
            scheduler.step()
        if (step + 1) % per_epoch == 0:
            for scheduler in epoch_schedulers:
                scheduler.step(*losses[step // per_epoch : step // per_epoch + 1])
    return values


def schedules():
    """80 updates in 10 epochs, the first 6 of them warm-up where there is one."""
    schedule = torch.optim.lr_scheduler
    rate, lowest, total, warmup = 0.8, 0.01, 80, 6
    losses = [3, 2, 2.5, 2.4, 2.3, 2.2, 1.9, 2, 2, 2]

    def fresh():
        return torch.optim.SGD([nn.Parameter(torch.zeros(1))], lr=rate)

    def rise(optimizer, steps=warmup):
        return schedule.LinearLR(optimizer, start_factor=1 / steps, total_iters=steps - 1)

    def falling(optimizer, steps):
        return {
            "constant": lambda: schedule.ConstantLR(optimizer, factor=1),
            "linear": lambda: schedule.LinearLR(optimizer, 1, lowest / rate, total_iters=steps),
            "cosine": lambda: schedule.CosineAnnealingLR(optimizer, T_max=steps, eta_min=lowest),
        }

    def one_cycle(optimizer, share):
        return schedule.OneCycleLR(optimizer, rate, total, pct_start=share, cycle_momentum=False)

    cases = []

    def add(kind, warmup_steps, values):
        cases.append({"kind": kind, "warmupSteps": warmup_steps, "rates": values})

    for kind in ["constant", "linear", "cosine"]:
        o = fresh()
        add(kind, 0, rates(o, total, [falling(o, total)[kind]()]))
        o = fresh()
        parts = [rise(o), falling(o, total - warmup)[kind]()]
        add(kind, warmup, rates(o, total, [schedule.SequentialLR(o, parts, [warmup])]))
    for warmup_steps in [0, warmup]:
        for kind, make in {
            "step": lambda o: schedule.StepLR(o, 3, gamma=0.5),
            "exponential": lambda o: schedule.ExponentialLR(o, gamma=0.5),
        }.items():
            o = fresh()
            warm = [rise(o)] if warmup_steps else []
            add(kind, warmup_steps, rates(o, total, warm, [make(o)]))
    for warmup_steps in [24, 7]:
        o = fresh()
        add("oneCycle", warmup_steps, rates(o, total, [one_cycle(o, warmup_steps / total)]))
    o = fresh()
    plateau = schedule.ReduceLROnPlateau(o, factor=0.5, patience=2, threshold=0)
    add("plateau", 0, rates(o, total, [], [plateau], losses=losses))
    return {"learningRate": rate, "minLearningRate": lowest, "totalSteps": total, "losses": losses, "cases": cases}


def rounded(value):
    if isinstance(value, float):
        return float(f"{value:.9g}")
    if isinstance(value, list):
        return [rounded(v) for v in value]
    if isinstance(value, dict):
        return {k: rounded(v) for k, v in value.items()}
    return value


for name, make in {"forecasts": forecasts, "text": text, "updates": updates, "schedules": schedules}.items():
    (FOLDER / f"{name}.json").write_text(json.dumps(rounded(make()), separators=(",", ":")) + "\n")
