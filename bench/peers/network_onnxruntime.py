"""Scores a network with onnxruntime, again and again."""

from pathlib import Path

from shared import parameters, read_sequences, read_weights, serve, tell

import onnx_model

asked = parameters()
network, folder = asked["network"], asked["folder"]
path = str(Path(folder) / "model.onnx")
onnx_model.save(network, read_weights(network, folder), path)
runtime = onnx_model.session(path, asked["threads"])
sequences = read_sequences(network, folder)
scored = sequences[: asked["scored"]]


def score():
    onnx_model.predict(runtime, scored, asked["scoreBatch"])
    return len(scored)


tell(first=onnx_model.predict(runtime, sequences[:8], 8).tolist())
serve({"score": score})
