"""Makes the network in Keras 3 on TensorFlow."""

import os

os.environ["KERAS_BACKEND"] = "tensorflow"
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import keras  # noqa: E402
import tensorflow  # noqa: E402


def use_threads(count):
    tensorflow.config.threading.set_intra_op_parallelism_threads(count)
    tensorflow.config.threading.set_inter_op_parallelism_threads(count)


def build(network):
    layers, units, steps = keras.layers, network["units"], network["timesteps"]
    if network["vocabulary"] > 0:
        model = keras.Sequential([keras.Input((steps,), dtype="int32")])
        model.add(layers.Embedding(network["vocabulary"], network["embedding"]))
    else:
        model = keras.Sequential([keras.Input((steps, network["features"]))])
    for at, count in enumerate(units):
        model.add(layers.LSTM(count, return_sequences=at + 1 < len(units)))
    model.add(layers.Dense(1, activation="sigmoid"))
    optimizers = {"adam": keras.optimizers.Adam, "rmsprop": keras.optimizers.RMSprop}
    optimizer = optimizers[network["optimizer"]](learning_rate=0.001)
    model.compile(optimizer=optimizer, loss="binary_crossentropy")
    return model


def set_weights(model, weights):
    embedding, layers, dense = weights
    flat = [] if embedding is None else [embedding]
    model.set_weights([*flat, *[array for layer in layers for array in layer], *dense])
