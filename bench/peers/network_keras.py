"""Trains and scores a network with Keras, again and again."""

from shared import parameters, read_sequences, read_targets, read_weights, serve, tell

import keras_model

asked = parameters()
network, folder = asked["network"], asked["folder"]
keras_model.use_threads(asked["threads"])
model = keras_model.build(network)
keras_model.set_weights(model, read_weights(network, folder))
sequences, targets = read_sequences(network, folder), read_targets(folder)
scored, trained = sequences[: asked["scored"]], sequences[: asked["trained"]]


def train():
    labels = targets[: len(trained)]
    model.fit(trained, labels, batch_size=network["batchSize"], epochs=1, verbose=0)
    return len(trained)


def score():
    model.predict(scored, batch_size=asked["scoreBatch"], verbose=0)
    return len(scored)


tell(first=model.predict(sequences[:8], verbose=0)[:, 0].tolist())
serve({"train": train, "score": score})
