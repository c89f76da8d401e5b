"""A drawn network in PyTorch: its own modules, and plain steps for what they do not have."""

import torch
from drawValues import draw_parameter, draw_values, nudge
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

MODULES = {"rnn": nn.RNN, "lstm": nn.LSTM, "gru": nn.GRU}
GATES = {"rnn": 1, "lstm": 4, "gru": 3}
ACTIVATIONS = {
    "none": lambda x: x,
    "tanh": torch.tanh,
    "relu": torch.relu,
    "sigmoid": torch.sigmoid,
    "softmax": lambda x: torch.softmax(x, -1),
}


class SteppedLayer(nn.Module):
    """
    One layer, step by step: the equations of torch.nn.RNN, LSTM and GRU, and beside them sigmoid units, a reset before
    the recurrent product (TensorFlow's GRUCell), and layer norm of both products (Ba et al. 2016). Its parameters have
    the names and the order of a torch.nn.LSTM of one layer.
    """

    def __init__(self, model, inputs, hidden):
        super().__init__()
        self.model = model
        self.hidden = hidden
        self.state = model["projSize"] or hidden
        rows = GATES[model["cell"]] * hidden
        for suffix in ["", "_reverse"] if model["bidirectional"] else [""]:
            shapes = {"weight_ih": (rows, inputs), "weight_hh": (rows, self.state)}
            if model["bias"]:
                shapes |= {"bias_ih": (rows,), "bias_hh": (rows,)}
            if model["projSize"]:
                shapes["weight_hr"] = (self.state, hidden)
            if model["layerNorm"]:
                shapes |= {"norm_ih": (rows,), "norm_hh": (rows,)}
            for name, shape in shapes.items():
                self.register_parameter(f"{name}_l0{suffix}", nn.Parameter(torch.empty(shape)))

    def forward(self, x, lengths, first):
        """x (T, B, D); `first`: h and c (B, n) of each direction. Outputs (T, B, directions * S) and the last states."""
        outputs, last = [], []
        for suffix, (h, c) in zip(["", "_reverse"], first, strict=False):
            steps = range(len(x)) if suffix == "" else reversed(range(len(x)))
            rows = [None] * len(x)
            for t in steps:
                new_h, new_c = self.step(x[t], h, c, suffix)
                reached = (t < lengths).unsqueeze(1)
                h, c = torch.where(reached, new_h, h), torch.where(reached, new_c, c) if c is not None else None
                rows[t] = torch.where(reached, new_h, torch.zeros_like(new_h))
            outputs.append(torch.stack(rows))
            last.append((h, c))
        return torch.cat(outputs, 2), last

    def product(self, kind, values, suffix, rows=slice(None)):
        own = {name[: -len(f"_l0{suffix}")]: p for name, p in self.named_parameters() if name.endswith(f"_l0{suffix}")}
        sums = values @ own[f"weight_{kind}"][rows].T
        if self.model["layerNorm"]:
            sums = nn.functional.layer_norm(sums, sums.shape[-1:], own[f"norm_{kind}"])
        return sums + own[f"bias_{kind}"][rows] if self.model["bias"] else sums

    def step(self, x, h, c, suffix):
        cell, n = self.model["cell"], self.hidden
        a = self.product("ih", x, suffix)
        if cell == "gru" and self.model["gruReset"] == "before":
            r, z = torch.sigmoid(a[:, : 2 * n] + self.product("hh", h, suffix, slice(2 * n))).split(n, 1)
            candidate = torch.tanh(a[:, 2 * n :] + self.product("hh", r * h, suffix, slice(2 * n, None)))
            return (1 - z) * candidate + z * h, None
        b = self.product("hh", h, suffix)
        if cell == "rnn":
            return ACTIVATIONS[self.model["activation"]](a + b), None
        if cell == "gru":
            r, z = torch.sigmoid(a[:, : 2 * n] + b[:, : 2 * n]).split(n, 1)
            return (1 - z) * torch.tanh(a[:, 2 * n :] + r * b[:, 2 * n :]) + z * h, None
        i, f, g, o = (a + b).split(n, 1)
        c = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
        h = torch.sigmoid(o) * torch.tanh(c)
        return (h @ getattr(self, f"weight_hr_l0{suffix}").T if self.model["projSize"] else h), c


class TorchLayers(nn.Module):
    """One module of PyTorch: one layer or, where all are alike and nothing is added to them, the whole stack."""

    def __init__(self, model, inputs, hidden, layers):
        super().__init__()
        self.model = model
        options = {"nonlinearity": model["activation"]} if model["cell"] == "rnn" else {}
        if model["projSize"]:
            options["proj_size"] = model["projSize"]
        self.module = MODULES[model["cell"]](
            inputs, hidden, layers, bias=model["bias"], bidirectional=model["bidirectional"], **options
        )

    def forward(self, x, lengths, first):
        h, c = (torch.stack(states) if states[0] is not None else None for states in zip(*first, strict=True))
        packed = pack_padded_sequence(x, lengths, enforce_sorted=False)
        outputs, last = self.module(packed, (h, c) if c is not None else h)
        h, c = last if c is not None else (last, [None] * len(last))
        return pad_packed_sequence(outputs, total_length=len(x))[0], list(zip(h, c, strict=True))


class TorchNetwork(nn.Module):
    """
    The whole network; `named` has the parameters by their names in a model file. Its first values are the drawn ones,
    or in each variant but 0 the next numbers of 32 bits.
    """

    def __init__(self, network, variant=0):
        super().__init__()
        model, data = network["model"], network["data"]
        self.network, self.model = network, model
        self.directions = 2 if model["bidirectional"] else 1
        self.ends = [
            f"_l{k}{s}" for k in range(len(model["layerSizes"])) for s in ["", "_reverse"][: self.directions]
        ]
        self.embedding = nn.Embedding(data["vocabulary"], model["embeddingSize"]) if model["embeddingSize"] else None
        self.layers = nn.ModuleList(self.make_layers())
        width = self.directions * (model["projSize"] or model["layerSizes"][-1])
        self.head = nn.Linear(width, output_size(network) * (2 if network["training"]["loss"] == "gaussian" else 1))
        if model["initialState"] == "learned":
            self.first = nn.ParameterDict(
                {name: nn.Parameter(torch.empty(size)) for name, size in self.state_sizes().items()}
            )
        self.named = {self.name_of(name): parameter for name, parameter in self.named_parameters()}
        with torch.no_grad():
            for name, parameter in self.named.items():
                values = draw_parameter(network["seed"], name, tuple(parameter.shape))
                if variant:
                    values = nudge(f"{network['seed']}/{name}/variant {variant}", values)
                parameter.copy_(torch.from_numpy(values))

    def make_layers(self):
        model, widths = self.model, self.model["layerSizes"]
        is_known = model["activation"] != "sigmoid" and model["gruReset"] == "after" and not model["layerNorm"]
        below = self.network["inputSize"]
        if is_known and not model["residual"] and len(set(widths)) == 1:
            yield TorchLayers(model, below, widths[0], len(widths))
            return
        for hidden in widths:
            yield TorchLayers(model, below, hidden, 1) if is_known else SteppedLayer(model, below, hidden)
            below = self.directions * (model["projSize"] or hidden)

    def name_of(self, name):
        """`layers.1.module.weight_ih_l0` is `rnn.weight_ih_l1`, `first.h_l0` is `rnn.h0_l0`."""
        if name.startswith("first."):
            return f"rnn.{name[6]}0{name[7:]}"
        if not name.startswith("layers."):
            return name
        _, index, *_, last = name.split(".")
        return f"rnn.{last.replace('_l0', f'_l{index}')}" if len(self.layers) > 1 else f"rnn.{last}"

    def state_sizes(self):
        sizes = {}
        for end in self.ends:
            hidden = self.model["layerSizes"][int(end[2])]
            sizes[f"h{end}"] = self.model["projSize"] or hidden
            if self.model["cell"] == "lstm":
                sizes[f"c{end}"] = hidden
        return sizes

    def first_states(self, batch):
        """Zeros, or the learned ones, (B, n) by name."""
        if self.model["initialState"] == "learned":
            return {name: value.expand(batch, -1) for name, value in self.first.items()}
        like = self.head.weight
        return {name: like.new_zeros(batch, size) for name, size in self.state_sizes().items()}

    def run_layers(self, x, states):
        """x (T, B, D). Outputs of the top layer, and the last states by name."""
        lengths = torch.tensor(self.network.get("lengths", [len(x)] * x.shape[1]))
        last, index = {}, 0
        for place, layer in enumerate(self.layers):
            ends = self.ends if len(self.layers) == 1 else self.ends[index : index + self.directions]
            index += len(ends)
            outputs, ended = layer(x, lengths, [(states[f"h{end}"], states.get(f"c{end}")) for end in ends])
            for end, (h, c) in zip(ends, ended, strict=True):
                last |= {f"h{end}": h} if c is None else {f"h{end}": h, f"c{end}": c}
            x = outputs + x if self.model["residual"] and place > 0 else outputs
        return x, last

    def last_outputs(self, outputs):
        """Of each lane its last, and of the direction that reads backwards that of the first step. (B, width)"""
        batch = outputs.shape[1]
        lengths = torch.tensor(self.network.get("lengths", [len(outputs)] * batch))
        forwards = outputs[lengths - 1, torch.arange(batch)]
        if self.directions == 1:
            return forwards
        size = outputs.shape[2] // 2
        return torch.cat([forwards[:, :size], outputs[0, :, size:]], 1)


def output_size(network):
    data = network["data"]
    if data["kind"] == "windows":
        return data["horizon"] * data["targets"]
    return data["classes"] if data["kind"] == "rows" else data["vocabulary"]


def draw_states(network, sizes, batch):
    """Given first states (B, n) by name."""
    return {name: draw_values(f"{network['seed']}/{name}", (batch, size), 0.9) for name, size in sizes.items()}
