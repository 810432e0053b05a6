"""Runs the notebook's job as a script: reads a CSV file, makes tokens, trains two epochs, saves the model."""

import csv

import numpy as np
from shared import parameters, tell_peak

asked = parameters()
BINS, RARE, EPOCHS, BATCH = 16, 3, 2, 16


def read_columns(path):
    with open(path, newline="") as file:
        reader = csv.reader(file)
        names = next(reader)
        return dict(zip(names, map(list, zip(*reader))))


def to_tokens(values, trained):
    """Returns codes from 0 on, and how many there are: quantile bins of numbers, frequent texts."""
    try:
        numbers = np.array(values, dtype=np.float64)
    except ValueError:
        texts, counts = np.unique(np.array(values)[trained], return_counts=True)
        codes = {text: at + 1 for at, text in enumerate(texts[counts >= RARE])}
        return np.array([codes.get(value, 0) for value in values]), len(codes) + 1
    edges = np.unique(np.quantile(numbers[trained], np.linspace(0, 1, BINS + 1)[1:-1]))
    return np.searchsorted(edges, numbers), len(edges) + 1


def make_tokens(columns, trained):
    tokens, vocabulary = [], 0
    for values in columns.values():
        codes, count = to_tokens(values, trained)
        tokens.append(codes + vocabulary)
        vocabulary += count
    return np.stack(tokens, axis=1).astype(np.int32), vocabulary


def train_keras(network, parts):
    import keras_model

    inputs, labels, validation = parts
    model = keras_model.build(network)
    options = {"batch_size": BATCH, "epochs": EPOCHS, "verbose": 0}
    model.fit(inputs, labels, validation_data=validation, **options)
    model.save(asked["output"])


def train_torch(network, parts):
    import torch
    import torch_model

    inputs, labels, (held_inputs, held_labels) = parts
    model = torch_model.Network(network)
    optimizer = torch_model.optimizer_for(model, network["optimizer"])
    for _ in range(EPOCHS):
        data = torch.from_numpy(inputs), torch.from_numpy(labels)
        torch_model.train_epoch(model, optimizer, *data, BATCH)
        held = torch_model.predict(model, torch.from_numpy(held_inputs), 512)
        np.mean((held > 0.5) == held_labels)
    torch.save(model.state_dict(), asked["output"])


def main():
    columns = read_columns(asked["input"])
    labels = np.array([label == "ddos" for label in columns.pop("label")], np.float32)
    for identifier in ("_time", "flow_id", "timestamp"):
        columns.pop(identifier)
    order = np.random.default_rng(0).permutation(len(labels))
    trained, held = np.split(order, [int(0.8 * len(order))])
    tokens, vocabulary = make_tokens(columns, trained)
    network = {"features": 0, "vocabulary": vocabulary, "embedding": 32, "units": [32]}
    network |= {"timesteps": tokens.shape[1], "optimizer": "rmsprop"}
    parts = tokens[trained], labels[trained], (tokens[held], labels[held])
    (train_keras if asked["framework"] == "keras" else train_torch)(network, parts)
    tell_peak(vocabulary=vocabulary, tokens=tokens.shape[1])


main()
