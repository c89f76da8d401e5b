"""Makes series.json: SegRNN and RevIN written out with PyTorch's modules, their losses and gradients.

    PYTHONPATH=test/golden python3 test/golden/series/makeSeries.py

After Lin et al. 2023 (arXiv 2308.11200) and Kim et al. 2022. In 64 bits. Parameters are multiples of 1/64, so that they
are the same in 32 bits; `losses` are those of six batches, each but the last with an update of SGD.
"""

import math

import torch
from goldenTensors import MODULES, describe, draw_parameters, train, write

WINDOW, HORIZON, COLUMNS, TARGETS, ROWS, UPDATES, RATE = 12, 8, 4, [0, 3, 1], 80, 5, 0.125
NUMBERS = [0, 1, 3]
STARTS = [0, 21, 9, 40]
VALUES = [
    [round(64 * (math.sin(row * (0.3 + column / 7) + column) + column / 2 + row * 0.02)) / 64 for column in range(COLUMNS)]
    for row in range(ROWS)
]


class RevIN(torch.nn.Module):
    """Of all numbers of a window (N, T, columns); what is put out is (N, horizon, targets)."""

    def __init__(self):
        super().__init__()
        self.weight = torch.nn.Parameter(torch.ones(len(NUMBERS)))
        self.bias = torch.nn.Parameter(torch.zeros(len(NUMBERS)))

    def forward(self, x):
        numbers = x[:, :, NUMBERS]
        self.mean = numbers.mean(1, keepdim=True)
        self.deviation = torch.sqrt(numbers.var(1, keepdim=True, unbiased=False) + 1e-5)
        x = x.clone()
        x[:, :, NUMBERS] = (numbers - self.mean) / self.deviation * self.weight + self.bias
        return x

    def restore(self, y):
        of = [NUMBERS.index(target) for target in TARGETS]
        y = (y - self.bias[of]) / (self.weight[of] + 1e-10)
        return y * self.deviation[:, :, of] + self.mean[:, :, of]


class LastValue(torch.nn.Module):
    def forward(self, x):
        self.last = x[:, -1:, NUMBERS]
        x = x.clone()
        x[:, :, NUMBERS] = x[:, :, NUMBERS] - self.last
        return x

    def restore(self, y):
        return y + self.last[:, :, [NUMBERS.index(target) for target in TARGETS]]


class Segments(torch.nn.Module):
    """Segments of `length` steps; targets apart are lanes of their own, with the columns that are no targets beside each."""

    def __init__(self, length, size, is_apart):
        super().__init__()
        self.length, self.is_apart = length, is_apart
        self.others = [column for column in range(COLUMNS) if column not in TARGETS]
        places = 1 + len(self.others) if is_apart else COLUMNS
        self.weight = torch.nn.Parameter(torch.empty(size, length * places))
        self.bias = torch.nn.Parameter(torch.empty(size))
        half = size // 2 if is_apart else 0
        self.positions = torch.nn.Parameter(torch.empty(HORIZON // length, size - half))
        if is_apart:
            self.targets = torch.nn.Parameter(torch.empty(len(TARGETS), half))

    def forward(self, x, rnn, head):
        n, copies, ahead = len(x), len(TARGETS) if self.is_apart else 1, HORIZON // self.length
        if self.is_apart:
            x = torch.stack([x[:, :, [target, *self.others]] for target in TARGETS], 1)
        x = x.reshape(n * copies, WINDOW // self.length, -1)
        x = torch.relu(torch.nn.functional.linear(x, self.weight, self.bias))
        _, last = rnn(x)
        vectors = self.positions
        if self.is_apart:
            vectors = torch.cat(
                [self.positions.repeat(copies, 1), self.targets.repeat_interleave(ahead, 0)], 1
            )
        repeat = lambda state: state.repeat_interleave(ahead, 1)
        last = tuple(map(repeat, last)) if isinstance(last, tuple) else repeat(last)
        y, _ = rnn(vectors.repeat(n, 1).unsqueeze(1), last)
        y = head(y.squeeze(1))
        if not self.is_apart:
            return y.reshape(n, HORIZON, len(TARGETS))
        return y.reshape(n, copies, HORIZON).transpose(1, 2)


class Forecaster(torch.nn.Module):
    def __init__(self, cell, layers, size, normalisation, length, is_apart):
        super().__init__()
        self.level = {"instance": RevIN, "last": LastValue, "none": torch.nn.Identity}[normalisation]()
        if length > 0:
            self.segments = Segments(length, size, is_apart)
        self.rnn = MODULES[cell](size if length > 0 else COLUMNS, size, layers, batch_first=True)
        each = 1 if is_apart else len(TARGETS)
        self.head = torch.nn.Linear(size, length * each if length > 0 else HORIZON * len(TARGETS))
        self.normalisation, self.is_segmented = normalisation, length > 0

    def forward(self, x):
        x = self.level(x)
        if self.is_segmented:
            y = self.segments(x, self.rnn, self.head)
        else:
            y = self.head(self.rnn(x)[0][:, -1]).reshape(len(x), HORIZON, len(TARGETS))
        return y if self.normalisation == "none" else self.level.restore(y)


# Cell, layers, size, normalisation, rows of a segment, apart.
NETWORKS = [
    ("gru", 1, 6, "last", 4, True),
    ("lstm", 2, 5, "instance", 2, True),
    ("gru", 1, 7, "instance", 4, False),
    ("rnn", 1, 4, "none", 4, True),
    ("gru", 1, 6, "instance", 0, False),
    ("lstm", 1, 5, "last", 0, False),
]


def make(network, seed):
    torch.manual_seed(seed)
    model = Forecaster(*network).double()
    draw_parameters(model, 20, ["level.weight"])
    values = torch.tensor(VALUES, dtype=torch.float64)

    def windows(update):
        return torch.stack([values[row : row + WINDOW] for row in (start + update for start in STARTS)])

    def loss_of(update):
        ends = [start + update + WINDOW for start in STARTS]
        truth = torch.stack([values[row : row + HORIZON][:, TARGETS] for row in ends])
        return torch.nn.functional.mse_loss(model(windows(update)), truth)

    outputs = describe(model(windows(0)).detach())
    cell, layers, size, normalisation, length, is_apart = network
    options = {
        **{"cell": cell, "numLayers": layers, "hiddenSize": size, "normalisation": normalisation},
        **{"decoding": "segments" if length > 0 else "direct", "segmentLength": length},
        "channels": "apart" if is_apart else "together",
    }
    return {"model": options, "outputs": outputs, **train(model, loss_of, UPDATES, RATE)}


def main():
    content = {
        **{"window": WINDOW, "horizon": HORIZON, "numbers": NUMBERS, "targets": TARGETS, "rate": RATE},
        **{"starts": STARTS, "values": VALUES},
        "networks": [make(network, index) for index, network in enumerate(NETWORKS)],
    }
    write(__file__, "series.json", content)


if __name__ == "__main__":
    main()
