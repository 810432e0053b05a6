"""Golden numbers of calibration, computed by scikit-learn and SciPy: writes calibration.json beside this file.

    python3.11 -m venv /tmp/golden
    /tmp/golden/bin/pip install scikit-learn==1.9.1 numpy==2.4.6
    /tmp/golden/bin/python test/golden/calibration.py

Two classes: scikit-learn's Platt scaling, p = sigmoid(slope * logit + offset). More classes: the slope of the logits that
minimises the log loss against Platt's smoothed targets, (n + 1)/(n + 2) for the class and the rest evenly for the others.
"""

import json
import platform
import re
from pathlib import Path

import numpy as np
import scipy
import sklearn
from scipy.optimize import minimize_scalar
from scipy.special import log_softmax
from sklearn.calibration import _sigmoid_calibration


def platt(name, logits, targets):
    a, b = _sigmoid_calibration(logits, targets)
    return entry(name, logits, targets, {"slope": -a, "offset": -b})


def temperature(name, logits, targets):
    classes = logits.shape[1]
    counts = np.bincount(targets, minlength=classes)
    own = ((counts + 1) / (counts + 2))[targets]
    wanted = np.repeat(((1 - own) / (classes - 1))[:, None], classes, axis=1)
    wanted[np.arange(len(targets)), targets] = own
    loss = lambda log_slope: -np.mean((wanted * log_softmax(np.exp(log_slope) * logits, axis=1)).sum(axis=1))
    slope = np.exp(minimize_scalar(loss, bounds=(-7, 7), method="bounded", options={"xatol": 1e-10}).x)
    return entry(name, logits, targets, {"slope": slope})


def entry(name, logits, targets, figures):
    figures = {key: float(f"{value:.9g}") for key, value in figures.items()}
    return {"name": name, "logits": logits.ravel().tolist(), "targets": targets.tolist(), **figures}


def two_classes(random, size, share, slope, offset):
    """Logits on which the true probability is sigmoid(slope * logit + offset), about."""
    true = random.normal(np.log(share / (1 - share)), 2, size)
    targets = (random.uniform(size=size) < 1 / (1 + np.exp(-true))).astype(int)
    return ((true - offset) / slope).round(3), targets


def many_classes(random, size, classes, slope):
    true = random.normal(0, 1.5, (size, classes))
    share = np.exp(log_softmax(true, axis=1)).cumsum(axis=1)
    targets = (random.uniform(size=(size, 1)) > share).sum(axis=1).clip(0, classes - 1)
    return (true / slope).round(3), targets


def main():
    random = np.random.default_rng(11)
    certain = np.concatenate([np.linspace(-9, -1, 40), np.linspace(1, 9, 30)]).round(3)
    sure = np.repeat(np.eye(3), 25, axis=0) * 6
    golden = {
        "versions": {
            "python": platform.python_version(),
            "scikit-learn": sklearn.__version__,
            "scipy": scipy.__version__,
            "numpy": np.__version__,
        },
        "platt": [
            platt("overconfident", *two_classes(random, 200, 0.4, 0.3, 0)),
            platt("timid and shifted", *two_classes(random, 150, 0.5, 2.5, 1.5)),
            platt("imbalanced", *two_classes(random, 300, 0.1, 0.8, -1)),
            platt("logits in the hundreds", *two_classes(random, 120, 0.5, 0.01, 0)),
            platt("no mistake", certain, (certain > 0).astype(int)),
        ],
        "temperature": [
            temperature("overconfident, 3 classes", *many_classes(random, 150, 3, 0.25)),
            temperature("timid, 5 classes", *many_classes(random, 200, 5, 3)),
            temperature("logits in the hundreds, 4 classes", *many_classes(random, 150, 4, 0.01)),
            temperature("no mistake", sure, np.repeat(np.arange(3), 25)),
        ],
    }
    text = re.sub(r"\[[^][{}]*\]", lambda array: " ".join(array[0].split()), json.dumps(golden, indent=1))
    Path(__file__).with_suffix(".json").write_text(text + "\n")


if __name__ == "__main__":
    main()
