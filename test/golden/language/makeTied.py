"""Makes tied.json: language models whose output layer has the embedding's weight, with PyTorch's losses and gradients.

    PYTHONPATH=test/golden python3 test/golden/language/makeTied.py

In 64 bits. Layers as wide as a vector are read as they are, others through a linear layer. Parameters are multiples of
1/64, so that they are the same in 32 bits; `losses` are those of six batches, each but the last with an update of SGD.
"""

import torch
from goldenTensors import MODULES, draw_parameters, train, write

VOCABULARY, EMBEDDING, STEPS, LANES, UPDATES, RATE = 9, 5, 6, 4, 5, 0.25
NETWORKS = [("lstm", 2, EMBEDDING), ("gru", 1, 7), ("lstm", 1, 3), ("rnn", 2, EMBEDDING)]
TEXT = [(i * i + 3 * (i // 5)) % VOCABULARY for i in range(200)]
STARTS = [0, 41, 7, 100]


class Tied(torch.nn.Module):
    def __init__(self, cell, layers, hidden):
        super().__init__()
        self.embedding = torch.nn.Embedding(VOCABULARY, EMBEDDING)
        self.rnn = MODULES[cell](EMBEDDING, hidden, layers)
        self.project = torch.nn.Linear(hidden, EMBEDDING) if hidden != EMBEDDING else torch.nn.Identity()
        self.head = torch.nn.Linear(EMBEDDING, VOCABULARY)
        self.head.weight = self.embedding.weight

    def forward(self, ids):
        return self.head(self.project(self.rnn(self.embedding(ids))[0]))


def make(network, seed):
    torch.manual_seed(seed)
    model = Tied(*network).double()
    draw_parameters(model)
    text = torch.tensor(TEXT)

    def loss_of(update):
        windows = torch.stack([text[start + update * STEPS :][: STEPS + 1] for start in STARTS], 1)
        return torch.nn.functional.cross_entropy(model(windows[:-1]).flatten(0, 1), windows[1:].flatten())

    cell, layers, hidden = network
    options = {"cell": cell, "numLayers": layers, "hiddenSize": hidden, "embeddingSize": EMBEDDING}
    return {"model": options, **train(model, loss_of, UPDATES, RATE)}


def main():
    content = {
        **{"vocabulary": VOCABULARY, "steps": STEPS, "rate": RATE, "text": TEXT, "starts": STARTS},
        "networks": [make(network, index) for index, network in enumerate(NETWORKS)],
    }
    write(__file__, "tied.json", content)


if __name__ == "__main__":
    main()
