"""Makes transforms.json: Box-Cox transforms and their inverses, of SciPy in 64 bits.

    python3 test/golden/transform/makeTransforms.py

Values are 1 or more: below, ours goes on as a line.
"""

import json
import os

import numpy
import scipy
from scipy.special import boxcox, inv_boxcox

VALUES = [1.0, 1.000001, 1.5, 2.0, 10.0, 112.0, 3.25e4, 7.0e11]
LAMBDAS = [0.0, 1e-9, 0.01, 0.25, 0.5, 1.0, 1.7, 2.0]


def main():
    cases = [
        {"lambda": by, "values": VALUES, "transformed": boxcox(numpy.array(VALUES), by).tolist()} for by in LAMBDAS
    ]
    for case in cases:
        back = inv_boxcox(numpy.array(case["transformed"]), case["lambda"])
        case["restored"] = back.tolist()
    content = {"program": f"SciPy {scipy.__version__}", "cases": cases}
    with open(os.path.join(os.path.dirname(__file__), "transforms.json"), "w", encoding="utf-8") as file:
        json.dump(content, file, separators=(",", ":"))
        file.write("\n")


main()
