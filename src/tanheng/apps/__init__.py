"""The Django apps of Tanheng, one per noun, each with the same shelves. Nothing is defined here."""
