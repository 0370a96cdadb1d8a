"""What the draft for 2026 changes: entities with a verified emission below 26 000 t have A = E."""

from __future__ import annotations

from tanheng.engine.words import if_reported, where


def allocation_adjustment(adjustment_by_gap, intensity_rule_applies, entity_verified_emission_tco2e, *, p):
    """Form 2-4 (8): the coefficient by deviation; nought for processes closed or new and for small entities (A = E)."""
    regular = if_reported(adjustment_by_gap) * intensity_rule_applies
    return where(entity_verified_emission_tco2e < p.small_entity_below, 0, regular)
