"""Makes translators.json: an encoder and a decoder, with PyTorch's losses, logits and gradients in 64 bits.

    PYTHONPATH=test/golden python3 test/golden/translation/makeTranslators.py

Sources and targets of different lengths, the sources packed; a target goes from the symbol that is read first to the one
that is foretold last. Parameters are multiples of 1/64, so that they are the same in 32 bits.
"""

import torch
from goldenTensors import MODULES, describe, draw_parameters, write

VOCABULARY, TARGETS, EMBEDDING, HIDDEN, ABOVE = 7, 6, 3, 4, 5
SOURCE = [[3, 1, 2], [5], [6, 4, 6, 1, 2], [1, 2, 3, 4, 5, 6], [2, 2, 5, 1]]
TARGET = [[4, 1, 5], [4, 5], [4, 0, 2, 5], [4, 3, 0, 1, 2, 2, 5], [4, 2, 5]]
# Cell, layers and directions of the encoder, the decoder's cell, its units, its attention, and whether it is fed with that.
NETWORKS = [
    ("gru", 1, False, "gru", HIDDEN, "none", False),
    ("lstm", 2, False, "lstm", HIDDEN, "none", False),
    ("lstm", 2, True, "lstm", ABOVE, "none", False),
    ("rnn", 1, True, "lstm", ABOVE, "none", False),
    ("lstm", 1, True, "gru", HIDDEN, "none", False),
    ("gru", 1, True, "gru", ABOVE, "additive", False),
    ("lstm", 2, False, "lstm", HIDDEN, "multiplicative", False),
    ("lstm", 1, True, "lstm", ABOVE, "multiplicative", False),
    ("lstm", 1, True, "lstm", ABOVE, "multiplicative", True),
    ("gru", 2, False, "gru", HIDDEN, "additive", True),
]


class Attention(torch.nn.Module):
    """The scores of Bahdanau et al. 2015 or of Luong et al. 2015, and the latter's output: tanh(W [context; state])."""

    def __init__(self, score, width, units):
        super().__init__()
        linear = lambda inputs: torch.nn.Linear(inputs, units, bias=False)
        self.key, self.context, self.state = linear(width), linear(width), linear(units)
        if score == "additive":
            self.query, self.score = linear(units), torch.nn.Parameter(torch.empty(units))

    def forward(self, states, values, lengths):
        # (T, B, units) and (S, B, units) to (T, S, B)
        keys = self.key(values)
        if hasattr(self, "query"):
            scores = torch.tanh(self.query(states)[:, None] + keys[None]) @ self.score
        else:
            scores = torch.einsum("tbu,sbu->tsb", states, keys)
        ended = torch.arange(values.shape[0])[:, None] >= lengths[None]
        shares = torch.softmax(scores.masked_fill(ended[None], -torch.inf), 1)
        context = torch.einsum("tsb,sbw->tbw", shares, values)
        return torch.tanh(self.context(context) + self.state(states))


class Translator(torch.nn.Module):
    def __init__(self, cell, layers, both, other, units, score, is_fed):
        super().__init__()
        self.units, self.is_fed = units, is_fed
        self.layers, self.states = layers, ["h", "c"] if other == "lstm" else ["h"]
        self.embedding = torch.nn.Embedding(VOCABULARY, EMBEDDING)
        self.rnn = MODULES[cell](EMBEDDING, HIDDEN, layers, bidirectional=both)
        self.target = torch.nn.Embedding(TARGETS, EMBEDDING)
        self.decoder = MODULES[other](EMBEDDING + (units if is_fed else 0), units, layers)
        self.head = torch.nn.Linear(units, TARGETS)
        width = HIDDEN * (2 if both else 1)
        self.attention = None if score == "none" else Attention(score, width, units)
        self.bridge = torch.nn.ModuleDict()
        for state in self.states:
            if both or units != HIDDEN or (cell != "lstm" and state == "c"):
                for layer in range(layers):
                    self.bridge[f"{state}_l{layer}"] = torch.nn.Linear(width, units)

    def first(self, last, state):
        states = last if isinstance(last, tuple) else (last,)
        values = states[1] if state == "c" and len(states) > 1 else states[0]
        # (layers, B, directions * H)
        joined = values.view(self.layers, -1, values.shape[1], HIDDEN).transpose(1, 2).flatten(2)
        return torch.stack(
            [
                torch.tanh(self.bridge[f"{state}_l{layer}"](joined[layer])) if f"{state}_l{layer}" in self.bridge else joined[layer]
                for layer in range(self.layers)
            ]
        )

    def forward(self, source, target):
        lengths = torch.tensor([len(one) for one in source])
        ids = torch.nn.utils.rnn.pad_sequence([torch.tensor(one) for one in source])
        packed = torch.nn.utils.rnn.pack_padded_sequence(self.embedding(ids), lengths, enforce_sorted=False)
        outputs, last = self.rnn(packed)
        values, _ = torch.nn.utils.rnn.pad_packed_sequence(outputs)
        first = [self.first(last, state) for state in self.states]
        read = torch.nn.utils.rnn.pad_sequence([torch.tensor(one[:-1]) for one in target])
        state = first[0] if len(first) == 1 else tuple(first)
        if self.is_fed:
            return self.head(self.feed(self.target(read), state, values, lengths))
        states, _ = self.decoder(self.target(read), state)
        return self.head(states if self.attention is None else self.attention(states, values, lengths))

    def feed(self, vectors, state, values, lengths):
        """Each step reads what the attention put out at the one before, zeros at first (Luong et al. 2015)."""
        attended = [vectors.new_zeros(vectors.shape[1], self.units)]
        for vector in vectors:
            output, state = self.decoder(torch.cat([vector, attended[-1]], 1)[None], state)
            attended.append(self.attention(output, values, lengths)[0])
        return torch.stack(attended[1:])


def name_of(name):
    if name.startswith("attention."):
        return name.removesuffix(".weight")
    if not name.startswith("bridge."):
        return name
    _, link, part = name.split(".")
    return f"bridge.{part}_{link}"


def parts_of(name, values, is_fed):
    """What is fed has a weight of its own."""
    if not is_fed or name != "decoder.weight_ih_l0":
        return [(name_of(name), values)]
    return [(name, values[:, :EMBEDDING]), ("decoder.weight_fed_l0", values[:, EMBEDDING:])]


def make(network, seed):
    torch.manual_seed(seed)
    translator = Translator(*network).double()
    draw_parameters(translator)
    logits = translator(SOURCE, TARGET)
    wanted = torch.nn.utils.rnn.pad_sequence([torch.tensor(one[1:]) for one in TARGET], padding_value=-100)
    loss = torch.nn.functional.cross_entropy(logits.flatten(0, 1), wanted.flatten(), ignore_index=-100)
    loss.backward()
    cell, layers, both, other, units, score, is_fed = network
    named = list(translator.named_parameters())
    parameters = [part for name, parameter in named for part in parts_of(name, parameter.detach(), is_fed)]
    gradients = [part for name, parameter in named for part in parts_of(name, parameter.grad, is_fed)]
    return {
        "encoder": {"cell": cell, "numLayers": layers, "bidirectional": both, "hiddenSize": HIDDEN},
        "decoder": {"cell": other, "numLayers": layers, "hiddenSize": units},
        "attention": score,
        "inputFeeding": is_fed,
        "loss": loss.item(),
        "logits": [describe(logits[: len(one) - 1, lane]) for lane, one in enumerate(TARGET)],
        "parameters": {name: describe(values) for name, values in parameters},
        "gradients": {name: describe(values) for name, values in gradients},
    }


def main():
    content = {
        "sources": SOURCE,
        "targets": TARGET,
        "embedding": EMBEDDING,
        "networks": [make(network, index) for index, network in enumerate(NETWORKS)],
    }
    write(__file__, "translators.json", content)


if __name__ == "__main__":
    main()
