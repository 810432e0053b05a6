"""Fits ridge and gradient boosting of scikit-learn to the series that run.ts writes: error over the last value's.

    npm run --silent quality -- forecast --sets sets
    venv/bin/python bench/quality/forecast/regime_peers.py sets

Both read the last 20 values, as distances from the last one, and the last one itself; `+ season` also the values one
season before the rows up to the one that is forecast. They train on the first 70 % of each series and are measured on
the rest, as the app is, one model for each host and each number of rows ahead. The season is given to them.
"""

import csv
import sys
from collections import defaultdict
from pathlib import Path

import numpy as np
from sklearn.ensemble import HistGradientBoostingRegressor
from sklearn.linear_model import Ridge

SEASONS = {"jumps": 288, "growth": 168, "uneven": 24, "wilder": 24, "hosts": 24, "counts": 24}
NAMES = ["jumps", "bursts", "growth", "uneven", "wilder", "hosts", "wandering", "counts"]
WINDOW, TEST = 20, 0.3


def examples(values, ahead, season):
    inputs, changes, rows = [], [], []
    for row in range(WINDOW + ahead, len(values)):
        last = row - ahead
        lags = [values[last - back] - values[last] for back in range(1, WINDOW)]
        if season:
            first = last - season * -(-ahead // season)
            lags += [values[first + k] - values[last] if first + k >= 0 else 0 for k in range(ahead + 1)]
        inputs.append([values[last], *lags])
        changes.append(values[row] - values[last])
        rows.append(row)
    return np.array(inputs), np.array(changes), np.array(rows)


def errors(values, ahead, season):
    inputs, changes, rows = examples(np.array(values), ahead, season)
    train = rows < (1 - TEST) * len(values)
    mean, spread = inputs[train].mean(0), inputs[train].std(0) + 1e-9
    models = {"ridge": Ridge(1.0), "boosting": HistGradientBoostingRegressor(random_state=0)}
    last = np.abs(changes[~train]).mean()
    for name, model in models.items():
        scaled = (inputs - mean) / spread
        predicted = model.fit(scaled[train], changes[train]).predict(scaled[~train])
        yield name, np.abs(changes[~train] - predicted).mean() / last


def main(folder):
    for name in NAMES:
        for ahead in (1, 12):
            found = defaultdict(list)
            for path in sorted(Path(folder).glob(f"{name}-*.csv")):
                hosts = defaultdict(list)
                with open(path) as file:
                    for row in csv.DictReader(file):
                        hosts[row.get("host", "")].append(float(row["load"]))
                for values in hosts.values():
                    for kind in (None, SEASONS.get(name)):
                        for model, error in errors(values, ahead, kind):
                            found[model + (" + season" if kind else "")].append(error)
            print(name, ahead, {model: round(float(np.mean(all)), 3) for model, all in found.items()})


main(sys.argv[1])
