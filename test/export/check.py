"""Loads every export of a folder in Keras 3 and onnxruntime, and compares with the app's scores; reads
the event files of the fits as TensorBoard does.

The folder is what write-cases.ts left: <case>.keras, <case>.onnx, <case>.json and boards/<case>/<run>.
"""

import glob
import json
import os
import re
import sys
import zipfile

os.environ.setdefault("KERAS_BACKEND", "jax")
# Each program that JAX compiles runs once.
os.environ.setdefault("JAX_DISABLE_MOST_OPTIMIZATIONS", "1")
here = os.path.dirname(os.path.abspath(__file__))
project = os.path.join(here, "..", "..")
sys.path.insert(0, os.path.join(project, "tools", "python"))

import keras
import numpy as np
import onnxruntime
from anomaly_score import judge
from encode_rows import encode_window
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

# The largest difference of a probability; of a number in standard deviations of the target.
TOLERANCE = 1e-5

# Share of the rows whose anomaly score must be within the tolerance.
STEADY = 0.9

# Encoders compute in double precision and give float32.
ENCODING_TOLERANCE = 1e-6


def main(folder):
    paths = sorted(glob.glob(os.path.join(folder, "*.keras")))
    failures = [line for path in paths for line in check_case(path.removesuffix(".keras"))]
    failures += check_example(folder)
    for line in failures:
        print(line)
    if not paths or failures:
        sys.exit(f"{len(failures)} differences in {len(paths)} models")


def check_case(path):
    with open(f"{path}.json") as file:
        case = json.load(file)
    with zipfile.ZipFile(f"{path}.keras") as archive:
        about = json.load(archive.open("lstm_toolkit.json"))
    network = keras.saving.load_model(f"{path}.keras")
    session = onnxruntime.InferenceSession(f"{path}.onnx")
    onnx_about = json.loads(session.get_modelmeta().custom_metadata_map["lstm_toolkit"])
    names = [output["name"] for output in about["outputs"]]
    runtimes = {
        "Keras": lambda inputs: [network.predict(inputs, verbose=0)[name] for name in names],
        "onnxruntime": lambda inputs: session.run(names, inputs),
    }
    worst = {name: worst_score(case, about["header"], run) for name, run in runtimes.items()}
    worst["encode_rows.py"] = worst_encoding(case, about["header"])
    lengths = sorted({max(lengths_of(row)) for row in case["rows"]})
    figures = ", ".join(f"{name} {value:.1e}" for name, value in worst.items())
    print(f"{os.path.basename(path)}: {len(case['rows'])} rows, sequences of {lengths}: {figures}")
    if about != onnx_about:
        yield f"{path}: the two files tell different things"
    yield from check_events(path, case["epochs"])
    for name, value in worst.items():
        limit = ENCODING_TOLERANCE if name == "encode_rows.py" else TOLERANCE
        # Not a number is a failure, too.
        if not value <= limit:
            yield f"{path}: {name} differs by {value}, more than {limit}"


def check_events(path, epochs):
    """What TensorBoard reads are the rows that lstmfit gave."""
    folder, name = os.path.split(path)
    (run,) = glob.glob(os.path.join(folder, "boards", name, "*"))
    events = EventAccumulator(run).Reload()
    tags = {tag for tag in epochs[0] if tag not in ("epoch", "best")}
    if set(events.Tags()["scalars"]) != tags:
        yield f"{run}: has {events.Tags()['scalars']}, not {sorted(tags)}"
        return
    for tag in tags:
        found = [(event.step, event.value) for event in events.Scalars(tag)]
        wanted = [(int(row["epoch"]), np.float32(row[tag])) for row in epochs]
        if found != wanted:
            yield f"{run}: {tag} is {found}, not {wanted}"
    print(f"{name}: TensorBoard reads {len(tags)} figures of {len(epochs)} epochs")


def worst_score(case, header, run):
    """Largest difference to the app's scores; sequences of equal lengths make one batch."""
    is_anomaly = header["target"]["mode"] == "anomaly"
    differences = []
    for rows in by_length(case["rows"]):
        inputs = {name: stacked(name, rows) for name in rows[0]["inputs"]}
        outputs = run(inputs)
        wanted = np.array([row["scores"] for row in rows])
        if is_anomaly:
            found = [judged(case, header, own, row) for *own, row in zip(*outputs, rows)]
            found = np.array(found)[:, : wanted.shape[1]]
        else:
            # A forecast shows what was said the most rows ahead.
            found = outputs[0][:, -wanted.shape[1] :]
        differences.append(np.abs(found - wanted) / case["unit"])
    differences = np.concatenate(differences)
    if not is_anomaly:
        return differences.max()
    # Ranks among held-out rows have steps where such rows are all but equal: a rounding may cross one.
    return max(differences[:, 0].max(), np.quantile(differences[:, 1:], STEADY, axis=0).max(initial=0))


def judged(case, header, probabilities, row):
    """What the documentation's own arithmetic makes of an export's probabilities."""
    before = case["input"][row["rows"][-1]] if row["rows"] else None
    return judge(header, probabilities, before, case["input"][row["row"]])


def by_length(rows):
    groups = {}
    for row in rows:
        groups.setdefault(lengths_of(row), []).append(row)
    return groups.values()


def lengths_of(row):
    """How many steps each input of a row has."""
    return tuple(len(values) for values in row["inputs"].values())


def stacked(name, rows):
    dtype = "int32" if name == "pieces" or name.startswith("ids_") else "float32"
    return np.array([row["inputs"][name] for row in rows], dtype)


def worst_encoding(case, header):
    """Largest difference of what the example in the documentation makes of the same rows."""
    worst = 0.0
    for row in case["rows"]:
        read = [case["input"][at] for at in row["rows"]]
        inputs = encode_window(header, read, case["input"][row["row"]])
        assert inputs.keys() == row["inputs"].keys(), (inputs.keys(), row["inputs"].keys())
        for name, values in inputs.items():
            worst = max(worst, np.abs(values[0] - np.array(row["inputs"][name])).max())
    return worst


def check_example(folder):
    """Runs the example of docs/export.md, whose last row is the seventh of the case's rows."""
    with open(os.path.join(project, "docs", "export.md")) as file:
        blocks = re.findall(r"```python\n(.*?)```", file.read(), re.DOTALL)
    # The others are no programs of their own.
    blocks = [block for block in blocks if "import" in block]
    with open(os.path.join(folder, "ddos.json")) as file:
        (wanted,) = next(row["scores"] for row in json.load(file)["rows"] if row["row"] == 6)
    os.chdir(folder)
    names = {}
    for block in blocks:
        exec(block, names)
        difference = abs(names["probability"] - wanted)
        print(f"docs/export.md: {difference:.1e}")
        if not difference <= TOLERANCE:
            yield f"docs/export.md: {names['probability']}, not {wanted}"


main(sys.argv[1])
