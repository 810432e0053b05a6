"""Golden numbers of metrics, computed by scikit-learn: writes metrics.json beside this file.

    python3.11 -m venv /tmp/golden
    /tmp/golden/bin/pip install scikit-learn==1.9.1 numpy==2.4.6
    /tmp/golden/bin/python test/golden/metrics.py

Binary: positive when probability >= threshold. Multiclass: the most probable class is predicted; macro averages are over the
classes that occur in y_true; ROC AUC only where all occur. A precision, recall or F1 without a denominator is 0. Natural
logarithms. MASE: the naive forecast is the value before. Upper bounds: Clopper and Pearson, one-sided, by SciPy.
"""

import json
import platform
import re
from pathlib import Path

import numpy as np
import scipy
import sklearn
from scipy import stats
from sklearn import metrics


def binary(name, y_true, probability, threshold):
    predicted = (np.asarray(probability) >= threshold).astype(int)
    tn, fp, _, _ = metrics.confusion_matrix(y_true, predicted, labels=[0, 1]).ravel()
    values = {
        "accuracy": metrics.accuracy_score(y_true, predicted),
        "precision": metrics.precision_score(y_true, predicted, zero_division=0),
        "recall": metrics.recall_score(y_true, predicted, zero_division=0),
        "f1": metrics.f1_score(y_true, predicted, zero_division=0),
        "roc_auc": metrics.roc_auc_score(y_true, probability),
        "pr_auc": metrics.average_precision_score(y_true, probability),
        "fpr": fp / (fp + tn),
        "log_loss": metrics.log_loss(y_true, probability),
        "brier": metrics.brier_score_loss(y_true, probability),
    }
    return {"name": name, "threshold": threshold, "y_true": y_true, "probability": probability, "metrics": rounded(values)}


def multiclass(name, classes, y_true, probabilities):
    predicted = np.argmax(probabilities, axis=1)
    macro = {"labels": sorted(set(y_true)), "average": "macro", "zero_division": 0}
    values = {
        "accuracy": metrics.accuracy_score(y_true, predicted),
        "precision": metrics.precision_score(y_true, predicted, **macro),
        "recall": metrics.recall_score(y_true, predicted, **macro),
        "f1": metrics.f1_score(y_true, predicted, **macro),
        "pr_auc": np.mean([average_precision(k, y_true, probabilities) for k in sorted(set(y_true))]),
        "log_loss": metrics.log_loss(y_true, probabilities, labels=range(classes)),
        "brier": metrics.brier_score_loss(y_true, probabilities, labels=range(classes)),
    }
    if len(set(y_true)) == classes:
        values["roc_auc"] = metrics.roc_auc_score(y_true, probabilities, multi_class="ovr", average="macro")
    return {"name": name, "classes": classes, "y_true": y_true, "probabilities": probabilities, "metrics": rounded(values)}


def average_precision(k, y_true, probabilities):
    return metrics.average_precision_score(np.asarray(y_true) == k, np.asarray(probabilities)[:, k])


def regression(name, y_true, y_predicted, training):
    naive_error = metrics.mean_absolute_error(training[1:], training[:-1])
    values = {
        "mae": metrics.mean_absolute_error(y_true, y_predicted),
        "rmse": metrics.root_mean_squared_error(y_true, y_predicted),
        "r2": metrics.r2_score(y_true, y_predicted),
        "mase": metrics.mean_absolute_error(y_true, y_predicted) / naive_error,
    }
    return {
        "name": name,
        "y_true": y_true,
        "y_predicted": y_predicted,
        "naive_error": naive_error,
        "metrics": rounded(values),
    }


def upper_bound(successes, trials, confidence=0.95):
    bound = stats.beta.ppf(confidence, successes + 1, trials - successes) if successes < trials else 1.0
    return {"successes": successes, "trials": trials, "confidence": confidence, "bound": float(f"{bound:.12g}")}


def rounded(values):
    return {name: float(f"{value:.12g}") for name, value in values.items()}


def random_binary(random, size, share, decimals):
    """Labels with a share of positives and probabilities that lean the right way; few decimals make ties."""
    y_true = (np.arange(size) < round(share * size)).astype(int)
    random.shuffle(y_true)
    probability = 1 / (1 + np.exp(-random.normal(2 * y_true - 1.5, 1.3)))
    return y_true.tolist(), np.clip(probability.round(decimals), 0.01, 0.99).tolist()


def random_multiclass(random, size, classes, absent, unpredicted):
    """No sample is of class `absent` (None: all occur); class `unpredicted` is never the most probable."""
    y_true = random.choice([c for c in range(classes) if c != absent], size)
    weight = random.uniform(0.05, 1, (size, classes))
    weight[np.arange(size), y_true] += 0.4
    weight[:, unpredicted] = 0.02
    probabilities = (weight / weight.sum(axis=1, keepdims=True)).round(3)
    best = probabilities.argmax(axis=1)
    probabilities[np.arange(size), best] += 1 - probabilities.sum(axis=1)
    return y_true.tolist(), probabilities.round(3).tolist()


def main():
    random = np.random.default_rng(7)
    ties = [0, 1, 0, 1, 1, 0, 0, 1], [0.3, 0.3, 0.5, 0.5, 0.8, 0.1, 0.8, 0.9]
    imbalanced = random_binary(random, 120, 0.05, 1)
    fine = random_binary(random, 60, 0.4, 6)
    y_true = random.normal(10, 3, 25).round(3)
    training = [10.0, 12.0, 11.5, 8.0, 9.0]
    golden = {
        "versions": {
            "python": platform.python_version(),
            "scikit-learn": sklearn.__version__,
            "scipy": scipy.__version__,
            "numpy": np.__version__,
        },
        "binary": [
            binary("ties", *ties, 0.5),
            binary("ties, lower threshold", *ties, 0.3),
            binary("no predicted positives", *ties, 0.95),
            binary("all predicted positive", *ties, 0.05),
            binary("imbalanced with ties", *imbalanced, 0.5),
            binary("imbalanced with ties, lower threshold", *imbalanced, 0.3),
            binary("no ties", *fine, 0.5),
            binary("all probabilities equal", [0, 1, 1, 0, 0], [0.4] * 5, 0.5),
            binary("perfect", [0, 1, 1, 0, 0, 1], [0.2, 0.7, 0.9, 0.1, 0.4, 0.6], 0.5),
            binary("perfect and certain", [0, 1, 1, 0], [0.0, 1.0, 1.0, 0.0], 0.5),
            binary("always wrong", [1, 0, 0, 1], [0.2, 0.7, 0.9, 0.1], 0.5),
        ],
        "multiclass": [
            multiclass("3 classes, one never predicted", 3, *random_multiclass(random, 30, 3, None, 1)),
            multiclass("5 classes, one never predicted", 5, *random_multiclass(random, 40, 5, None, 3)),
            multiclass("5 classes, one never true, one never predicted", 5, *random_multiclass(random, 40, 5, 0, 3)),
        ],
        "regression": [
            regression("good", y_true.tolist(), (y_true + random.normal(0, 0.5, 25)).round(3).tolist(), training),
            regression("worse than the mean", [1.0, 2.0, 3.0, 4.0], [4.0, 3.5, -1.0, 0.0], training),
            regression("perfect", [1.5, -2.0, 0.0], [1.5, -2.0, 0.0], training),
        ],
        "upper_bounds": [
            *[upper_bound(0, trials) for trials in (1, 10, 300, 1_000_000)],
            *[upper_bound(trials, trials) for trials in (1, 50)],
            *[upper_bound(successes, 10) for successes in (1, 5, 9)],
            *[upper_bound(successes, 1_000) for successes in (1, 25, 500, 999)],
            *[upper_bound(successes, 1_000_000) for successes in (1, 100, 12_345, 500_000, 999_000, 999_999)],
            upper_bound(3, 200, 0.5),
            upper_bound(3, 200, 0.99),
        ],
    }
    text = re.sub(r"\[[^][{}]*\]", lambda array: " ".join(array[0].split()), json.dumps(golden, indent=1))
    Path(__file__).with_suffix(".json").write_text(text + "\n")


if __name__ == "__main__":
    main()
