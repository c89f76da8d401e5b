"""
Writes golden networks: python3 test/golden/makeNetworks.py [--seed N] [--count N] [--out FOLDER]
Needs PyTorch and NumPy; the files here were made with PyTorch 2.15. It computes in 64 bits and rounds the results once,
and notes how far off it is itself when it computes in 32. Where that is more than a quarter of what the tests allow,
the network is drawn again: layer norm of what is nearly 0, or Adam's steps along gradients that are, make of any
rounding whatever they like.
"""

import argparse
import itertools
import json
import pathlib

import torch
from drawNetwork import draw_network
from runNetwork import largest_errors, run_network, to_arrays
from writeSafetensors import write_safetensors

BOUNDS = {"forward": 1e-5, "layers": 1e-4, "gradients": 1e-4, "updates": 1e-4}


def make_network(seed, index):
    """The network, and its results."""
    for attempt in itertools.count():
        network = draw_network(f"{seed}/{index}/{attempt}", index)
        exact = run_network(network, torch.float64)
        errors = largest_errors(run_network(network, torch.float32), exact)
        if all(errors[kind] <= bound / 4 for kind, bound in BOUNDS.items()):
            return {**network, "errorsIn32Bits": {kind: float(f"{e:.1e}") for kind, e in errors.items()}}, exact


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--seed", default="golden")
    parser.add_argument("--count", type=int, default=64)
    parser.add_argument("--out", type=pathlib.Path, default=pathlib.Path(__file__).parent)
    options = parser.parse_args()
    torch.set_num_threads(1)
    networks, arrays = [], {}
    for index in range(options.count):
        network, exact = make_network(options.seed, index)
        networks.append(network)
        arrays |= {f"{index}/{name}": array for name, array in to_arrays(exact).items()}
    lines = ",\n".join(json.dumps(network, separators=(",", ":")) for network in networks)
    head = json.dumps({"program": f"PyTorch {torch.__version__.split('+')[0]}", "updates": 20})
    (options.out / "networks.json").write_text(f'{head[:-1]}, "networks": [\n{lines}\n]}}\n')
    write_safetensors(options.out / "networks.safetensors", arrays)


if __name__ == "__main__":
    main()
