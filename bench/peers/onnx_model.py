"""Makes the network for onnxruntime of the ONNX operator LSTM, whose gates are in the order iofc."""

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper


def save(network, weights, path):
    embedding, layers, (dense_kernel, dense_bias) = weights
    builder = Builder()
    steps, features = network["timesteps"], network["features"]
    if embedding is None:
        given = helper.make_tensor_value_info("x", TensorProto.FLOAT, ["n", steps, features])
        values = "x"
    else:
        given = helper.make_tensor_value_info("x", TensorProto.INT32, ["n", steps])
        values = builder.add("Gather", [builder.constant(embedding), "x"])
    values = builder.add("Transpose", [values], perm=[1, 0, 2])
    for at, layer in enumerate(layers):
        values = builder.lstm(values, layer, is_last=at + 1 == len(layers))
    weights_and_bias = [builder.constant(dense_kernel), builder.constant(dense_bias)]
    logits = builder.add("Gemm", [values, *weights_and_bias])
    builder.nodes.append(helper.make_node("Sigmoid", [logits], ["y"]))
    told = helper.make_tensor_value_info("y", TensorProto.FLOAT, ["n", 1])
    graph = helper.make_graph(builder.nodes, "lstm", [given], [told], builder.constants)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    onnx.checker.check_model(model)
    onnx.save(model, path)


class Builder:
    def __init__(self):
        self.nodes, self.constants = [], []

    def add(self, operator, inputs, **attributes):
        name = f"v{len(self.nodes)}"
        self.nodes.append(helper.make_node(operator, inputs, [name], **attributes))
        return name

    def constant(self, array):
        name = f"c{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(array), name))
        return name

    def lstm(self, values, layer, is_last):
        """Adds a layer from [T, n, F] to the last hidden states [n, U], or to all of them [T, n, U]."""
        kernel, recurrent, bias = (to_iofc(array) for array in layer)
        units = recurrent.shape[0]
        inputs = [
            values,
            self.constant(kernel.T[None]),
            self.constant(recurrent.T[None]),
            self.constant(np.concatenate([bias, np.zeros_like(bias)])[None]),
        ]
        every, last = f"h{len(self.nodes)}", f"l{len(self.nodes)}"
        outputs = ["", last] if is_last else [every]
        self.nodes.append(helper.make_node("LSTM", inputs, outputs, hidden_size=units))
        axis = self.constant(np.array([0 if is_last else 1]))
        return self.add("Squeeze", [last if is_last else every, axis])


def to_iofc(array):
    i, f, c, o = np.split(array, 4, axis=-1)
    return np.concatenate([i, o, f, c], axis=-1)


def session(path, threads=0):
    """Opens a session; with 0 threads it uses as many as there are cores."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])


def predict(runtime, inputs, size):
    parts = [inputs[first : first + size] for first in range(0, len(inputs), size)]
    return np.concatenate([runtime.run(None, {"x": part})[0][:, 0] for part in parts])
