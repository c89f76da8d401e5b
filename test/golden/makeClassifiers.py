"""Makes classifiers.json: networks that tell texts apart, with PyTorch's losses, logits and gradients in 64 bits.

    python3 test/golden/makeClassifiers.py

Texts of different lengths are packed, symbol 0 is the padding, and the classes have weights. Parameters are multiples of
1/64, so that they are the same in 32 bits.
"""

import torch
from goldenTensors import describe, draw_parameters, write

VOCABULARY, EMBEDDING, HIDDEN, CLASSES = 7, 3, 4, 3
TEXTS = [[3, 1, 2], [5], [6, 4, 6, 1, 2], [0], [1, 2, 3, 4, 5, 6], [2, 2, 5, 1]]
LABELS = [2, 0, 1, 1, 2, 0]
WEIGHTS = [0.5, 2.0, 1.25]
POOLS = ["last", "mean", "max", "attention"]
CELLS = {
    "rnn": (torch.nn.RNN, {}),
    "gru": (torch.nn.GRU, {}),
    "lstm": (torch.nn.LSTM, {"bidirectional": True}),
}


class Classifier(torch.nn.Module):
    def __init__(self, cell, pool):
        super().__init__()
        module, options = CELLS[cell]
        width = HIDDEN * (2 if options else 1)
        self.by = pool
        self.embedding = torch.nn.Embedding(VOCABULARY, EMBEDDING, padding_idx=0)
        self.rnn = module(EMBEDDING, HIDDEN, **options)
        if pool == "attention":
            self.pool = torch.nn.Linear(width, HIDDEN)
            self.query = torch.nn.Linear(HIDDEN, 1, bias=False)
        self.head = torch.nn.Linear(width, CLASSES)

    def forward(self, texts):
        lengths = torch.tensor([len(text) for text in texts])
        ids = torch.nn.utils.rnn.pad_sequence([torch.tensor(text) for text in texts])
        packed = torch.nn.utils.rnn.pack_padded_sequence(self.embedding(ids), lengths, enforce_sorted=False)
        outputs, last = self.rnn(packed)
        outputs, _ = torch.nn.utils.rnn.pad_packed_sequence(outputs)
        h = last[0] if isinstance(last, tuple) else last
        inside = (torch.arange(len(ids))[:, None] < lengths)[:, :, None]
        if self.by == "last":
            pooled = torch.cat(list(h), 1)
        elif self.by == "mean":
            pooled = outputs.sum(0) / lengths[:, None]
        elif self.by == "max":
            pooled = outputs.masked_fill(~inside, -torch.inf).max(0).values
        else:
            scores = self.query(torch.tanh(self.pool(outputs))).masked_fill(~inside, -torch.inf)
            pooled = (torch.softmax(scores, 0) * outputs).sum(0)
        return self.head(pooled)


def make(cell, pool, seed):
    torch.manual_seed(seed)
    network = Classifier(cell, pool).double()
    draw_parameters(network)
    with torch.no_grad():
        network.embedding.weight[0] = 0
    logits = network(TEXTS)
    loss = torch.nn.CrossEntropyLoss(weight=torch.tensor(WEIGHTS).double())(logits, torch.tensor(LABELS))
    loss.backward()
    named = {"query.weight": "pool.query"}
    tensors = [(named.get(name, name), parameter) for name, parameter in network.named_parameters()]
    return {
        "model": {"cell": cell, "pool": pool, "bidirectional": "bidirectional" in CELLS[cell][1]},
        "loss": loss.item(),
        "logits": describe(logits),
        "parameters": {name: describe(parameter.detach()) for name, parameter in tensors},
        "gradients": {name: describe(parameter.grad) for name, parameter in tensors},
    }


def main():
    networks = [make(cell, pool, index) for index, (cell, pool) in enumerate((c, p) for c in CELLS for p in POOLS)]
    content = {
        "texts": TEXTS,
        "labels": LABELS,
        "weights": WEIGHTS,
        "networks": networks,
    }
    write(__file__, "classifiers.json", content)


if __name__ == "__main__":
    main()
