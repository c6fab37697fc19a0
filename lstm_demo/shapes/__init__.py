"""The shape of every tensor of a ``torch.nn.LSTM``."""
