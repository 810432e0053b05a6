"""Golden numbers of small LSTM networks, computed by Keras 3: writes networks.json beside this file.

    python3.11 -m venv /tmp/golden
    /tmp/golden/bin/pip install tensorflow-cpu==2.21.0 keras==3.15.1 numpy==2.4.6
    /tmp/golden/bin/python test/golden/networks.py

All arrays are flat and row-major: features [B, T, F], ids [B, T, K], logits [B, O], targets [B] or, with several, [B, H]. The LSTM's input at a step is
the step's features, then the vector of each of its ids. Sample b uses its last lengths[b] steps only; the steps before hold
features and an id (the last of each vocabulary) that occur nowhere else, so that code which reads them shows.

Gradients of embeddings are made dense before the update. With TensorFlow below it, Keras 3.15 does not merge the slices of
an id that occurs more than once in a batch: the second moments of Adam and RMSprop, and the norm of global_clipnorm, then sum
squares where the square of the sum is due. Keras on JAX or PyTorch has dense gradients and does what is recorded here.
"""

import json
import os
import platform
import re
from pathlib import Path

os.environ.update(
    KERAS_BACKEND="tensorflow", CUDA_VISIBLE_DEVICES="-1", TF_ENABLE_ONEDNN_OPTS="0", TF_CPP_MIN_LOG_LEVEL="3"
)

import keras
import numpy as np
import tensorflow as tf

NETWORKS = [
    # name, seed, features, embeddings (vocabulary, width), units, outputs (a list: a target with so many classes each),
    # loss, batch, timesteps, short windows
    ("one layer, binary", 1, 5, [], [4], 1, "binary_crossentropy", 8, 6, False),
    ("stacked, categorical", 2, 3, [], [6, 4], 3, "categorical_crossentropy", 7, 5, False),
    ("embedding only, binary", 3, 0, [(20, 4)], [5], 1, "binary_crossentropy", 6, 9, False),
    ("two embeddings, short windows, regression", 4, 3, [(11, 3), (6, 2)], [5], 1, "mean_squared_error", 9, 7, True),
    ("stacked, embedding, short windows, binary", 5, 2, [(9, 3)], [7, 5], 1, "binary_crossentropy", 8, 6, True),
    ("two categorical targets, short windows", 6, 3, [(8, 3)], [6], [4, 3], "categorical_crossentropy", 8, 6, True),
    ("three numbers", 7, 4, [], [5], 3, "mean_squared_error", 7, 5, False),
]

OPTIMIZERS = {
    "adam": (keras.optimizers.Adam, 0.003, None),
    "rmsprop": (keras.optimizers.RMSprop, 0.001, None),
    "sgd": (keras.optimizers.SGD, 0.01, None),
    "adam_clipped": (keras.optimizers.Adam, 0.003, 0.1),
    "sgd_clipped": (keras.optimizers.SGD, 0.01, 0.1),
}
UPDATES = 10


def weight_shapes(spec):
    """Names and shapes of all weights: embeddings, LSTM layers, dense."""
    shapes = [(f"embedding_{k}", (e["vocabulary"], e["width"])) for k, e in enumerate(spec["embeddings"])]
    inputs = spec["features"] + sum(e["width"] for e in spec["embeddings"])
    for layer, units in enumerate(spec["units"]):
        shapes.append((f"lstm_{layer}/kernel", (inputs, 4 * units)))
        shapes.append((f"lstm_{layer}/recurrent_kernel", (units, 4 * units)))
        shapes.append((f"lstm_{layer}/bias", (4 * units,)))
        inputs = units
    return shapes + [("dense/kernel", (inputs, spec["outputs"])), ("dense/bias", (spec["outputs"],))]


class Network:
    """Keras' own layers, called by hand with one mask for every LSTM."""

    def __init__(self, spec, weights):
        last = len(spec["units"]) - 1
        self.embeddings = [keras.layers.Embedding(e["vocabulary"], e["width"]) for e in spec["embeddings"]]
        self.lstms = [keras.layers.LSTM(u, return_sequences=i < last) for i, u in enumerate(spec["units"])]
        self.dense = keras.layers.Dense(spec["outputs"])
        self.heads = spec.get("heads", [])
        inputs = spec["features"] + sum(e["width"] for e in spec["embeddings"])
        for embedding in self.embeddings:
            embedding.build((None, None))
        for lstm in self.lstms:
            lstm.build((None, None, inputs))
            inputs = lstm.units
        self.dense.build((None, inputs))
        self.variables = [v for layer in [*self.embeddings, *self.lstms, self.dense] for v in layer.trainable_variables]
        assert [tuple(v.shape) for v in self.variables] == [w.shape for w in weights]
        for variable, weight in zip(self.variables, weights):
            variable.assign(weight)

    def logits(self, batch):
        parts = [batch["features"]] if batch["features"].shape[-1] else []
        parts += [embedding(batch["ids"][:, :, k]) for k, embedding in enumerate(self.embeddings)]
        x = keras.ops.concatenate(parts, axis=-1)
        for lstm in self.lstms:
            x = lstm(x, mask=batch["mask"])
        return self.dense(x)

    def gradients(self, batch, loss):
        """Logits, mean loss over the batch, and one dense gradient for each variable."""
        with tf.GradientTape() as tape:
            logits = self.logits(batch)
            value = mean_loss(loss, batch["targets"], logits, self.heads)
        gradients = tape.gradient(value, [v.value for v in self.variables])
        return logits, float(value), [tf.convert_to_tensor(g) for g in gradients]


def mean_loss(loss, targets, logits, heads):
    """With several targets of classes the sum of their losses, as Keras has it for a model of several outputs."""
    if heads:
        parts = keras.ops.split(logits, np.cumsum(heads)[:-1].tolist(), axis=-1)
        return sum(mean_loss(loss, targets[:, k], part, []) for k, part in enumerate(parts))
    if loss == "categorical_crossentropy":
        return keras.ops.mean(keras.losses.sparse_categorical_crossentropy(targets, logits, from_logits=True))
    targets = targets.reshape(len(targets), -1).astype("float32")
    if loss == "binary_crossentropy":
        return keras.ops.mean(keras.losses.binary_crossentropy(targets, logits, from_logits=True))
    return keras.ops.mean(keras.losses.mean_squared_error(targets, logits))


def random_batch(random, spec, size, timesteps, short):
    lengths = 1 + np.arange(size) % timesteps if short else np.full(size, timesteps)
    mask = np.arange(timesteps) >= timesteps - lengths[:, None]
    ids = np.zeros((size, timesteps, len(spec["embeddings"])), "int32")
    for k, embedding in enumerate(spec["embeddings"]):
        vocabulary = embedding["vocabulary"]
        ids[:, :, k] = np.where(mask, random.integers(0, vocabulary - 1, (size, timesteps)), vocabulary - 1)
    classes = spec.get("heads", [spec["outputs"]])
    targets = {
        "binary_crossentropy": lambda: random.permutation(size) % 2,
        "categorical_crossentropy": lambda: np.stack([random.permutation(size) % n for n in classes], axis=-1),
        "mean_squared_error": lambda: random.normal(0, 1, (size, spec["outputs"])).astype("float32"),
    }[spec["loss"]]()
    targets = targets.ravel() if targets.size == size else targets
    features = random.normal(0, 1, (size, timesteps, spec["features"])).astype("float32")
    return {"features": features, "ids": ids, "lengths": lengths, "mask": mask, "targets": targets}


def losses_of_updates(spec, weights, batch, optimizer, learning_rate, clip):
    """The loss before each update on the same batch, then once more after the last."""
    network = Network(spec, weights)
    optimizer = optimizer(learning_rate, global_clipnorm=clip)
    losses = []
    for _ in range(UPDATES):
        _, loss, gradients = network.gradients(batch, spec["loss"])
        losses.append(loss)
        optimizer.apply(gradients, network.variables)
    return losses + [network.gradients(batch, spec["loss"])[1]]


def golden_network(name, seed, features, embeddings, units, outputs, loss, size, timesteps, short):
    random = np.random.default_rng(seed)
    spec = {
        "features": features,
        "embeddings": [{"vocabulary": v, "width": w} for v, w in embeddings],
        "units": units,
        "outputs": outputs if isinstance(outputs, int) else sum(outputs),
        "loss": loss,
    } | ({"heads": outputs} if isinstance(outputs, list) else {})
    shapes = weight_shapes(spec)
    weights = [random.normal(0, 0.8, shape).astype("float32") for _, shape in shapes]
    batch = random_batch(random, spec, size, timesteps, short)
    logits, value, gradients = Network(spec, weights).gradients(batch, loss)
    steps = {}
    for key, (optimizer, learning_rate, clip) in OPTIMIZERS.items():
        steps[key] = {"learning_rate": learning_rate} | ({"clip": clip} if clip else {})
        steps[key]["losses"] = numbers(losses_of_updates(spec, weights, batch, optimizer, learning_rate, clip))
    return {
        "name": name,
        "spec": spec,
        "batch": size,
        "timesteps": timesteps,
        "weights": named(shapes, weights),
        "features": numbers(batch["features"]),
        "ids": batch["ids"].ravel().tolist(),
        "lengths": batch["lengths"].tolist(),
        "targets": numbers(batch["targets"]),
        "logits": numbers(logits),
        "loss": numbers([value])[0],
        "gradients": named(shapes, gradients),
        "steps": steps,
    }


def named(shapes, arrays):
    return [{"name": n, "shape": list(s), "values": numbers(a)} for (n, s), a in zip(shapes, arrays)]


def numbers(array):
    """A flat list; 9 significant digits give back every float32 exactly."""
    array = np.asarray(array).ravel()
    return array.tolist() if array.dtype.kind == "i" else [float(f"{x:.9g}") for x in array]


def main():
    tf.config.threading.set_intra_op_parallelism_threads(1)
    tf.config.threading.set_inter_op_parallelism_threads(1)
    tf.config.experimental.enable_op_determinism()
    keras.utils.set_random_seed(1)
    versions = {
        "python": platform.python_version(),
        "keras": keras.__version__,
        "tensorflow": tf.__version__,
        "numpy": np.__version__,
    }
    text = json.dumps({"versions": versions, "networks": [golden_network(*n) for n in NETWORKS]}, indent=1)
    text = re.sub(r"\[[^][{}]*\]", lambda array: " ".join(array[0].split()), text)  # one array, one line
    Path(__file__).with_suffix(".json").write_text(text + "\n")


if __name__ == "__main__":
    main()
