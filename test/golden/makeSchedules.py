"""Writes the learning rates of PyTorch's schedulers: python3 test/golden/makeSchedules.py (made with PyTorch 1.13)."""

import json
import pathlib

import torch
from torch import nn


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


path = pathlib.Path(__file__).parent / "schedules.json"
path.write_text(json.dumps(rounded(schedules()), separators=(",", ":")) + "\n")
