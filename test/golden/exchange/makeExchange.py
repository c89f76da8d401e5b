"""Writes the weights of other programs that the tests read, with what those programs compute with them:
python3 test/golden/exchange/makeExchange.py (made with PyTorch 2.15, Keras 3.15 on PyTorch, TensorFlow 2.21 with tf-keras).
Needs: torch safetensors h5py keras tensorflow tf-keras numpy."""

import json
import os
import pathlib

os.environ["KERAS_BACKEND"] = "torch"
os.environ["TF_USE_LEGACY_KERAS"] = "1"

import h5py
import keras
import numpy as np
import torch
from keras import layers
from safetensors.numpy import save_file as save_arrays
from safetensors.torch import save_file
from torch import nn

FOLDER = pathlib.Path(__file__).parent
KERAS = FOLDER / "keras"
ROWS, COLUMNS, STEPS, OUTPUTS = 14, 4, 5, 2
EXAMPLES = [0, 3, 7]


class Named(nn.Module):
    """A recurrent module and an output layer under the names that people give them."""

    def __init__(self, names, module, features):
        super().__init__()
        self.names = names
        self.add_module(names[0], module)
        self.add_module(names[1], nn.Linear(features, OUTPUTS))

    def forward(self, x):
        _, state = getattr(self, self.names[0])(x)
        h = state[0] if isinstance(state, tuple) else state
        last = torch.cat([h[-2], h[-1]], 1) if getattr(self, self.names[0]).bidirectional else h[-1]
        return getattr(self, self.names[1])(last)


def windows(values):
    return np.stack([values[e : e + STEPS] for e in EXAMPLES])


def pytorch(values):
    cases = {
        "rnn": ("rnn", "head", lambda: nn.RNN(COLUMNS, 3), 3),
        "rnnRelu": ("encoder", "fc", lambda: nn.RNN(COLUMNS, 3, 2, nonlinearity="relu"), 3),
        "lstm": ("lstm", "fc", lambda: nn.LSTM(COLUMNS, 3, 2), 3),
        "gru": ("gru", "linear", lambda: nn.GRU(COLUMNS, 5, 2), 5),
        "lstmNoBias": ("lstm", "decoder", lambda: nn.LSTM(COLUMNS, 3, bias=False), 3),
        "lstmProjected": ("lstm", "out", lambda: nn.LSTM(COLUMNS, 5, 2, proj_size=2), 2),
        "lstmBidirectional": ("lstm", "fc", lambda: nn.LSTM(COLUMNS, 3, 2, bidirectional=True), 6),
        "gruBidirectional": ("net", "head", lambda: nn.GRU(COLUMNS, 3, bidirectional=True), 6),
        "lstmEverything": (
            "lstm",
            "classifier",
            lambda: nn.LSTM(COLUMNS, 5, 3, bias=False, bidirectional=True, proj_size=2),
            4,
        ),
    }
    results = {}
    for index, (name, (module, head, make, features)) in enumerate(cases.items()):
        torch.manual_seed(index)
        network = Named((module, head), make(), features)
        outputs = network(torch.tensor(windows(values)).transpose(0, 1))
        state = nn.DataParallel(network).state_dict() if name == "lstm" else network.state_dict()
        save_file(state, FOLDER / f"{name}.safetensors")
        results[name] = outputs.detach().reshape(-1).tolist()
    return results


def halves(values):
    """The network of `gru` in other types, and what it computes with the rounded weights."""
    results = {}
    for name, kind in [("float16", torch.float16), ("bfloat16", torch.bfloat16), ("float64", torch.float64)]:
        torch.manual_seed(9)
        network = Named(("gru", "fc"), nn.GRU(COLUMNS, 3), 3).to(kind)
        save_file(network.state_dict(), FOLDER / f"{name}.safetensors")
        outputs = network.float()(torch.tensor(windows(values)).transpose(0, 1))
        results[name] = outputs.detach().reshape(-1).tolist()
    return results


def keras_models(values):
    recurrent = {
        "kerasRnn": lambda **more: layers.SimpleRNN(3, **more),
        "kerasLstm": lambda **more: layers.LSTM(3, **more),
        "kerasGruAfter": lambda **more: layers.GRU(3, **more),
        "kerasGruBefore": lambda **more: layers.GRU(3, reset_after=False, **more),
        "kerasNoBias": lambda **more: layers.LSTM(3, use_bias=False, **more),
        "kerasBidirectional": lambda **more: layers.Bidirectional(layers.LSTM(3, **more)),
        "kerasBidirectionalGru": lambda **more: layers.Bidirectional(layers.GRU(3, reset_after=False, **more)),
        "kerasSum": lambda **more: layers.Bidirectional(layers.LSTM(3, **more), merge_mode="sum"),
    }
    results = {}
    for index, (name, layer) in enumerate(recurrent.items()):
        keras.utils.set_random_seed(index)
        network = keras.Sequential(
            [
                keras.Input((STEPS, COLUMNS)),
                layer(return_sequences=True),
                layers.Dropout(0.1),
                layer(),
                layers.Dense(OUTPUTS, bias_initializer="normal"),
            ]
        )
        for variable in network.weights:
            if "bias" in variable.path:
                variable.assign(keras.random.normal(variable.shape, seed=index))
        network.save_weights(KERAS / f"{name}.weights.h5")
        results[name] = network.predict(windows(values), verbose=0).reshape(-1).tolist()
    return results


def tensorflow_cells(values):
    import tensorflow as tf

    v1 = tf.compat.v1
    cells = {
        "tf1Rnn": lambda: v1.nn.rnn_cell.BasicRNNCell(3),
        "tf1Gru": lambda: v1.nn.rnn_cell.GRUCell(3),
        "tf1Lstm": lambda: v1.nn.rnn_cell.MultiRNNCell([v1.nn.rnn_cell.BasicLSTMCell(3) for _ in range(2)]),
    }
    results = {}
    for index, (name, make) in enumerate(cells.items()):
        with tf.Graph().as_default():
            v1.set_random_seed(index)
            x = v1.placeholder(tf.float32, [None, STEPS, COLUMNS])
            sequence, _ = v1.nn.dynamic_rnn(make(), x, dtype=tf.float32)
            weight = v1.get_variable("output/kernel", [3, OUTPUTS])
            bias = v1.get_variable("output/bias", [OUTPUTS], initializer=v1.random_normal_initializer())
            outputs = tf.matmul(sequence[:, -1], weight) + bias
            variables = v1.global_variables()
            with v1.Session() as session:
                session.run(v1.global_variables_initializer())
                for variable in variables:
                    if "bias" in variable.name:
                        variable.load(np.random.default_rng(index).normal(size=variable.shape), session)
                arrays = {variable.name.split(":")[0]: session.run(variable) for variable in variables}
                save_arrays(arrays, FOLDER / f"{name}.safetensors")
                results[name] = session.run(outputs, {x: windows(values)}).reshape(-1).tolist()
    return results


def text():
    """A character network with the names of PyTorch's own example, and its loss on a text."""
    torch.manual_seed(5)
    vocabulary, size = 7, 3
    network = nn.ModuleDict(
        {"encoder": nn.Embedding(vocabulary, size), "rnn": nn.LSTM(size, size, 2), "decoder": nn.Linear(size, vocabulary)}
    )
    save_file(network.state_dict(), FOLDER / "text.safetensors")
    ids = torch.randint(vocabulary, (2 * STEPS + 1,))
    hidden, _ = network["rnn"](network["encoder"](ids[:STEPS]).unsqueeze(1))
    loss = nn.functional.cross_entropy(network["decoder"](hidden[:, 0]), ids[1 : STEPS + 1])
    return {"ids": ids.tolist(), "vocabulary": vocabulary, "loss": loss.item()}


def hostile():
    """Files that claim more than they hold, or lead round in circles or elsewhere."""
    cell = "layers/lstm/cell/vars"
    with h5py.File(KERAS / "hostileHuge.weights.h5", "w") as file:
        file.create_dataset(f"{cell}/0", (1 << 20, 1 << 20), "f4", chunks=(16, 16))
    with h5py.File(KERAS / "hostileLoop.weights.h5", "w") as file:
        group = file.create_group(cell)
        group["again"] = file["layers"]
    with h5py.File(KERAS / "hostileLink.weights.h5", "w") as file:
        file.create_group(cell)["0"] = h5py.ExternalLink("/etc/hosts", "/")
        file[f"{cell}/1"] = h5py.SoftLink("/nowhere")
    with h5py.File(KERAS / "hostileText.weights.h5", "w") as file:
        file[f"{cell}/0"] = ["text", "more"]
    with h5py.File(KERAS / "hostileDoubles.weights.h5", "w") as file:
        file[f"{cell}/0"] = np.zeros((4, 12))
        file[f"{cell}/1"] = np.zeros((3, 12))
        file[f"{cell}/2"] = np.array([0.0] * 11 + [1e300])


def main():
    KERAS.mkdir(exist_ok=True)
    values = np.random.default_rng(3).normal(size=(ROWS, COLUMNS)).astype(np.float32)
    hostile()
    golden = {
        "values": values.reshape(-1).tolist(),
        "columns": COLUMNS,
        "steps": STEPS,
        "examples": EXAMPLES,
        "outputs": pytorch(values) | halves(values) | keras_models(values) | tensorflow_cells(values),
        "text": text(),
    }
    (FOLDER / "golden.json").write_text(json.dumps(golden))


if __name__ == "__main__":
    main()
