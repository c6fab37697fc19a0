"""What an ``nn.LSTM`` will take tensors for, before it is called."""
