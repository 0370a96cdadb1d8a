"""What the draft for 2026 changes: entities with a verified emission below 26 000 t have A = E."""

from __future__ import annotations

from tanheng.engine.words import if_reported, where


def allocation_adjustment(
    adjustment_by_gap,
    intensity_rule_applies,
    clinker_class_rule_applies,
    carbide_slag_substitution_rate,
    entity_verified_emission_tco2e,
    *,
    p,
):
    """Form 2-3 (6): the coefficient by deviation; nought in the special cases of a line and for small entities (A = E)."""
    regular = if_reported(adjustment_by_gap) * intensity_rule_applies * clinker_class_rule_applies
    of_the_line = where(if_reported(carbide_slag_substitution_rate) > p.carbide_slag_above, 0, regular)
    return where(entity_verified_emission_tco2e < p.small_entity_below, 0, of_the_line)
