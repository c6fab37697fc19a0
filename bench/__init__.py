"""What the package costs: the gates of a sequence, and the runners."""
