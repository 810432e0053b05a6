"""Saves one network for Keras, torch and onnxruntime, as the scripts that score load them."""

from pathlib import Path

import keras_model
import onnx_model
from shared import parameters, read_weights, tell

asked = parameters()
network, folder = asked["network"], Path(asked["folder"])
weights = read_weights(network, folder)
model = keras_model.build(network)
keras_model.set_weights(model, weights)
model.save(folder / "model.keras")
onnx_model.save(network, weights, str(folder / "model.onnxruntime"))
if asked["withTorch"]:
    import torch
    import torch_model

    model = torch_model.Network(network)
    torch_model.set_weights(model, weights)
    torch.save(model.state_dict(), folder / "model.torch")
tell(ready=True)
