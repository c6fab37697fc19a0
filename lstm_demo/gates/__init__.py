"""Every gate of a ``torch.nn.LSTM`` at every time step."""
