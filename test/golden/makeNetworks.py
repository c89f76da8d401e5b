"""
Writes golden networks: python3 test/golden/makeNetworks.py [--seed N] [--count N] [--out FOLDER]
Needs PyTorch and NumPy; the files here were made with PyTorch 2.15. It computes in 64 bits and rounds the results once,
and notes how far off it is itself when it computes in 32, at most, in several runs from first parameters that differ by
one rounding. Where that is more than a quarter of what the tests allow, the network is left out and another drawn:
layer norm of what is nearly 0, or Adam's steps along gradients that are, make of any rounding whatever they like. One
run alone does not tell: of a state that training takes through 0, layer norm makes errors that differ tenfold.
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
RUNS_IN_32_BITS = 8


def make_network(seed, index):
    """The network, its results, and how many were left out before it."""
    for attempt in itertools.count():
        network = draw_network(f"{seed}/{index}/{attempt}", index)
        exact = run_network(network, torch.float64)
        errors = errors_in_32_bits(network, exact)
        if errors:
            rounded = {kind: float(f"{error:.1e}") for kind, error in errors.items()}
            return {**network, "errorsIn32Bits": rounded}, exact, attempt


def errors_in_32_bits(network, exact):
    """The largest of all runs, by kind; None where one is more than a quarter of its bound."""
    largest = dict.fromkeys(BOUNDS, 0.0)
    for variant in range(RUNS_IN_32_BITS):
        errors = largest_errors(run_network(network, torch.float32, variant), exact)
        largest = {kind: max(largest[kind], errors[kind]) for kind in BOUNDS}
        if any(largest[kind] > bound / 4 for kind, bound in BOUNDS.items()):
            return None
    return largest


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--seed", default="golden")
    parser.add_argument("--count", type=int, default=64)
    parser.add_argument("--out", type=pathlib.Path, default=pathlib.Path(__file__).parent)
    options = parser.parse_args()
    torch.set_num_threads(1)
    networks, arrays, left_out = [], {}, 0
    for index in range(options.count):
        network, exact, others = make_network(options.seed, index)
        networks.append(network)
        left_out += others
        arrays |= {f"{index}/{name}": array for name, array in to_arrays(exact).items()}
    lines = ",\n".join(json.dumps(network, separators=(",", ":")) for network in networks)
    head = json.dumps({"program": f"PyTorch {torch.__version__.split('+')[0]}", "updates": 20, "leftOut": left_out})
    (options.out / "networks.json").write_text(f'{head[:-1]}, "networks": [\n{lines}\n]}}\n')
    write_safetensors(options.out / "networks.safetensors", arrays)


if __name__ == "__main__":
    main()
