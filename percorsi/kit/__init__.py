"""The tools every room may use: dates, text, money, reading, ids. No models."""
