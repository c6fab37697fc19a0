"""What the package costs: gates, runners, memory, and growth with the length."""
