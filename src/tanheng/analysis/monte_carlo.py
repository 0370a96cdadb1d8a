"""Monte Carlo: the formulas of a run read with columns of draws, beside the first-order propagation of the engine (GUM Supplement 1).

Draws are made chunk by chunk, each chunk from its own stream of the seed, so that the result depends on case, seed and number of
draws alone and not on how many processors worked on it. The caller may hand in a parallel `map`. Draws are floats and never enter
a reported number. Declared roundings are left out: they are below the last digit shown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from math import log1p, sqrt
from typing import Any

import numpy as np
from numpy.random import SFC64, Generator, SeedSequence
from numpy.typing import NDArray

from tanheng.analysis.draws import Draws
from tanheng.engine.numbers import Number, Ratio
from tanheng.engine.pack import Pack
from tanheng.engine.places import Key
from tanheng.engine.run import Run
from tanheng.engine.running import compute_formulas
from tanheng.engine.uncertainty.budget import NOISE, Propagation, fill_inputs, parameters_with, short_text, sources_of
from tanheng.engine.uncertainty.sources import Component, Source

Array = NDArray[np.float64]
CHUNK = 10_000  # draws at a time: the columns of one formula fit a processor's cache
RETAINED = 4_000_000  # floats
FEWEST, MOST = 1_000, 100_000_000
FEWEST_CHUNKS = 16  # the spread between chunks gives the statistical error
LOW, HIGH = 0.025, 0.975
Each = Callable[[Callable[[int], Any], Sequence[int]], Iterable[Any]]


@dataclass(frozen=True, slots=True)
class Estimate:
    """A statistic of the draws and its own standard error, from the spread between chunks."""

    value: float
    error: float

    def as_json(self) -> dict[str, str]:
        """Value and error as decimal text."""
        return {"value": short_text(self.value, 9), "error": short_text(self.error, 3)}


@dataclass(frozen=True, slots=True)
class Drawn:
    """The distribution of one yearly number: mean, standard uncertainty and the probabilistically symmetric 95 % interval."""

    quantity: str
    facility: str | None
    item: str | None
    unit: str
    mean: Estimate
    standard: Estimate
    low: Estimate
    high: Estimate

    def as_json(self) -> dict[str, Any]:
        """Each statistic with its standard error."""
        return {
            "quantity": self.quantity,
            "facility": self.facility,
            "item": self.item,
            "unit": self.unit,
            "mean": self.mean.as_json(),
            "standard_uncertainty": self.standard.as_json(),
            "interval_95": [self.low.as_json(), self.high.as_json()],
        }


@dataclass(frozen=True, slots=True)
class MonteCarlo:
    """All yearly numbers that vary, and how they were drawn."""

    draws: int
    seed: int
    results: tuple[Drawn, ...]

    def document(self) -> dict[str, Any]:
        """The `monte_carlo` of a `run/1`."""
        return {"draws": self.draws, "seed": self.seed, "results": [one.as_json() for one in self.results]}

    def at(self, quantity: str, facility: str | None = None, item: str | None = None) -> Drawn | None:
        """The distribution of one number."""
        place = (quantity, facility, item)
        return next((one for one in self.results if (one.quantity, one.facility, one.item) == place), None)


def monte_carlo(propagation: Propagation, draws: int, seed: int, *, each: Each = map) -> MonteCarlo:
    """Draws every stated input `draws` times and evaluates the year. Raises ValueError outside FEWEST … MOST draws.

    `each` is `map` or one that works on several processors; the result is the same.
    """
    if not FEWEST <= draws <= MOST:
        raise ValueError(f"{draws} draws: {FEWEST} to {MOST}")
    _keep_freed_memory()
    run = propagation.run
    places = [(one.quantity, (one.facility, one.item)) for one in run.results if one.month is None]
    pack, model = _yearly_only(run.pack), _Model(propagation)
    sizes, sources = _chunk_sizes(draws), sources_of(run)

    def chunk(number: int) -> list[Array | None]:
        stream = Generator(SFC64(SeedSequence(seed, spawn_key=(number,))))
        with np.errstate(all="ignore"):
            operands = model.operands(stream, sizes[number])
            reading = Run(pack, run.case, run.keys, run.periods, rounding=lambda raw, decimals, mode: raw)
            fill_inputs(reading, sources, operands)
            compute_formulas(reading, parameters_with(operands))
            return [_statistics(reading.value(name, *key)) for name, key in places]

    chunks = list(each(chunk, range(len(sizes))))
    found = (_drawn(run, place, [one[number] for one in chunks], sizes) for number, place in enumerate(places))
    return MonteCarlo(draws, seed, tuple(one for one in found if one is not None))


def _keep_freed_memory() -> None:
    """The C library hands freed columns back to the system after every chunk, and asks for them again, until it has once
    seen a large block come and go; that costs a third of the time.
    """
    np.empty(RETAINED)


def _chunk_sizes(draws: int) -> list[int]:
    count = max(FEWEST_CHUNKS, -(-draws // CHUNK))
    return [draws // count + (number < draws % count) for number in range(count)]


def _yearly_only(pack: Pack) -> Pack:
    """The pack without the yearly values of inputs that no yearly formula reads."""
    read = {
        name
        for formula in pack.formulas.values()
        if pack.quantities[formula.quantity].year == "formula" or pack.quantities[formula.quantity].yearly_only
        for name in formula.arguments
    }
    quantities = {
        name: replace(one, year="none") if one.role == "input" and name not in read else one for name, one in pack.quantities.items()
    }
    return replace(pack, quantities=quantities)


def names_read(pack: Pack) -> set[str]:
    """The quantities that any formula reads: what reaches no result is not drawn."""
    return {name for formula in pack.formulas.values() for name in formula.arguments}


class _Model:
    """How the inputs are drawn: each random variable once, and each input as its value plus its parts."""

    def __init__(self, propagation: Propagation) -> None:
        self.fixed = {source: Draws(_parts(value)[0] / _parts(value)[1]) for source, value in propagation.inputs.items()}
        read = names_read(propagation.run.pack)
        self.components = {
            source: components for source, components in propagation.components.items() if source[0] != "value" or source[1] in read
        }
        used: dict[Any, set[Source]] = {}
        for source, components in self.components.items():
            for component in components:
                used.setdefault(component.key, set()).add(source)
        self.shared = [key for key, sources in used.items() if len(sources) > 1]
        self.values = propagation.inputs
        self._is_shared = set(self.shared)

    def operands(self, stream: Generator, size: int) -> dict[Source, Draws]:
        """All inputs, the uncertain ones drawn."""
        distributions = {one.key: one.distribution for parts in self.components.values() for one in parts}
        shared = {key: _variate(stream, distributions[key], size) for key in self.shared}
        drawn = {source: self._drawn(stream, size, source, shared) for source in self.components}
        return self.fixed | drawn

    def _drawn(self, stream: Generator, size: int, source: Source, shared: dict[Any, Array]) -> Draws:
        value, divisor = _parts(self.values[source])
        total: Any = None
        for standard, shape, key in _merged(self.components[source], self._is_shared):
            variate = shared[key] if key in self._is_shared else _variate(stream, shape, size)
            if shape == "lognormal":
                part = _lognormal(variate, value, standard)
            else:
                part = np.multiply(variate, standard, out=None if key in self._is_shared else variate)
            total = part if total is None else np.add(total, part, out=total)
        if total is None:
            return Draws(value / divisor)  # stated as exact, or a value of zero
        total += value
        return Draws(total / divisor if divisor != 1.0 else total)


def _merged(components: list[Component], shared: set[Any]) -> Iterator[tuple[float, str, Any]]:
    """Standard uncertainty, shape and key of each part; normal parts of this input alone are one normal part."""
    own = 0.0
    for one in components:
        if one.distribution == "normal" and one.key not in shared:
            own += one.standard**2
        else:
            yield one.standard, one.distribution, one.key
    if own:
        yield sqrt(own), "normal", None


def _variate(stream: Generator, shape: str, size: int) -> Array:
    """Draws of mean 0 and standard deviation 1; a lognormal part is bent from a normal one where its value is known."""
    if shape == "rectangular":
        return _centred(stream.random(size), sqrt(12))
    if shape == "triangular":
        return _centred((stream.random(size) + stream.random(size)) / 2, sqrt(24))
    return stream.standard_normal(size)


def _centred(fractions: Array, width: float) -> Array:
    fractions -= 0.5
    fractions *= width
    return fractions


def _lognormal(variate: Array, value: float, standard: float) -> Array:
    """Deviations of a lognormal number with this mean and standard deviation."""
    if not value:
        return np.zeros_like(variate)
    variance = log1p((standard / value) ** 2)
    return value * np.expm1(sqrt(variance) * variate - variance / 2)


def _parts(value: Number) -> tuple[float, float]:
    """What varies, and what it is divided by."""
    return (float(value.numerator), float(value.denominator)) if isinstance(value, Ratio) else (float(value), 1.0)


def _statistics(result: Any) -> Array | None:
    """Mean, variance and the two quantiles of a chunk; None where nothing varies."""
    if result is None or isinstance(result, Decimal) or not isinstance(result.values, np.ndarray):
        return None
    values: Array = result.values
    return np.array([values.mean(), values.var(ddof=1), _quantile(values, LOW), _quantile(values, HIGH)])


def _quantile(values: Array, fraction: float) -> Any:
    """Between the two nearest draws, as usual. One partition at one place is several times faster than one at two."""
    rank = fraction * (values.size - 1)
    below = int(rank)
    ordered = np.partition(values, below)
    return ordered[below] + (rank - below) * (ordered[below + 1 :].min() - ordered[below])


def _drawn(run: Run, place: tuple[str, Key], chunks: list[Array | None], sizes: list[int]) -> Drawn | None:
    if any(one is None for one in chunks):
        return None
    name, (facility, item) = place
    table = np.array(chunks, dtype=np.float64)
    weights = np.array(sizes, dtype=np.float64)
    mean = float(np.average(table[:, 0], weights=weights))
    between = (table[:, 0] - mean) ** 2 * weights
    variance = float((((weights - 1) * table[:, 1]) + between).sum() / (weights.sum() - 1))
    if variance <= (NOISE * mean) ** 2:
        return None  # it does not vary but for the last bits of a float
    errors = np.std(np.column_stack([table[:, 0], np.sqrt(table[:, 1]), table[:, 2:]]), axis=0, ddof=1) / sqrt(len(sizes))
    low, high = (float(np.average(table[:, column], weights=weights)) for column in (2, 3))
    values = (mean, sqrt(variance), low, high)
    estimates = [Estimate(value, float(error)) for value, error in zip(values, errors, strict=True)]
    return Drawn(name, facility, item, run.pack.unit_of(name, item), *estimates)
