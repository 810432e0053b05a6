"""Holds what the peers share: their parameters, the data of a network, and how they answer.

A peer gets one JSON object as its argument and prints JSON lines. Peers that serve get the name of
one task in each line, do it, and print its seconds and rows; the first task of a kind is for warming up.
"""

import csv
import json
import sys
import time
from pathlib import Path

import numpy as np


def parameters():
    return json.loads(sys.argv[1])


def tell(**values):
    print(json.dumps(values), flush=True)


def tell_peak(**values):
    """Tells the largest resident memory of this process, too."""
    status = Path("/proc/self/status").read_text()
    peak = next(line for line in status.splitlines() if line.startswith("VmHWM:"))
    tell(peakKilobytes=int(peak.split()[1]), **values)


def serve(tasks):
    """Serves tasks, which are functions by name that return how many rows they worked on."""
    tell(ready=True)
    for line in sys.stdin:
        started, begun = time.perf_counter(), time.process_time()
        rows = tasks[line.strip()]()
        seconds, processor = time.perf_counter() - started, time.process_time() - begun
        tell(seconds=seconds, processorSeconds=processor, rows=rows)


def read_sequences(network, folder):
    """Reads contiguous sequences: tokens [count, T], or windows [count, T, F] of consecutive rows."""
    folder, steps = Path(folder), network["timesteps"]
    if network["features"] == 0:
        return np.fromfile(folder / "tokens.i32", np.int32).reshape(-1, steps)
    rows = np.fromfile(folder / "features.f32", np.float32).reshape(-1, network["features"])
    return windows_of(rows, steps)


def windows_of(rows, steps):
    """Returns windows [rows - steps + 1, steps, F]."""
    views = np.lib.stride_tricks.sliding_window_view(rows, steps, axis=0)
    return np.ascontiguousarray(views.transpose(0, 2, 1))


def read_names(path):
    """Returns the texts of the column `query`, and whether each is of the class `dga`."""
    with open(path, newline="") as file:
        rows = list(csv.DictReader(file))
    return [row["query"] for row in rows], np.array([row["label"] == "dga" for row in rows])


def read_targets(folder):
    return np.fromfile(Path(folder) / "targets.f32", np.float32)


def read_weights(network, folder):
    """Reads the embedding (or None), [(kernel, recurrent, bias)] of the layers, and (kernel, bias) of the
    dense layer, in Keras' shapes and gate order i, f, c, o."""
    flat, at = np.fromfile(Path(folder) / "weights.f32", np.float32), 0

    def take(*shape):
        nonlocal at
        count = int(np.prod(shape))
        at += count
        return flat[at - count : at].reshape(shape)

    vocabulary, width = network["vocabulary"], network["embedding"]
    embedding = take(vocabulary, width) if vocabulary > 0 else None
    inputs, layers = network["features"] or width, []
    for units in network["units"]:
        layers.append((take(inputs, 4 * units), take(units, 4 * units), take(4 * units)))
        inputs = units
    return embedding, layers, (take(inputs, 1), take(1))


def batches(count, size):
    return [(first, min(first + size, count)) for first in range(0, count, size)]
