"""The same sums of activity lines in pandas, float64: read, multiplied, grouped, rounded. Runs in the peers' own environment.

Standard input: {"table": path of a Parquet file, "repeats": n}. Standard output: seconds and the groups as text.
"""

import json
import sys
import time
from statistics import median

import pandas as pd

AMOUNTS = ["fuel_consumption", "fuel_net_calorific_value", "fuel_carbon_content_tc_per_gj", "fuel_oxidation_rate"]
KEYS = ["entity", "facility", "month"]


def groups(path: str) -> pd.Series:
    """Emission by entity, facility and month, two decimals."""
    table = pd.read_parquet(path, columns=KEYS + AMOUNTS)
    table["emission"] = table[AMOUNTS[0]] * table[AMOUNTS[1]] * table[AMOUNTS[2]] * table[AMOUNTS[3]] * 44 / 12
    return table.groupby(KEYS)["emission"].sum()


def main() -> None:
    """Measure, then print."""
    wish = json.load(sys.stdin)
    times = []
    for _ in range(wish["repeats"]):
        started = time.perf_counter()
        found = groups(wish["table"])
        times.append(time.perf_counter() - started)
    values = {"|".join(map(str, key)): f"{value:.2f}" for key, value in found.items()}
    json.dump({"seconds": median(times), "values": values}, sys.stdout)


if __name__ == "__main__":
    main()
