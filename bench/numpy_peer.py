"""The peer of the Monte Carlo: the smelter's year written by hand in numpy, for one number, the enterprise's total.

It reads the drawn inputs as JSON from standard input and imports nothing of Tanheng. Columns of a million draws, one after another,
as such a script is usually written; no budget, no correlation but the shared defaults, no second result.
"""

import json
import sys

import numpy as np

CO2_PER_CARBON = 44 / 12
GWP_CF4, GWP_C2F6 = 6630, 11100


def main() -> None:
    """Draw everything, add up the year, write mean, standard deviation and the two quantiles."""
    given = json.load(sys.stdin)
    draws, spread = given["draws"], given["spread"]
    stream = np.random.default_rng(given["seed"])

    def drawn(value: float, relative: float) -> np.ndarray:
        column = stream.standard_normal(draws)
        column *= value * relative
        column += value
        return column

    fixed = {name: drawn(value, spread["default"]) for name, value in given["defaults"].items()}
    carbon_share = (1 - fixed["sulphur"] - fixed["ash"]) * (1 - fixed["loss_rate"]) * CO2_PER_CARBON
    gases = (fixed["cf4"] * GWP_CF4 + fixed["c2f6"] * GWP_C2F6) / 1000
    year = np.zeros(draws)
    for value in given["anodes"]:
        year += drawn(value, spread["input"]) * carbon_share
    for value in given["output"]:
        year += drawn(value, spread["input"]) * gases
    for item, months in given["fuels"].items():
        factor = fixed[f"{item}.ncv"] * fixed[f"{item}.cc"] * fixed[f"{item}.of"] * CO2_PER_CARBON
        for value in months:
            year += drawn(value, spread["input"]) * factor
    for item, months in given["carbonates"].items():
        for value in months:
            year += drawn(value, spread["input"]) * fixed[f"{item}.ef"] * fixed[f"{item}.purity"]
    low, high = np.quantile(year, (0.025, 0.975))
    json.dump({"mean": year.mean(), "standard": year.std(ddof=1), "low": low, "high": high}, sys.stdout)


if __name__ == "__main__":
    main()
