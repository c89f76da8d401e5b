"""Makes tied.json: language models whose output layer has the embedding's weight, with PyTorch's losses and gradients.

    python3 test/golden/language/makeTied.py

In 64 bits. Layers as wide as a vector are read as they are, others through a linear layer. Parameters are multiples of
1/64, so that they are the same in 32 bits; `losses` are those of six batches, each but the last with an update of SGD.
"""

import json
import os

import torch

VOCABULARY, EMBEDDING, STEPS, LANES, UPDATES, RATE = 9, 5, 6, 4, 5, 0.25
MODULES = {"rnn": torch.nn.RNN, "gru": torch.nn.GRU, "lstm": torch.nn.LSTM}
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


def describe(tensor):
    return {"shape": list(tensor.shape), "values": [float(f"{value:.7g}") for value in tensor.flatten().tolist()]}


def make(network, seed):
    torch.manual_seed(seed)
    model = Tied(*network).double()
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.copy_(torch.round(torch.randn_like(parameter) * 32) / 64)
    first = {name: describe(parameter.detach()) for name, parameter in model.named_parameters()}
    gradients, losses = {}, []
    optimizer = torch.optim.SGD(model.parameters(), RATE)
    text = torch.tensor(TEXT)
    for update in range(UPDATES + 1):
        windows = torch.stack([text[start + update * STEPS :][: STEPS + 1] for start in STARTS], 1)
        loss = torch.nn.functional.cross_entropy(model(windows[:-1]).flatten(0, 1), windows[1:].flatten())
        losses.append(loss.item())
        optimizer.zero_grad()
        loss.backward()
        gradients = gradients or {name: describe(p.grad) for name, p in model.named_parameters()}
        optimizer.step()
    cell, layers, hidden = network
    model = {"cell": cell, "numLayers": layers, "hiddenSize": hidden, "embeddingSize": EMBEDDING}
    return {"model": model, "losses": losses, "parameters": first, "gradients": gradients}


def main():
    content = {
        "program": f"PyTorch {torch.__version__}",
        **{"vocabulary": VOCABULARY, "steps": STEPS, "rate": RATE, "text": TEXT, "starts": STARTS},
        "networks": [make(network, index) for index, network in enumerate(NETWORKS)],
    }
    with open(os.path.join(os.path.dirname(__file__), "tied.json"), "w") as file:
        json.dump(content, file, separators=(",", ":"))
        file.write("\n")


if __name__ == "__main__":
    main()
