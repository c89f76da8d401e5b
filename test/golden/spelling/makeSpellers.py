"""Makes spellers.json: networks that read words by their letters too, with PyTorch's losses and gradients.

    PYTHONPATH=test/golden python3 test/golden/spelling/makeSpellers.py

In 64 bits. A layer in both directions reads the letters of a word, packed by their lengths; what it ends with stands behind
the vector of the word, and another layer reads the words of each sequence, packed too. Parameters are multiples of 1/64, so
that they are the same in 32 bits; `losses` are means over the labelled steps of four passes, each but the last with an
update of SGD.
"""

import torch
from goldenTensors import MODULES, draw_parameters, train, write
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

SYMBOLS, CLASSES, LETTERS, EMBEDDING, LONGEST = 6, 4, 7, 3, 5
UPDATES, RATE = 3, 0.5
# Cell, size of the letters' layer, size of the words' layers, how many, whether they go both ways.
NETWORKS = [("lstm", 2, 5, 1, True), ("gru", 17, 4, 1, False), ("rnn", 3, 6, 1, True), ("lstm", 5, 4, 2, True)]
# Of each word its letters; more than LONGEST are not read.
WORDS = [[1 + (7 * word + at * at) % (LETTERS - 1) for at in range(1 + word % 6)] for word in range(11)]
LENGTHS = [4, 1, 7, 2, 6]
STEPS = max(LENGTHS)


def sequences():
    place = 0
    for length in LENGTHS:
        steps = []
        for _ in range(length):
            word = (5 * place) % len(WORDS)
            label = -1 if place % 5 == 4 else (3 * word + place) % CLASSES
            steps.append({"word": word, "symbol": 1 + word % (SYMBOLS - 1), "label": label})
            place += 1
        yield steps


DATA = list(sequences())


class Speller(torch.nn.Module):
    def __init__(self, cell, size, hidden, layers, both):
        super().__init__()
        self.embedding = torch.nn.Embedding(SYMBOLS, EMBEDDING)
        self.letters = torch.nn.Module()
        self.letters.embedding = torch.nn.Embedding(LETTERS, size)
        self.letters.rnn = MODULES[cell](size, size, bidirectional=True)
        self.rnn = MODULES[cell](EMBEDDING + 2 * size, hidden, layers, bidirectional=both)
        self.head = torch.nn.Linear(hidden * (2 if both else 1), CLASSES)

    def spell(self, words):
        read = [word[:LONGEST] for word in words]
        lengths = torch.tensor([len(word) for word in read])
        ids = torch.nn.utils.rnn.pad_sequence([torch.tensor(word) for word in read])
        packed = pack_padded_sequence(self.letters.embedding(ids), lengths, enforce_sorted=False)
        last = self.letters.rnn(packed)[1]
        last = last[0] if isinstance(last, tuple) else last
        return torch.cat([last[0], last[1]], 1)

    def forward(self):
        spelled = self.spell(WORDS)
        vectors = [
            torch.stack([torch.cat([self.embedding.weight[s["symbol"]], spelled[s["word"]]]) for s in steps])
            for steps in DATA
        ]
        padded = torch.nn.utils.rnn.pad_sequence(vectors)
        packed = pack_padded_sequence(padded, torch.tensor(LENGTHS), enforce_sorted=False)
        outputs = pad_packed_sequence(self.rnn(packed)[0])[0]
        return torch.cat([self.head(outputs[: len(steps), lane]) for lane, steps in enumerate(DATA)])


def make(network, seed):
    torch.manual_seed(seed)
    model = Speller(*network).double()
    draw_parameters(model)
    labels = torch.tensor([step["label"] for steps in DATA for step in steps])

    def loss_of(_):
        return torch.nn.functional.cross_entropy(model(), labels, ignore_index=-1)

    cell, size, hidden, layers, both = network
    options = {"cell": cell, "characterSize": size, "hiddenSize": hidden, "numLayers": layers, "bidirectional": both}
    return {"model": {**options, "embeddingSize": EMBEDDING}, **train(model, loss_of, UPDATES, RATE)}


def main():
    content = {
        **{"symbols": SYMBOLS, "classes": CLASSES, "letters": LETTERS, "longest": LONGEST, "steps": STEPS, "rate": RATE},
        **{"words": WORDS, "sequences": DATA},
        "networks": [make(network, index) for index, network in enumerate(NETWORKS)],
    }
    write(__file__, "spellers.json", content)


if __name__ == "__main__":
    main()
