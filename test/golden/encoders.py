"""Golden numbers of encoders, computed by scikit-learn: writes encoders.json beside this file.

    python3.11 -m venv /tmp/golden
    /tmp/golden/bin/pip install scikit-learn==1.9.1 numpy==2.4.6
    /tmp/golden/bin/python test/golden/encoders.py

Each scaler is fitted on `training` and transforms `values`. Quantiles: at most 257, linear between the closest ranks.
"""

import json
import platform
import re
import warnings
from pathlib import Path

import numpy as np
import sklearn
from sklearn import preprocessing


def scaled(name, training, values):
    column = np.asarray(training, dtype=float).reshape(-1, 1)
    quantiles = min(257, int(np.sum(~np.isnan(column))))
    scalers = {
        "standard": preprocessing.StandardScaler(),
        "robust": preprocessing.RobustScaler(),
        "minmax": preprocessing.MinMaxScaler(),
        "quantile": preprocessing.QuantileTransformer(n_quantiles=quantiles, subsample=None),
    }
    wanted = np.asarray(values, dtype=float).reshape(-1, 1)
    results = {key: scaler.fit(column).transform(wanted).ravel() for key, scaler in scalers.items()}
    return {
        "name": name,
        "training": [None if np.isnan(value) else float(value) for value in column.ravel()],
        "values": list(map(float, values)),
        "scaled": {key: [float(f"{value:.12g}") for value in result] for key, result in results.items()},
    }


def main():
    warnings.simplefilter("error")
    random = np.random.default_rng(11)
    normal = random.normal(50, 7, 60).round(2)
    skewed = random.lognormal(4, 2, 700).round(1)
    tied = random.choice([0, 0, 0, 1, 2, 2, 5, 9], 500)
    nulls = np.where(np.arange(40) % 5 == 2, np.nan, np.arange(40) * 0.75)
    golden = {
        "versions": {
            "python": platform.python_version(),
            "scikit-learn": sklearn.__version__,
            "numpy": np.__version__,
        },
        "scaling": [
            scaled("normal", normal, [normal.min(), normal[3], 48.123, 50, 61.5, normal.max(), -1000, 1000]),
            scaled("skewed, more values than quantiles", skewed, [skewed.min(), 0, 1.23, 54.6, 54.7, 3000, skewed.max(), 1e7]),
            scaled("tied", tied, [-1, 0, 0.5, 1, 1.5, 2, 3, 5, 8.9, 9, 10]),
            scaled("nulls", nulls, [0, 1.1, 7.5, 15, 29.25, 30]),
            scaled("two values", [1, 2, 1, 2, 2], [0, 1, 1.25, 2, 3]),
        ],
    }
    text = re.sub(r"\[[^][{}]*\]", lambda array: " ".join(array[0].split()), json.dumps(golden, indent=1))
    Path(__file__).with_suffix(".json").write_text(text + "\n")


if __name__ == "__main__":
    main()
