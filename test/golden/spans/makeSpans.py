"""Makes spans.json: random corpora of labels of spans with what seqeval, in its default mode, says of them.

    python3 test/golden/spans/makeSpans.py

Labels are letters: their places in `labels`. Sentences are words of those; corpora have true and predicted sentences. The
labels follow no scheme: any may stand after any other.
"""

import json
import os
import random
import string
import warnings

import seqeval
from seqeval.metrics import accuracy_score, f1_score

SCHEMES = [
    ["O", "B-PER", "I-PER", "B-LOC", "I-LOC"],
    ["O", "B-A", "I-A", "I-B", "B-B-C", "I-B-C"],
    ["O", "B-X", "I-X", "E-X", "S-X", "S-Y", "I-Y", "E-Y"],
    ["O", "B-X", "I-X", "L-X", "U-X", "U-Y"],
]

random.seed(4)
warnings.filterwarnings("ignore")
corpora = []
for number in range(200):
    labels = SCHEMES[number % len(SCHEMES)]

    def draw(size):
        return [random.choice(labels) for _ in range(size)]

    actual = [draw(random.randint(1, 7)) for _ in range(random.randint(1, 4))]
    # Some steps are predicted as they are, so that there is something to find.
    predicted = [[label if random.random() < 0.7 else random.choice(labels) for label in each] for each in actual]

    def written(sentences):
        return " ".join("".join(string.ascii_letters[labels.index(label)] for label in each) for each in sentences)

    corpora.append(
        {
            "scheme": number % len(SCHEMES),
            "actual": written(actual),
            "predicted": written(predicted),
            "f1": float(f1_score(actual, predicted)),
            "accuracy": float(accuracy_score(actual, predicted)),
        }
    )

path = os.path.join(os.path.dirname(__file__), "spans.json")
with open(path, "w") as file:
    version = getattr(seqeval, "__version__", "1.2.2")
    json.dump({"program": f"seqeval {version}", "schemes": SCHEMES, "corpora": corpora}, file)
    file.write("\n")
