"""PyTorch's side of the bench of sequences: says its version, then answers lines of JSON, a work each."""

import json
import os
import sys

import torch
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence, pad_sequence

from torchTiming import time_work


class Classifier(nn.Module):
    def __init__(self, work):
        super().__init__()
        self.embedding = nn.Embedding(work["vocabulary"], work["embedding"], padding_idx=0)
        self.rnn = nn.LSTM(work["embedding"], work["hidden"], bidirectional=True)
        self.head = nn.Linear(2 * work["hidden"], work["classes"])

    def forward(self, symbols, lengths):
        """The largest values of all steps within the lengths."""
        packed = pack_padded_sequence(self.embedding(symbols), lengths, enforce_sorted=False)
        h, _ = pad_packed_sequence(self.rnn(packed)[0], padding_value=-torch.inf)
        return self.head(h.max(0).values)


class Translator(nn.Module):
    def __init__(self, work):
        super().__init__()
        embedding, hidden = work["embedding"], work["hidden"]
        self.embedding = nn.Embedding(work["vocabulary"], embedding, padding_idx=0)
        self.encoder = nn.LSTM(embedding, hidden, bidirectional=True)
        self.bridge = nn.ModuleList([nn.Linear(2 * hidden, hidden) for _ in "hc"])
        self.target = nn.Embedding(work["targetVocabulary"], embedding)
        self.decoder = nn.LSTM(embedding, hidden)
        self.key = nn.Linear(2 * hidden, hidden, bias=False)
        self.query = nn.Linear(hidden, hidden, bias=False)
        self.score = nn.Linear(hidden, 1, bias=False)
        self.context = nn.Linear(2 * hidden, hidden, bias=False)
        self.state = nn.Linear(hidden, hidden, bias=False)
        self.head = nn.Linear(hidden, work["targetVocabulary"])

    def forward(self, symbols, lengths, targets, target_lengths):
        """Logits of the steps within the lengths of the targets alone."""
        packed = pack_padded_sequence(self.embedding(symbols), lengths, enforce_sorted=False)
        h, last = self.encoder(packed)
        h, _ = pad_packed_sequence(h)
        first = tuple(
            torch.tanh(line(torch.cat([state[0], state[1]], -1)))[None] for line, state in zip(self.bridge, last)
        )
        packed = pack_padded_sequence(self.target(targets), target_lengths, enforce_sorted=False)
        # The states go with the lanes, which the packing sorts by itself.
        s, _ = pad_packed_sequence(self.decoder(packed, first)[0])
        h, s = h.transpose(0, 1), s.transpose(0, 1)
        scores = self.score(torch.tanh(self.query(s)[:, :, None] + self.key(h)[:, None])).squeeze(-1)
        outside = torch.arange(h.shape[1])[None] >= lengths[:, None]
        shares = scores.masked_fill(outside[:, None], -torch.inf).softmax(-1)
        y = torch.tanh(self.context(shares @ h) + self.state(s))
        within = torch.arange(s.shape[1])[None] < target_lengths[:, None]
        return self.head(y[within]), within


def sequences(ids, starts, rows):
    return [ids[starts[row] : starts[row + 1]] for row in rows]


def make_step(work, adam):
    torch.manual_seed(1)
    ids, starts = torch.tensor(work["ids"]), work["starts"]
    count, examples, batch = 0, len(starts) - 1, work["batch"]
    if "targetIds" in work:
        network, target_ids, target_starts = Translator(work), torch.tensor(work["targetIds"]), work["targetStarts"]
    else:
        network, labels = Classifier(work), torch.tensor(work["labels"])
    parameters = list(network.parameters())
    optimizer = torch.optim.Adam(parameters, lr=1e-3, **adam)

    def step():
        nonlocal count
        rows = [(count * batch + lane) % examples for lane in range(batch)]
        count += 1
        chosen = sequences(ids, starts, rows)
        lengths = torch.tensor([len(each) for each in chosen])
        symbols = pad_sequence(chosen)
        optimizer.zero_grad(set_to_none=True)
        if "targetIds" in work:
            wanted = sequences(target_ids, target_starts, rows)
            targets = pad_sequence([each[:-1] for each in wanted])
            logits, within = network(symbols, lengths, targets, torch.tensor([len(each) - 1 for each in wanted]))
            after = pad_sequence([each[1:] for each in wanted], batch_first=True)
            loss = nn.functional.cross_entropy(logits, after[within])
        else:
            loss = nn.functional.cross_entropy(network(symbols, lengths), labels[rows])
        loss.backward()
        nn.utils.clip_grad_norm_(parameters, 5.0)
        optimizer.step()

    return step


torch.set_num_threads(int(os.environ["OMP_NUM_THREADS"]))
print(json.dumps({"version": torch.__version__, "prefix": sys.prefix}), flush=True)
for line in sys.stdin:
    request = json.loads(line)
    print(json.dumps(time_work(make_step, request["work"], request["seconds"], "median")), flush=True)
