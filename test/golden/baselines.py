"""Golden numbers of linear models, computed by scikit-learn: writes baselines.json beside this file.

    python3.11 -m venv /tmp/golden
    /tmp/golden/bin/pip install scikit-learn==1.9.1 numpy==2.4.6
    /tmp/golden/bin/python test/golden/baselines.py

LogisticRegression(C=1) and Ridge(alpha=1), solved far beyond scikit-learn's default tolerance. Inputs are rounded to values that
float32 holds to 1e-7. Coefficients are [outputs, columns]; decisions are logits or predicted numbers, [rows, outputs].
"""

import json
import platform
import re
from pathlib import Path

import numpy as np
import sklearn
from sklearn.linear_model import LogisticRegression, Ridge


def logistic():
    return LogisticRegression(C=1, tol=1e-10, max_iter=100_000)


def fitted(name, model, x, y, inputs):
    """One data set: `inputs` are the columns as the test reads them, `x` the matrix that they stand for."""
    model.fit(x, y)
    decisions = model.decision_function(x) if isinstance(model, LogisticRegression) else model.predict(x)
    outputs = np.atleast_2d(model.coef_).shape[0]
    return {
        "name": name,
        "outputs": outputs,
        **inputs,
        "targets": y.tolist(),
        "coefficients": np.atleast_2d(model.coef_).ravel().round(9).tolist(),
        "intercepts": np.atleast_1d(model.intercept_).round(9).tolist(),
        "decisions": np.asarray(decisions).ravel().round(9).tolist(),
    }


def dense(name, model, x, y):
    return fitted(name, model, x, y, {"dense": x.shape[1], "values": x.ravel().tolist()})


def one_hot(name, model, indexes, columns, y):
    """Rows of column numbers: each row of the matrix is 1 in those columns."""
    x = np.zeros((len(indexes), columns))
    np.put_along_axis(x, indexes, 1, axis=1)
    sparse = {"columns": columns, "ones": indexes.shape[1], "indexes": indexes.ravel().tolist()}
    return fitted(name, model, x, y, sparse)


def main():
    random = np.random.default_rng(11)
    # Columns of different size and one that nearly repeats another.
    x = random.normal(0, [1, 3, 0.2, 1, 1], (80, 5))
    x[:, 4] = x[:, 3] + random.normal(0, 0.1, 80)
    x = x.round(3)
    signal = x @ np.array([1.0, -0.5, 2.0, 0.7, 0.0]) + 0.8
    binary = (signal + random.logistic(0, 1, 80) > 0).astype(int)
    three = np.digitize(signal + random.normal(0, 1, 80), [-1, 1.5])
    number = (signal + random.normal(0, 0.5, 80)).round(3)
    vocabularies = np.array([7, 4, 12])
    tokens = random.integers(0, vocabularies, (90, 3)) + np.array([0, 7, 11])
    clicked = ((tokens[:, 0] % 3 == 0) ^ (random.uniform(0, 1, 90) < 0.2)).astype(int)
    golden = {
        "versions": {
            "python": platform.python_version(),
            "scikit-learn": sklearn.__version__,
            "numpy": np.__version__,
        },
        "binary_crossentropy": [
            dense("two classes", logistic(), x, binary),
            one_hot("two classes, one-hot", logistic(), tokens, int(vocabularies.sum()), clicked),
        ],
        "categorical_crossentropy": [dense("three classes", logistic(), x, three)],
        "mean_squared_error": [dense("numbers", Ridge(alpha=1, solver="cholesky"), x, number)],
    }
    text = re.sub(r"\[[^][{}]*\]", lambda array: " ".join(array[0].split()), json.dumps(golden, indent=1))
    Path(__file__).with_suffix(".json").write_text(text + "\n")


if __name__ == "__main__":
    main()
