"""What PyTorch makes of a drawn network: outputs and states, all gradients, and 20 updates."""

import numpy as np
import torch
from drawValues import draw_integers, draw_shares, draw_values
from torch import nn
from torchNetwork import ACTIVATIONS, TorchNetwork, draw_states, output_size

UPDATES = 20


def run_network(network, dtype, variant=0):
    """
    Results by name, of numbers computed in `dtype`, of a variant of the first parameters (`TorchNetwork`):
    `forward/` outputs of the recurrent layers (T, B, width), their last states, the predictions and the loss;
    `layers/` gradients of the sum of those outputs, each times a drawn number, by parameters, input and first states;
    `gradients/` of the loss by all parameters; `updates/` the parameters after 20 updates and their average, and the
    loss and the norm of the gradient at each.
    """
    torch.set_default_dtype(dtype)
    return {**run_layers(network, variant), **run_training(network, variant)}


def run_layers(network, variant):
    seed, steps, batch = network["seed"], network["steps"], network["batch"]
    model = TorchNetwork(network, variant)
    x = torch.tensor(draw_values(f"{seed}/x", (steps, batch, network["inputSize"]), 1.5)).to(torch.get_default_dtype())
    x.requires_grad_()
    given = {}
    if network["model"]["initialState"] == "zeros":
        for name, values in draw_states(network, model.state_sizes(), batch).items():
            given[name] = torch.tensor(values).to(x.dtype).requires_grad_()
    outputs, last = model.run_layers(x, given or model.first_states(batch))
    upstream = torch.tensor(draw_values(f"{seed}/upstream", tuple(outputs.shape), 1))
    (outputs * upstream).sum().backward()
    sources = {name: p for name, p in model.named.items() if name.startswith("rnn.")} | given | {"x": x}
    return {
        "forward/outputs": outputs,
        **{f"forward/{name}": value for name, value in last.items()},
        **{f"layers/{name}": gradient_of(value) for name, value in sources.items()},
    }


def gradient_of(value):
    return torch.zeros_like(value) if value.grad is None else value.grad


def run_training(network, variant):
    training, data = network["training"], network["data"]
    model = TorchNetwork(network, variant)
    optimizer = make_optimizer(training, model.parameters())
    decay = training["averageDecay"]
    average = torch.optim.swa_utils.AveragedModel(model, avg_fn=lambda a, p, _: decay * a + (1 - decay) * p)
    results, losses, norms, state = {}, [], [], None
    for update in range(UPDATES):
        chunk = update % data.get("chunks", 1)
        if chunk == 0:
            state = model.first_states(network["batch"])
        outputs, loss, state = predict(model, network, chunk, state)
        state = {name: value.detach() for name, value in state.items()}
        optimizer.zero_grad()
        loss.backward()
        if update == 0:
            results["forward/predictions"] = outputs
            results |= {f"gradients/{name}": gradient_of(p).clone() for name, p in model.named.items()}
        losses.append(loss.item())
        norms.append(nn.utils.clip_grad_norm_(model.parameters(), training["gradClip"] or float("inf")).item())
        if training["clipValue"]:
            nn.utils.clip_grad_value_(model.parameters(), training["clipValue"])
        optimizer.step()
        average.update_parameters(model)
    results |= {f"updates/{name}": p for name, p in model.named.items()}
    if decay:
        averaged = {model.name_of(name): p for name, p in average.module.named_parameters()}
        results |= {f"updates/average/{name}": p for name, p in averaged.items()}
    losses, norms = torch.tensor(losses), torch.tensor(norms)
    return {**results, "updates/losses": losses, "updates/norms": norms}


def predict(model, network, chunk, state):
    """What is predicted after the last step (B, n), the loss, and the last states."""
    seed, steps, batch, data = network["seed"], network["steps"], network["batch"], network["data"]
    if data["kind"] == "symbols":
        ids = torch.tensor(draw_integers(f"{seed}/ids", (batch, data["chunks"] * steps + 1), data["vocabulary"]))
        read, wanted = (ids[:, chunk * steps + shift :][:, :steps].T for shift in (0, 1))
        x = model.embedding(read) if model.embedding else nn.functional.one_hot(read, data["vocabulary"])
        outputs, last = model.run_layers(x.to(torch.get_default_dtype()), state)
        logits = model.head(outputs)
        loss = nn.functional.cross_entropy(logits.flatten(0, 1), wanted.flatten())
        return torch.softmax(logits[-1], -1), loss, last
    x = torch.tensor(draw_values(f"{seed}/x", (steps, batch, network["inputSize"]), 1.5)).to(torch.get_default_dtype())
    outputs, last = model.run_layers(x, state)
    outputs = model.head(model.last_outputs(outputs))
    if data["kind"] == "rows":
        wanted = torch.tensor(draw_integers(f"{seed}/labels", (batch,), data["classes"]))
        return torch.softmax(outputs, -1), nn.functional.cross_entropy(outputs, wanted), last
    return *compare(outputs, network), last


def compare(outputs, network):
    """Predictions after the activation, and the loss over the targets that are not missing."""
    seed, training = network["seed"], network["training"]
    size = output_size(network)
    wanted = torch.tensor(draw_values(f"{seed}/targets", (network["batch"], size), 1)).to(outputs.dtype)
    is_there = torch.tensor(draw_shares(f"{seed}/missing", wanted.numel()) >= network["data"]["missing"])
    is_there[0] = True
    is_there = is_there.reshape(wanted.shape)
    outputs = ACTIVATIONS[network["model"]["outputActivation"]](outputs)
    if training["loss"] == "gaussian":
        means, variances = outputs[:, :size], outputs[:, size:].exp()
        return outputs, nn.GaussianNLLLoss()(means[is_there], wanted[is_there], variances[is_there])
    losses = {"mse": nn.MSELoss(), "huber": nn.HuberLoss(delta=training["huberDelta"])}
    return outputs, losses[training["loss"]](outputs[is_there], wanted[is_there])


def make_optimizer(training, parameters):
    optim, rate, decay = torch.optim, training["learningRate"], {"weight_decay": training["weightDecay"]}
    momentum, epsilon = training["momentum"], training["epsilon"]
    betas = (training["beta1"], training["beta2"])
    return {
        "gd": lambda p: optim.SGD(p, rate, **decay),
        "sgd": lambda p: optim.SGD(p, rate, **decay),
        "momentum": lambda p: optim.SGD(p, rate, momentum, **decay),
        "nesterov": lambda p: optim.SGD(p, rate, momentum, nesterov=True, **decay),
        "rmsprop": lambda p: optim.RMSprop(p, rate, alpha=training["beta2"], eps=epsilon, **decay),
        "adam": lambda p: optim.Adam(p, rate, betas, epsilon, **decay),
        "adamw": lambda p: optim.AdamW(p, rate, betas, epsilon, **decay),
    }[training["optimizer"]](parameters)


def to_arrays(results):
    return {name: value.detach().numpy().astype(np.float32) for name, value in results.items()}


def largest_errors(results, exact):
    """By kind: the largest difference to `exact`, relative to the largest magnitude of each tensor; infinite for NaN."""
    errors = {}
    for name, expected in exact.items():
        size = expected.abs().max().item() or 1.0
        kind = name.split("/")[0]
        error = (results[name].double() - expected).abs().max().item() / size
        errors[kind] = max(errors.get(kind, 0.0), error if error < float("inf") else float("inf"))
    return errors
