"""Makes the network in PyTorch."""

import torch


class Network(torch.nn.Module):
    def __init__(self, network):
        super().__init__()
        vocabulary, units = network["vocabulary"], network["units"]
        width = network["embedding"] if vocabulary > 0 else network["features"]
        self.embedding = torch.nn.Embedding(vocabulary, width) if vocabulary > 0 else None
        # All layers of a stack have the same units here, so that one module holds them.
        self.lstm = torch.nn.LSTM(width, units[0], num_layers=len(units), batch_first=True)
        self.dense = torch.nn.Linear(units[-1], 1)

    def forward(self, inputs):
        values = inputs if self.embedding is None else self.embedding(inputs)
        hidden, _ = self.lstm(values)
        return self.dense(hidden[:, -1])[:, 0]


def set_weights(model, weights):
    """Sets weights whose gates are in Keras' order; the second of the two biases of torch becomes zero."""
    embedding, layers, (dense_kernel, dense_bias) = weights

    def copy(to, array):
        to.copy_(torch.from_numpy(array.copy()))

    with torch.no_grad():
        if embedding is not None:
            copy(model.embedding.weight, embedding)
        for at, (kernel, recurrent, bias) in enumerate(layers):
            copy(getattr(model.lstm, f"weight_ih_l{at}"), kernel.T)
            copy(getattr(model.lstm, f"weight_hh_l{at}"), recurrent.T)
            copy(getattr(model.lstm, f"bias_ih_l{at}"), bias)
            getattr(model.lstm, f"bias_hh_l{at}").zero_()
        copy(model.dense.weight, dense_kernel.T)
        copy(model.dense.bias, dense_bias)


def optimizer_for(model, name):
    if name == "rmsprop":
        return torch.optim.RMSprop(model.parameters(), lr=0.001, alpha=0.9, eps=1e-7)
    return torch.optim.Adam(model.parameters(), lr=0.001, eps=1e-7)


def train_epoch(model, optimizer, inputs, targets, size):
    """Trains one pass over all rows in a random order, the last smaller batch included."""
    model.train()
    loss_of = torch.nn.BCEWithLogitsLoss()
    for samples in torch.randperm(len(inputs)).split(size):
        optimizer.zero_grad()
        loss_of(model(inputs[samples]), targets[samples]).backward()
        optimizer.step()


def predict(model, inputs, size):
    model.eval()
    with torch.inference_mode():
        parts = [torch.sigmoid(model(part)) for part in inputs.split(size)]
    return torch.cat(parts).numpy()
