"""Independent calculations that Tanheng's digits are held against; nothing here imports the engine."""
