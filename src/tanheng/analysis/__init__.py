"""Analysis: what stands between a run and a decision — obligations, bridges, worth of measuring, uncertainty. Pure; no decision of the
rules and no document.
"""
