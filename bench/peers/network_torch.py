"""Trains and scores a network with PyTorch, again and again."""

import torch
from shared import parameters, read_sequences, read_targets, read_weights, serve, tell

import torch_model

asked = parameters()
network, folder = asked["network"], asked["folder"]
torch.set_num_threads(asked["threads"])
torch.set_num_interop_threads(asked["threads"])
model = torch_model.Network(network)
torch_model.set_weights(model, read_weights(network, folder))
optimizer = torch_model.optimizer_for(model, network["optimizer"])
sequences = torch.from_numpy(read_sequences(network, folder))
targets = torch.from_numpy(read_targets(folder))
scored, trained = sequences[: asked["scored"]], sequences[: asked["trained"]]


def train():
    labels = targets[: len(trained)]
    torch_model.train_epoch(model, optimizer, trained, labels, network["batchSize"])
    return len(trained)


def score():
    torch_model.predict(model, scored, asked["scoreBatch"])
    return len(scored)


tell(first=torch_model.predict(model, sequences[:8], 8).tolist())
serve({"train": train, "score": score})
