"""Runs a job that scores: reads a CSV file, scales, makes windows, scores, writes a CSV file with a column more."""

import csv

import numpy as np
from shared import parameters, tell_peak, windows_of

asked = parameters()
network, model_path, size = asked["network"], asked["model"], asked["scoreBatch"]


def score_onnxruntime(inputs):
    import onnxruntime

    options = onnxruntime.SessionOptions()
    runtime = onnxruntime.InferenceSession(model_path, options)
    parts = [inputs[first : first + size] for first in range(0, len(inputs), size)]
    return np.concatenate([runtime.run(None, {"x": part})[0][:, 0] for part in parts])


def score_torch(inputs):
    import torch
    import torch_model

    model = torch_model.Network(network)
    model.load_state_dict(torch.load(model_path))
    return torch_model.predict(model, torch.from_numpy(inputs), size)


def score_keras(inputs):
    import keras_model

    model = keras_model.keras.models.load_model(model_path)
    return model.predict(inputs, batch_size=size, verbose=0)[:, 0]


SCORE = {"onnxruntime": score_onnxruntime, "torch": score_torch, "keras": score_keras}


def score(rows):
    """Scores rows scaled by their own mean and deviation, which costs what scaling by saved ones does."""
    scaled = (rows - rows.mean(axis=0)) / rows.std(axis=0)
    return SCORE[asked["runtime"]](windows_of(scaled, network["timesteps"]))


def with_csv():
    with open(asked["input"], newline="") as file:
        names, *rows = csv.reader(file)
    chosen = [at for at, name in enumerate(names) if name.startswith("f")]
    first, last = chosen[0], chosen[-1] + 1
    found = score(np.array([row[first:last] for row in rows], dtype=np.float32)).tolist()
    # The first rows have no whole window.
    column = [""] * (len(rows) - len(found)) + found
    with open(asked["output"], "w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([*names, "probability"])
        writer.writerows([*row, value] for row, value in zip(rows, column))


def with_pandas():
    import pandas

    table = pandas.read_csv(asked["input"])
    features = table.filter(regex=r"^f\d").to_numpy(np.float32)
    found = score(features)
    table["probability"] = np.concatenate([np.full(len(table) - len(found), np.nan), found])
    table.to_csv(asked["output"], index=False)


(with_pandas if asked["reader"] == "pandas" else with_csv)()
tell_peak()
