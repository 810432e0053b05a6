"""Measures generated domain names in Keras 3 and scikit-learn, on the sets of `npm run quality -- text`.

    python3.11 -m venv venv
    venv/bin/pip install tensorflow-cpu==2.21.0 keras==3.15.1 scikit-learn==1.9.1 pandas==3.1.1
    npm run --silent quality -- text --sets sets
    venv/bin/python bench/quality/keras_names.py sets [beginning of a set's name ...] [--epochs 10]

It shares no code with the app. The network is that of Woodbridge and others, "Predicting Domain Generation Algorithms with
Long Short-Term Memory Networks" (2016): an embedding of 128, an LSTM of 128, dropout of .5 before the last layer, RMSprop, batches of
128. The logistic regression reads counts of one to three neighbouring characters, hashed into 262,144 columns, with C=1. Nothing
is held out of the training names. Without --epochs the regression alone is fitted, which takes seconds.
"""

import argparse
import os
import time
from pathlib import Path

os.environ["KERAS_BACKEND"] = "tensorflow"
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import numpy as np  # noqa: E402
from sklearn import metrics  # noqa: E402
from sklearn.feature_extraction.text import HashingVectorizer  # noqa: E402
from sklearn.linear_model import LogisticRegression  # noqa: E402

BENIGN = "benign"
LENGTH = 64
RATES = (0.01, 0.001)
COLUMNS = ["set", "seed", "names", "method", "ROC AUC", "recall at FPR 1 %", "recall at FPR 0.1 %", "log loss", "fit, s",
           "scoring, s"]  # fmt: skip


def read_names(path):
    """Returns the names, and whether each was generated."""
    lines = [line.rsplit(",", 1) for line in path.read_text().splitlines()]
    return [name.lower() for name, _ in lines], np.array([family != BENIGN for _, family in lines], int)


def fit_ngrams(texts, actual):
    hashed = HashingVectorizer(analyzer="char", ngram_range=(1, 3), n_features=2**18, norm=None, alternate_sign=False)

    def inputs(names):
        return hashed.transform([f"^{name}$" for name in names])

    model = LogisticRegression(max_iter=1000).fit(inputs(texts), actual)
    return lambda names: model.predict_proba(inputs(names))[:, 1]


def fit_lstm(texts, actual, seed, epochs):
    import keras

    keras.utils.set_random_seed(seed)
    characters = {character: at + 2 for at, character in enumerate(sorted(set("".join(texts))))}

    def inputs(names):
        codes = np.zeros((len(names), LENGTH), np.int32)
        for row, name in zip(codes, names):
            own = [characters.get(character, 1) for character in name[-LENGTH:]]
            row[LENGTH - len(own) :] = own
        return codes

    model = keras.Sequential([
        keras.Input((LENGTH,), dtype="int32"),
        keras.layers.Embedding(len(characters) + 2, 128),
        keras.layers.LSTM(128),
        keras.layers.Dropout(0.5),
        keras.layers.Dense(1, activation="sigmoid"),
    ])  # fmt: skip
    model.compile(loss="binary_crossentropy", optimizer="rmsprop")
    model.fit(inputs(texts), actual, batch_size=128, epochs=epochs, verbose=0)
    return lambda names: model.predict(inputs(names), batch_size=1024, verbose=0)[:, 0].astype(float)


def recall_at(actual, probability, rate):
    """Returns the share of the positives above a threshold that at most this share of the negatives reach."""
    negatives = np.sort(probability[actual == 0])[::-1]
    return (probability[actual == 1] > negatives[int(rate * len(negatives))]).mean()


def measure(path, fits):
    texts, actual = read_names(path)
    tested, truth = read_names(path.with_name(path.name.replace("-train", "-test")))
    name, seed, _ = path.stem.rsplit("-", 2)
    for method, fit in fits.items():
        started = time.perf_counter()
        predict = fit(texts, actual, int(seed))
        fitted = time.perf_counter()
        probability = predict(tested)
        scored = time.perf_counter()
        recalls = [f"{recall_at(truth, probability, rate):.3f}" for rate in RATES]
        print_cells([
            name, seed, f"{len(truth):,}", method, f"{metrics.roc_auc_score(truth, probability):.4f}", *recalls,
            f"{metrics.log_loss(truth, probability):.3f}", f"{fitted - started:.1f}", f"{scored - fitted:.1f}",
        ])  # fmt: skip


def print_cells(cells):
    print(f"| {' | '.join(cells)} |", flush=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--epochs", type=int)
    asked = parser.parse_args()
    fits = {"scikit-learn, n-grams": lambda texts, actual, seed: fit_ngrams(texts, actual)}
    if asked.epochs:
        fits["Keras, LSTM"] = lambda texts, actual, seed: fit_lstm(texts, actual, seed, asked.epochs)
    print_cells(COLUMNS)
    print_cells(["---"] * len(COLUMNS))
    for path in sorted(asked.folder.glob("names-*-train.csv")):
        if not asked.names or any(path.name.startswith(name) for name in asked.names):
            measure(path, fits)


if __name__ == "__main__":
    main()
