"""Makes translationScores.json: random corpora with the BLEU, chrF and tokens that sacreBLEU has of them.

    python3 test/golden/translation/makeTranslationScores.py

Words of Latin, Greek and Han letters and of symbols beyond 16 bits, numbers, marks, entities, odd spaces; one to three
references of a segment, empty segments among them.
"""

import json
import os
import random

import sacrebleu
from sacrebleu.metrics import BLEU, CHRF

WORDS = (
    "the a cat cats dog runs ran fast, slowly. House house's don't e.g. 3.5 1,000 2-3 1-2-3 co-op (see) [x] {y} \"quoted\" "
    "&quot; &amp; &lt;b&gt; <skipped> a/b x=y; über Größe naïve λόγος Ωμέγα 猫 狗在跑 🙂 🙂🙃 !!! ... , . - -- $5 50% #1 @me ~ ^ _ ` |"
).split()
SPACES = [" ", " ", " ", " ", "  ", "\u00a0", "\t", "\u3000", "-\n", "\n", "\u001f", "\u0085"]


def segment(draw, longest):
    words = [draw.choice(WORDS) for _ in range(draw.randint(0, longest))]
    return "".join(word + draw.choice(SPACES) for word in words)


def vary(draw, text):
    pieces = text.split(" ")
    return " ".join(draw.choice(WORDS) if draw.random() < 0.25 else piece for piece in pieces if draw.random() > 0.1)


def corpus(seed):
    draw = random.Random(seed)
    longest = draw.choice([2, 6, 14])
    count = draw.randint(1, 6)
    most = draw.randint(1, 3)
    segments = []
    for _ in range(count):
        reference = segment(draw, longest)
        references = [reference] + [vary(draw, reference) for _ in range(draw.randint(0, most - 1))]
        hypothesis = vary(draw, reference) if draw.random() < 0.8 else segment(draw, longest)
        segments.append({"hypothesis": hypothesis, "references": references})
    hypotheses = [one["hypothesis"] for one in segments]
    # A stream of references for each place; a segment that has fewer has none there.
    streams = [[dict(enumerate(one["references"])).get(place) for one in segments] for place in range(most)]
    streams = [stream for stream in streams if any(one is not None for one in stream)]
    bleu, chrf = BLEU(), CHRF()
    scores = {"bleu": bleu.corpus_score(hypotheses, streams).score, "chrf": chrf.corpus_score(hypotheses, streams).score}
    tokens = [bleu.tokenizer(one.rstrip()) for one in hypotheses]
    return {"segments": segments, **scores, "tokens": tokens}, (str(bleu.get_signature()), str(chrf.get_signature()))


def main():
    made = [corpus(seed) for seed in range(200)]
    content = {
        "program": f"sacreBLEU {sacrebleu.__version__}",
        "signatures": sorted({signature for _, signatures in made for signature in signatures}),
        "corpora": [one for one, _ in made],
    }
    with open(os.path.join(os.path.dirname(__file__), "translationScores.json"), "w") as file:
        json.dump(content, file, separators=(",", ":"), ensure_ascii=False)
        file.write("\n")


if __name__ == "__main__":
    main()
