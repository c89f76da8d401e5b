"""
Writes what recurrent layers of Keras 3 and cells of TensorFlow 1 compute: python3 test/golden/makeCells.py
Needs: keras tensorflow tf-keras numpy (made with Keras 3.15 on TensorFlow 2.21). In 64 bits, rounded once.
"""

import itertools
import json
import os
import pathlib

os.environ["KERAS_BACKEND"] = "tensorflow"
os.environ["TF_USE_LEGACY_KERAS"] = "1"

import keras
import numpy as np
import tensorflow as tf
from drawValues import draw_values
from writeSafetensors import write_safetensors

v1 = tf.compat.v1
# Else the loop of dynamic_rnn has no gradient in a graph.
v1.experimental.output_all_intermediates(True)
FOLDER = pathlib.Path(__file__).parent
# T, B, D and H that fill no tile, panel or vector evenly, and the lengths of the lanes.
SIZES = [(5, 3, 1, 17), (4, 5, 17, 3), (17, 1, 3, 5), (3, 5, 5, 33), (1, 3, 33, 1)]
LENGTHS = {5: [2, 5, 1], 4: [4, 1, 3, 2, 2], 17: [11], 3: [1, 3, 3, 2, 1], 1: [1, 1, 1]}
KERAS = {
    "tanh": lambda units, **more: keras.layers.SimpleRNN(units, **more),
    "relu": lambda units, **more: keras.layers.SimpleRNN(units, activation="relu", **more),
    "lstm": lambda units, **more: keras.layers.LSTM(units, **more),
    "gruAfter": lambda units, **more: keras.layers.GRU(units, reset_after=True, **more),
    "gruBefore": lambda units, **more: keras.layers.GRU(units, reset_after=False, **more),
}
TENSORFLOW = {
    "BasicRNNCell": lambda units: v1.nn.rnn_cell.BasicRNNCell(units),
    "BasicLSTMCell": lambda units: v1.nn.rnn_cell.BasicLSTMCell(units),
    "GRUCell": lambda units: v1.nn.rnn_cell.GRUCell(units),
}


def cases():
    masks = ["none", "mask", "zeroOutputs"]
    for index, (cell, mask, is_both) in enumerate(itertools.product(KERAS, masks, [False, True])):
        # Bidirectional puts zeros out itself.
        if not (is_both and mask == "zeroOutputs"):
            yield {"program": "Keras", "cell": cell, "mask": mask, "bidirectional": is_both, "bias": True}, index
    for index, cell in enumerate(KERAS):
        yield {"program": "Keras", "cell": cell, "mask": "mask", "bidirectional": index % 2 == 0, "bias": False}, index
    plain = [(False, 1), (True, 1), (False, 2)]
    for index, (cell, mask, form) in enumerate(itertools.product(TENSORFLOW, ["none", "sequenceLength"], plain)):
        case = {"program": "TensorFlow", "cell": cell, "mask": mask, "bidirectional": form[0], "layers": form[1]}
        yield case, index


def inputs_of(case):
    """x and the upstream gradient (B, T, n), first states (B, H) by direction or layer."""
    seed, (steps, batch, inputs, units) = case["seed"], case["sizes"]
    width = units * (2 if case["bidirectional"] else 1)
    x = np.swapaxes(draw_values(f"{seed}/x", (steps, batch, inputs), 1.5), 0, 1).astype(np.float64)
    upstream = np.swapaxes(draw_values(f"{seed}/upstream", (steps, batch, width), 1), 0, 1).astype(np.float64)
    if "lengths" in case:
        upstream *= (np.arange(steps) < np.array(case["lengths"])[:, None])[:, :, None]
    ends = [f"_l{layer}" for layer in range(case.get("layers", 1))] + ["_l0_reverse"] * case["bidirectional"]
    kinds = "hc" if "lstm" in case["cell"].lower() else "h"
    states = {f"{k}{end}": draw_values(f"{seed}/{k}{end}", (batch, units), 0.9) for end in ends for k in kinds}
    return x, upstream, {name: values.astype(np.float64) for name, values in states.items()}


def draw_variable(seed, name, shape):
    return draw_values(f"{seed}/{name}", tuple(shape), 1 / np.sqrt(shape[0]) if "kernel" in name else 0.5)


def run_keras(case):
    seed, (steps, _, inputs, units) = case["seed"], case["sizes"]
    layer = KERAS[case["cell"]](
        units,
        use_bias=case["bias"],
        return_sequences=True,
        return_state=True,
        zero_output_for_mask=case["mask"] == "zeroOutputs",
        dtype="float64",
    )
    if case["bidirectional"]:
        layer = keras.layers.Bidirectional(layer, dtype="float64")
    x, upstream, states = inputs_of(case)
    layer.build(x.shape)
    halves = [layer.forward_layer, layer.backward_layer] if case["bidirectional"] else [layer]
    variables = {}
    for half, end in zip(halves, ["_l0", "_l0_reverse"], strict=False):
        for variable in half.weights:
            name = f"{variable.name}{end}"
            variable.assign(draw_variable(seed, name, variable.shape))
            variables[name] = variable.value
    sources = variables | {"x": tf.constant(x)} | {name: tf.constant(state) for name, state in states.items()}
    mask = tf.constant(np.arange(steps) < np.array(case["lengths"])[:, None]) if "lengths" in case else None
    with tf.GradientTape() as tape:
        tape.watch(list(sources.values()))
        outputs, *last = layer(sources["x"], initial_state=[sources[name] for name in states], mask=mask)
        total = tf.reduce_sum(outputs * upstream)
    gradients = dict(zip(sources, tape.gradient(total, list(sources.values())), strict=True))
    return outputs, dict(zip(states, last, strict=True)), gradients


def run_tensorflow(case):
    seed, (_, _, _, units) = case["seed"], case["sizes"]
    x_values, upstream, state_values = inputs_of(case)
    is_lstm = "LSTM" in case["cell"]
    with tf.Graph().as_default(), v1.Session() as session:
        x = tf.constant(x_values)
        states = {name: tf.constant(value) for name, value in state_values.items()}

        def state(end):
            h = states[f"h{end}"]
            return v1.nn.rnn_cell.LSTMStateTuple(states[f"c{end}"], h) if is_lstm else h

        def parts(ended, end):
            return {f"h{end}": ended.h, f"c{end}": ended.c} if is_lstm else {f"h{end}": ended}

        make = TENSORFLOW[case["cell"]]
        more = {"sequence_length": tf.constant(case["lengths"]) if "lengths" in case else None}
        if case["bidirectional"]:
            ends = {"/fw/": "_l0", "/bw/": "_l0_reverse"}
            outputs, ended = v1.nn.bidirectional_dynamic_rnn(
                make(units), make(units), x, initial_state_fw=state("_l0"), initial_state_bw=state("_l0_reverse"), **more
            )
            outputs = tf.concat(outputs, 2)
        elif case["layers"] > 1:
            ends = {f"cell_{layer}/": f"_l{layer}" for layer in range(case["layers"])}
            cell = v1.nn.rnn_cell.MultiRNNCell([make(units) for _ in ends])
            first = tuple(state(end) for end in ends.values())
            outputs, ended = v1.nn.dynamic_rnn(cell, x, initial_state=first, **more)
        else:
            ends = {"rnn/": "_l0"}
            outputs, only = v1.nn.dynamic_rnn(make(units), x, initial_state=state("_l0"), **more)
            ended = [only]
        last = {}
        for part, end in zip(ended, ends.values(), strict=True):
            last |= parts(part, end)
        variables = {}
        session.run(v1.global_variables_initializer())
        for variable in v1.trainable_variables():
            end = next(end for scope, end in ends.items() if scope in variable.name)
            part = variable.name.split("_cell/")[-1].split(":")[0]
            name = f"{part}{end}"
            variable.load(draw_variable(seed, name, variable.shape.as_list()).astype(np.float64), session)
            variables[name] = variable
        sources = variables | {"x": x} | states
        total = tf.reduce_sum(outputs * upstream)
        gradients = v1.gradients(total, list(sources.values()), unconnected_gradients="zero")
        return session.run((outputs, last, dict(zip(sources, gradients, strict=True))))


def main():
    networks, arrays = [], {}
    for number, (case, index) in enumerate(cases()):
        sizes = SIZES[index % len(SIZES)]
        case |= {"seed": f"cells/{number}", "sizes": sizes}
        if case["mask"] != "none":
            case["lengths"] = LENGTHS[sizes[0]]
        outputs, last, gradients = (run_keras if case["program"] == "Keras" else run_tensorflow)(case)
        outputs, dx = np.swapaxes(outputs, 0, 1), np.swapaxes(gradients["x"], 0, 1)
        results = {"forward/outputs": outputs} | {f"forward/{name}": value for name, value in last.items()}
        results |= {f"layers/{name}": value for name, value in gradients.items()} | {"layers/x": dx}
        arrays |= {f"{number}/{name}": np.asarray(value, np.float32) for name, value in results.items()}
        networks.append(case)
    lines = ",\n".join(json.dumps(case, separators=(",", ":")) for case in networks)
    (FOLDER / "cells.json").write_text(f"[\n{lines}\n]\n")
    write_safetensors(FOLDER / "cells.safetensors", arrays)


if __name__ == "__main__":
    main()
