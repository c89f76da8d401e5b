"""Loads what exportGolden.ts exported by the code that came with it, and holds the outputs against the golden ones:
python3 test/golden/exchange/checkExport.py FOLDER. Needs what makeExchange.py needs."""

import json
import os
import pathlib
import sys

os.environ["KERAS_BACKEND"] = "torch"

import numpy as np
import torch

GOLDEN = json.loads((pathlib.Path(__file__).parent / "golden.json").read_text())


def main():
    values = np.array(GOLDEN["values"], np.float32).reshape(-1, GOLDEN["columns"])
    windows = np.stack([values[e : e + GOLDEN["steps"]] for e in GOLDEN["examples"]])
    os.chdir(sys.argv[1])
    worst = 0
    for code in sorted(pathlib.Path(".").glob("*.py")):
        names = {}
        exec(code.read_text(), names)
        with torch.no_grad():
            outputs = np.asarray(names["network"](torch.tensor(windows)))
        error = np.abs(outputs.reshape(-1) - GOLDEN["outputs"][code.name.split(".")[0]]).max()
        print(f"{code.stem:40} largest difference {error:.1e}")
        worst = max(worst, error)
    sys.exit(0 if worst < 1e-5 else 1)


if __name__ == "__main__":
    main()
