"""What the draft for 2025 and 2026 changes in formulas: the load correction below 50 %, with the load factor in per cent."""

from __future__ import annotations

from tanheng.engine.words import both, exponential, first_present, where


def load_correction(load_factor, load_correction_applies, *, p):
    """Load correction of classes I and II: 7.254 − 0.633(1 − e^(−F/29.822)) − 5.643(1 − e^(−F/6.871)) where F < 50, else 1."""
    factor = first_present(load_factor, p.no_load_correction)
    low = both(load_correction_applies > 0, factor < p.load_threshold)
    percent = factor * p.percent_per_one
    slow = p.load_slow_weight * (1 - exponential(percent * -1 / p.load_slow_width))
    fast = p.load_fast_weight * (1 - exponential(percent * -1 / p.load_fast_width))
    return where(low, p.load_constant - slow - fast, p.no_load_correction)
