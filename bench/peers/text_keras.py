"""Trains and scores names with Keras: Woodbridge and others, "Predicting Domain Generation Algorithms with Long
Short-Term Memory Networks", 2016. Characters are encoded before the clock starts."""

from shared import parameters, read_names, serve, tell

import keras_model

import keras  # noqa: E402, isort: skip
import numpy as np  # noqa: E402

asked = parameters()
keras_model.use_threads(1)
texts, labels = read_names(asked["names"])
codes = {character: at + 1 for at, character in enumerate(sorted(set("".join(texts))))}
longest = max(map(len, texts))
inputs = np.zeros((len(texts), longest), np.int32)
for row, text in enumerate(texts):
    inputs[row, longest - len(text) :] = [codes[character] for character in text]
layers = keras.layers
model = keras.Sequential(
    [
        keras.Input((longest,), dtype="int32"),
        layers.Embedding(len(codes) + 1, 128),
        layers.LSTM(128),
        layers.Dropout(0.5),
        layers.Dense(1, activation="sigmoid"),
    ]
)
model.compile(optimizer="rmsprop", loss="binary_crossentropy")


def train():
    trained = asked["trained"]
    model.fit(inputs[:trained], labels[:trained], batch_size=128, epochs=1, verbose=0)
    return trained


def score():
    scored = asked["scored"]
    model.predict(inputs[:scored], batch_size=512, verbose=0)
    return scored


tell(longest=longest)
serve({"train": train, "score": score})
