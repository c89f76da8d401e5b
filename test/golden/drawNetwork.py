"""Draws networks with data, loss and optimiser at random: every option that PyTorch has or can be made to have."""

import random

SIZES = [1, 3, 5, 17, 33, 130]
CELLS = [
    {"cell": "rnn", "activation": "tanh"},
    {"cell": "lstm"},
    {"cell": "gru"},
    {"cell": "rnn", "activation": "relu"},
    {"cell": "lstm"},
    {"cell": "gru", "gruReset": "before"},
    {"cell": "rnn", "activation": "sigmoid"},
    {"cell": "lstm"},
]
OPTIMIZERS = ["gd", "sgd", "momentum", "nesterov", "rmsprop", "adam", "adamw"]
GATES = {"rnn": 1, "lstm": 4, "gru": 3}
# What keeps the golden files small and the tests that read them short: recurrent weights, values of a sequence, and
# multiplications of a forward pass. Every 11th network is large.
MOST_WEIGHTS, MOST_OF_LARGE = 2000, 70_000
MOST_VALUES = 3000
MOST_WORK = 1_500_000


def draw_network(seed, index):
    """A configuration with the names of a run config; the same for the same seed and index."""
    rng = random.Random(seed)
    while True:
        network = draw_any(rng, index)
        is_large = index % 11 == 4
        if fits(network, is_large):
            return {"seed": seed, **network}


def draw_any(rng, index):
    data = rng.choice(["windows", "windows", "rows", "symbols"])
    model = {"cell": "rnn", "activation": "tanh", "gruReset": "after", **CELLS[index % len(CELLS)]}
    steps, batch = rng.choice(SIZES), rng.choice(SIZES)
    layers = rng.choice([1, 1, 2, 2, 3])
    widths = [rng.choice(SIZES)] * layers
    model["residual"] = layers > 1 and rng.random() < 0.35
    if layers > 1 and not model["residual"] and rng.random() < 0.35:
        widths = [rng.choice(SIZES) for _ in range(layers)]
    model["layerSizes"] = widths
    model["bias"] = rng.random() < 0.75
    model["bidirectional"] = data != "symbols" and rng.random() < 0.5
    is_narrowed = model["cell"] == "lstm" and min(widths) > 1 and rng.random() < 0.5
    model["projSize"] = rng.choice([size for size in SIZES if size < min(widths)]) if is_narrowed else 0
    # One value less its mean is nothing.
    can_normalise = model["gruReset"] == "after" and (model["cell"] != "rnn" or min(widths) > 1)
    model["layerNorm"] = can_normalise and rng.random() < 0.25
    model["initialState"] = rng.choice(["zeros", "learned"])
    network = {"model": model, "steps": steps, "batch": batch}
    if data == "rows" and rng.random() < 0.7:
        network["lengths"] = [rng.randint(1, steps) for _ in range(batch)]
    network["data"] = draw_data(rng, data, model)
    network["inputSize"] = network["data"].pop("inputSize")
    model["embeddingSize"] = network["data"].pop("embeddingSize", 0)
    network["training"] = draw_training(rng, index, data)
    activations = ["none"]
    if network["training"]["loss"] in ("mse", "huber"):
        activations += ["sigmoid", "tanh", "relu"]
        # Softmax of one value is 1.
        activations += ["softmax"] if network["data"]["horizon"] * network["data"]["targets"] > 1 else []
    model["outputActivation"] = rng.choice(activations)
    return network


def draw_data(rng, kind, model):
    """`inputSize`: values that the bottom layer reads at a step."""
    if kind == "windows":
        missing = rng.choice([0, 0.3])
        return {"kind": kind, "horizon": rng.choice([1, 3]), "targets": rng.choice([1, 5]), "missing": missing,
                "inputSize": rng.choice(SIZES)}  # fmt: skip
    if kind == "rows":
        return {"kind": kind, "classes": rng.choice([2, 5, 17]), "inputSize": rng.choice(SIZES)}
    vocabulary, embedding = rng.choice([3, 17, 33]), rng.choice([0, 5, 17])
    # The state is carried on from chunk to chunk of the text, which a learned first state excludes.
    chunks = 1 if model["initialState"] == "learned" else rng.choice([1, 3])
    return {"kind": kind, "vocabulary": vocabulary, "chunks": chunks, "embeddingSize": embedding,
            "inputSize": embedding or vocabulary}  # fmt: skip


def draw_training(rng, index, data):
    optimizer = OPTIMIZERS[index % len(OPTIMIZERS)]
    clip = rng.choice(["none", "norm", "value", "both"])
    return {
        "loss": rng.choice(["mse", "huber", "gaussian"]) if data == "windows" else "crossEntropy",
        "huberDelta": rng.choice([0.3, 1.0]),
        "optimizer": optimizer,
        "learningRate": rng.choice([0.003, 0.01] if optimizer in ("rmsprop", "adam", "adamw") else [0.01, 0.05]),
        "momentum": rng.choice([0.8, 0.95]),
        "beta1": rng.choice([0.8, 0.9]),
        "beta2": rng.choice([0.95, 0.999]),
        "epsilon": rng.choice([1e-8, 1e-5, 1e-3]),
        "weightDecay": rng.choice([0.0, 0.02]),
        "gradClip": rng.choice([0.1, 1.0]) if clip in ("norm", "both") else 0,
        "clipValue": rng.choice([0.01, 0.1]) if clip in ("value", "both") else 0,
        "averageDecay": rng.choice([0.0, 0.8]),
    }


def fits(network, is_large):
    model, inputs = network["model"], network["inputSize"]
    directions = 2 if model["bidirectional"] else 1
    weights, below = 0, inputs
    for hidden in model["layerSizes"]:
        state = model["projSize"] or hidden
        weights += directions * (GATES[model["cell"]] * hidden * (below + state) + model["projSize"] * hidden)
        below = directions * state
    rows = network["steps"] * network["batch"]
    return (
        (max(model["layerSizes"]) == 130) == is_large
        and weights <= (MOST_OF_LARGE if is_large else MOST_WEIGHTS)
        and rows * max(inputs, below) <= MOST_VALUES
        and rows * (weights + 100) <= MOST_WORK
    )
