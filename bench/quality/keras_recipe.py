"""Follows the recipe of lstmfit in Keras 3, beside scikit-learn's logistic regression: prints the table of run.ts.

    python3.11 -m venv venv
    venv/bin/pip install tensorflow-cpu==2.21.0 keras==3.15.1 scikit-learn==1.9.1 pandas==3.1.1
    npm run --silent quality -- --sets sets
    venv/bin/python bench/quality/keras_recipe.py sets [friday|tuesday|wednesday ...] [--fields] [--no-pauses]

It shares no code with the app. It reads the same files, rows and fields; `sets` is the folder where run.ts wrote which
set each row is in. These things differ:

- The first 19 windows of a file repeat its first row, where those of the app are shorter.
- Windows are shuffled one by one, not in runs of neighbours.
- The fields that are left are all numbers, so there are no categories to encode.
- Probabilities are corrected for the class weights, but not scaled on validation, which would change no rank.

--fields fits row mode, too, which takes several times as long as all the rest. --no-pauses leaves out the seconds since the
row before, as time_features=none does.
"""

import argparse
import os
import time
from pathlib import Path

os.environ["KERAS_BACKEND"] = "tensorflow"
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import keras  # noqa: E402
import numpy as np  # noqa: E402
import pandas as pd  # noqa: E402
from sklearn import metrics  # noqa: E402
from sklearn.linear_model import LogisticRegression  # noqa: E402

FOLDER = Path(__file__).parents[2].parent / "shared" / "data"
FILES = {"friday": "friday_ddos_benign", "tuesday": "tuesday", "wednesday": "wednesday", "monday": "monday"}
# The data, whether Monday's benign rows are mixed in, and the split are those of data-sets.ts.
LINES = [
    ("friday", False, "time"),
    ("friday", False, "random"),
    ("tuesday", False, "time"),
    ("wednesday", True, "time"),
    ("wednesday", False, "random"),
]
# These fields name a host, a flow or its time, or were made with the label.
LEFT_OUT = ["id", "Flow ID", "Src IP", "Src Port", "Dst IP", "Timestamp", "Label", "Attempted Category"]
SEEDS = [0, 1, 2]
WINDOW = 20
HELD_OUT = ["validation", "test"]
UNITS, EMBEDDING, BINS, LEARNING_RATE, CLIP_NORM = 32, 32, 16, 0.003, 1.0
MIN_UPDATES, MAX_EPOCHS, PATIENCE, PLATEAU, MIN_PROGRESS = 1000, 200, 6, 2, 1e-4
MAX_CLASS_WEIGHT = 10
CLIP, SKEWED, NORMAL_IQR = 8, 10, 1.349
FEW = 20
COLUMNS = [
    "data", "split", "set", "rows", "benign", "always F1", "logistic F1", "LSTM fields F1",
    "LSTM window F1", "ROC AUC", "PR AUC", "FPR", "seconds", "logistic ROC AUC", "logistic FPR", "epochs",
]  # fmt: skip


def read_rows(name, has_monday):
    """Reads rows in time order; Monday's keep their time of day."""
    table = read_file(name)
    if has_monday:
        monday = read_file("monday")
        monday["Timestamp"] = table["Timestamp"].iloc[0][:10] + monday["Timestamp"].str[10:]
        table = pd.concat([table, monday])
    return table.sort_values("Timestamp", kind="stable").reset_index(drop=True)


def read_file(name):
    return pd.read_csv(FOLDER / f"cicids2017_improved_{FILES[name]}.csv.gz")


def numbers_of(table):
    """Returns doubles [rows, fields]; NaN for what is not finite."""
    values = table.drop(columns=LEFT_OUT).to_numpy(np.float64)
    return np.where(np.isfinite(values), values, np.nan)


def pauses_of(table):
    """Returns the seconds since the row before, as log1p, [rows]; NaN in the first row."""
    return np.log1p(pd.to_datetime(table["Timestamp"]).diff().dt.total_seconds().to_numpy())


def encode(values, training):
    """Scales each field by its training rows; fields of one value are left out. Nulls become the median."""
    columns = [encode_field(column, column[training]) for column in values.T]
    return np.column_stack([part for parts in columns for part in parts]).astype(np.float32)


def with_pauses(features, pauses, training):
    """Adds two features: the pause, and whether there is none."""
    parts = encode_field(pauses, np.append(pauses[training], np.nan))
    return np.column_stack([features, *parts]).astype(np.float32)


def encode_field(column, seen):
    is_null = np.isnan(seen)
    known = seen[~is_null]
    if known.size == 0 or (known.min() == known.max() and not is_null.any()):
        return []
    filled = np.where(np.isnan(column), np.median(known), column)
    if is_skewed(known):
        filled, known = signed_log(filled), signed_log(known)
    spread = np.subtract(*np.quantile(known, [0.75, 0.25])) / NORMAL_IQR or known.std() or 1
    scaled = np.clip((filled - np.median(known)) / spread, -CLIP, CLIP)
    return [scaled, np.isnan(column)] if is_null.any() else [scaled]


def is_skewed(known):
    furthest = np.abs(known - np.median(known)).max()
    return furthest > SKEWED * max(1, np.subtract(*np.quantile(known, [0.75, 0.25])))


def signed_log(values):
    return np.sign(values) * np.log1p(np.abs(values))


def tokens_of(values, training):
    """Returns ids [rows, fields]: bins between training quantiles, each field with ids of its own; null is the last one."""
    columns, size = [], 0
    for column in values.T:
        seen = column[training][~np.isnan(column[training])]
        if seen.size == 0 or seen.min() == seen.max():
            continue
        edges = np.unique(np.quantile(seen, np.arange(1, BINS) / BINS))
        edges = edges[edges > seen.min()] if edges[-1] > seen.min() else np.array([seen.max()])
        bins = np.where(np.isnan(column), len(edges) + 1, np.searchsorted(edges, column, side="right"))
        columns.append(size + bins)
        size += len(edges) + 2
    return np.column_stack(columns).astype(np.int32)


def windows_of(features, rows):
    """Returns windows [len(rows), WINDOW, F]; a window at the start of the file repeats its first row."""
    return features[np.maximum(0, rows[:, None] + np.arange(1 - WINDOW, 1))]


def without_first_pause(windows):
    """Hides the pause of each window's first row, because what came before it is not part of the window."""
    windows[:, 0, -2:] = [0, 1]
    return windows


def read_sets(file):
    """Reads the rows of each set."""
    names = np.array(file.read_text().split())
    return {name: np.flatnonzero(names == name) for name in ["train", *HELD_OUT]}


def class_weights(actual):
    counts = np.bincount(actual, minlength=2)
    return {index: min(MAX_CLASS_WEIGHT, len(actual) / (2 * max(1, count))) for index, count in enumerate(counts)}


class Checks(keras.callbacks.Callback):
    """Keeps the best weights after each epoch, halves the learning rate, and stops training."""

    def __init__(self, inputs, actual, offset):
        super().__init__()
        self.held, self.offset = (inputs, actual), offset
        self.best, self.best_weights = np.inf, None
        self.progress, self.stale, self.plateau, self.updates = np.inf, 0, 0, 0

    def on_train_batch_end(self, batch, logs=None):
        self.updates += 1

    def on_epoch_end(self, epoch, logs=None):
        inputs, actual = self.held
        loss = metrics.log_loss(actual, probabilities_of(self.model, inputs, self.offset), labels=[0, 1])
        if loss < self.best:
            self.best, self.best_weights = loss, self.model.get_weights()
        has_progress = loss < self.progress - MIN_PROGRESS
        self.progress = loss if has_progress else self.progress
        self.stale = 0 if has_progress else self.stale + 1
        self.plateau = 0 if has_progress else self.plateau + 1
        if self.plateau >= PLATEAU:
            self.plateau = 0
            self.model.optimizer.learning_rate = float(self.model.optimizer.learning_rate) / 2
        self.model.stop_training = self.updates >= MIN_UPDATES and self.stale >= PATIENCE

    def on_train_end(self, logs=None):
        self.model.set_weights(self.best_weights)


def probabilities_of(model, inputs, offset):
    """Returns probabilities, whose logits are corrected for the class weights of the loss."""
    logits = model.predict(inputs, batch_size=1024, verbose=0)[:, 0].astype(np.float64)
    return 1 / (1 + np.exp(-(logits - offset)))


def fit_lstm(inputs_of, embedding, actual, sets, seed):
    """Returns probabilities of each held-out set, and the epochs; embedding is the rows of the table of tokens, 0 for windows."""
    keras.utils.set_random_seed(seed)
    training, held = inputs_of(sets["train"]), {name: inputs_of(sets[name]) for name in HELD_OUT}
    model = keras.Sequential([keras.Input(training.shape[1:], dtype=training.dtype.name)])
    if embedding > 0:
        model.add(keras.layers.Embedding(embedding, EMBEDDING))
    model.add(keras.layers.LSTM(UNITS))
    model.add(keras.layers.Dense(1))
    optimizer = keras.optimizers.Adam(LEARNING_RATE, global_clipnorm=CLIP_NORM)
    model.compile(optimizer=optimizer, loss=keras.losses.BinaryCrossentropy(from_logits=True))
    targets = actual[sets["train"]]
    weights = class_weights(targets)
    offset = np.log(weights[1] / weights[0])
    history = model.fit(
        training,
        targets.astype(np.float32),
        batch_size=batch_size(len(training)),
        epochs=MAX_EPOCHS,
        class_weight=weights,
        callbacks=[Checks(held["validation"], actual[sets["validation"]], offset)],
        verbose=0,
    )
    return {name: probabilities_of(model, held[name], offset) for name in HELD_OUT}, len(history.epoch)


def batch_size(count):
    """Returns 32 below 10,000 sequences, growing to 256 for a million, in steps of 8."""
    decades = np.clip(np.log10(count / 10_000), 0, 2)
    return round(32 * 8 ** (decades / 2) / 8) * 8


def fit_logistic(features, actual, sets):
    def summary(name):
        windows = windows_of(features, sets[name])
        return np.concatenate([windows[:, -1], windows.mean(axis=1), windows.max(axis=1)], axis=1)

    model = LogisticRegression(max_iter=2000).fit(summary("train"), actual[sets["train"]])
    return {name: model.predict_proba(summary(name))[:, 1] for name in HELD_OUT}


def best_threshold(actual, probability):
    """Returns the threshold of the highest F1, midway between two probabilities; 0.5 where a class has too few rows."""
    if min(np.bincount(actual, minlength=2)) < FEW:
        return 0.5
    precision, recall, thresholds = metrics.precision_recall_curve(actual, probability)
    f1 = 2 * precision * recall / np.maximum(precision + recall, 1e-12)
    at = np.flatnonzero(f1[:-1] == f1[:-1].max())[-1]
    return (thresholds[at] + thresholds[at - 1]) / 2 if at > 0 else thresholds[0]


def figures(actual, probability, threshold):
    predicted = probability >= threshold
    return {
        "f1": metrics.f1_score(actual, predicted),
        "roc_auc": metrics.roc_auc_score(actual, probability),
        "pr_auc": metrics.average_precision_score(actual, probability),
        "fpr": predicted[actual == 0].mean(),
    }


def evaluate(held, actual, sets):
    """Returns the figures of each held-out set, by the threshold of validation."""
    threshold = best_threshold(actual[sets["validation"]], held["validation"])
    return {name: figures(actual[sets[name]], held[name], threshold) for name in HELD_OUT}


def measure(asked, name, has_monday, split):
    table = read_rows(name, has_monday)
    actual = (table["Label"] != "BENIGN").to_numpy(int)
    values = numbers_of(table)
    seen = {part: [] for part in HELD_OUT}
    for seed in SEEDS:
        sets = read_sets(asked.folder / f"{name}-{split}-{seed}-{WINDOW}.txt")
        lstm = measure_windows(values, None if asked.no_pauses else pauses_of(table), actual, sets, seed)
        rows = measure_rows(asked, values, actual, f"{name}-{split}", seed)
        for part in HELD_OUT:
            truth = actual[sets[part]]
            always = np.full(len(truth), round(actual[sets["train"]].mean()))
            counts = {"rows": len(truth), "benign": np.sum(truth == 0), "always": metrics.f1_score(truth, always)}
            seen[part].append(counts | lstm[part] | rows[part])
    for part, rows in seen.items():
        print_row(name, split + ", Monday's benign rows mixed in" * has_monday, part, pd.DataFrame(rows))


def measure_windows(values, pauses, actual, sets, seed):
    """Returns the figures of the LSTM and of logistic regression by held-out set."""
    started = time.perf_counter()
    features = encode(values, sets["train"])
    if pauses is not None:
        features = with_pauses(features, pauses, sets["train"])

    def inputs_of(rows):
        windows = windows_of(features, rows)
        return windows if pauses is None else without_first_pause(windows)

    held, epochs = fit_lstm(inputs_of, 0, actual, sets, seed)
    lstm, seconds = evaluate(held, actual, sets), time.perf_counter() - started
    logistic = evaluate(fit_logistic(features, actual, sets), actual, sets)
    return {
        part: lstm[part]
        | {f"logistic_{key}": value for key, value in logistic[part].items()}
        | {"epochs": epochs, "seconds": seconds}
        for part in HELD_OUT
    }


def measure_rows(asked, values, actual, line, seed):
    """Returns F1 of row mode by held-out set; NaN unless asked for."""
    if not asked.fields:
        return {part: {"fields_f1": np.nan} for part in HELD_OUT}
    sets = read_sets(asked.folder / f"{line}-{seed}-fields.txt")
    tokens = tokens_of(values, sets["train"])
    held, _ = fit_lstm(lambda rows: tokens[rows], int(tokens.max()) + 1, actual, sets, seed)
    figures_by_set = evaluate(held, actual, sets)
    return {part: {"fields_f1": figures_by_set[part]["f1"]} for part in HELD_OUT}


def print_row(data, split, part, rows):
    four = {key: spread_text(rows[key], 4) for key in rows.columns}
    whole = {key: spread_text(rows[key], 0) for key in ["rows", "benign", "epochs"]}
    fpr, logistic_fpr = (f"{four[key]} of {whole['benign']}" for key in ("fpr", "logistic_fpr"))
    print_cells([
        data, split, part, whole["rows"], whole["benign"], four["always"], four["logistic_f1"], four["fields_f1"],
        four["f1"], four["roc_auc"], four["pr_auc"], fpr, spread_text(rows["seconds"], 1),
        four["logistic_roc_auc"], logistic_fpr, whole["epochs"],
    ])  # fmt: skip


def spread_text(values, digits):
    """Writes the mean ± half the distance of the extremes; a dash where a seed has no figure."""
    if values.isna().any():
        return "–"
    half = (values.max() - values.min()) / 2
    text = f"{values.mean():,.{digits}f}"
    return f"{text} ± {half:,.{digits}f}" if half > 0 else text


def print_cells(cells):
    print(f"| {' | '.join(cells)} |", flush=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--fields", action="store_true")
    parser.add_argument("--no-pauses", action="store_true")
    asked = parser.parse_args()
    print_cells(COLUMNS)
    print_cells(["---"] * len(COLUMNS))
    for name, has_monday, split in LINES:
        if not asked.names or name in asked.names:
            measure(asked, name, has_monday, split)


if __name__ == "__main__":
    main()
