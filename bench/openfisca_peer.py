"""The peer: the formulas of cn/aluminium/cets_2024 written for OpenFisca-core, timed with its tracer off and on.

Runs alone in `.venv-bench` (it imports nothing of Tanheng): reads inputs as JSON from standard input, writes seconds and
values as JSON to standard output. Numbers are OpenFisca's own, float32 vectors; rounding is half up as in the pack.
"""

import json
import sys
import time
from typing import Any

import numpy as np
from openfisca_core.entities import build_entity
from openfisca_core.parameters import ParameterNode
from openfisca_core.periods import DateUnit
from openfisca_core.populations import ADD
from openfisca_core.simulations import Simulation, SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

POTLINE = build_entity(key="potline", plural="potlines", label="potline", is_person=True)
ENTERPRISE = build_entity(key="enterprise", plural="enterprises", label="enterprise", roles=[{"key": "line", "plural": "lines"}])
MONTHLY_INPUTS = ("molten_aluminium_output_t", "anode_consumption_t")
FIXED = ("anode_loss_rate", "anode_sulphur_content", "anode_ash_content", "cf4_factor_kg_per_t", "c2f6_factor_kg_per_t")


def half_up(values: Any, decimals: int) -> Any:
    """Half up in float32."""
    scale = np.float32(10**decimals)
    return np.floor(values * scale + np.float32(0.5)) / scale


def variable(name: str, entity: Any, *, year: bool = False, default: float = 0.0, formula: Any = None) -> type[Variable]:
    """A variable class as an author of OpenFisca would write it out."""
    body: dict[str, Any] = {
        "value_type": float,
        "entity": entity,
        "definition_period": DateUnit.YEAR if year else DateUnit.MONTH,
        "default_value": default,
        "label": name,
    }
    if formula is not None:
        body["formula"] = formula
    return type(name, (Variable,), body)


# ── the formulas, in the order of the guide ──────────────────────────────────────────────────────


def anode_net_consumption_t(potline, period):
    """Net consumption is gross consumption less the loss."""
    return half_up(potline("anode_consumption_t", period) * (1 - potline("anode_loss_rate", period)), 2)


def anode_emission_tco2(potline, period, parameters):
    """Carbon of the anodes as CO2."""
    carbon = 1 - potline("anode_sulphur_content", period) - potline("anode_ash_content", period)
    return half_up(potline("anode_net_consumption_t", period) * carbon * parameters(period).co2_per_carbon, 2)


def anode_effect_emission_tco2e(potline, period, parameters):
    """CF4 and C2F6 by their potentials."""
    p, output = parameters(period), potline("molten_aluminium_output_t", period)
    tetrafluoromethane = output * potline("cf4_factor_kg_per_t", period) * p.gwp_cf4 / p.kg_per_t
    hexafluoroethane = output * potline("c2f6_factor_kg_per_t", period) * p.gwp_c2f6 / p.kg_per_t
    return half_up(tetrafluoromethane + hexafluoroethane, 2)


def electrolysis_emission_tco2e(potline, period):
    """Anodes and anode effects."""
    return half_up(potline("anode_emission_tco2", period) + potline("anode_effect_emission_tco2e", period), 2)


def electrolysis_intensity_tco2e_per_t(potline, period):
    """Year over year."""
    emission = potline("electrolysis_emission_tco2e", period, options=[ADD])
    return half_up(emission / potline("molten_aluminium_output_t", period, options=[ADD]), 4)


def carried_in_emission_tco2(enterprise, period):
    """Results of other guides."""
    power = enterprise("power_unit_emission_tco2", period)
    return half_up(power + enterprise("other_facility_emission_tco2", period), 2)


def fuel_formula(item: str) -> Any:
    """One fuel; OpenFisca has no index for items, so each has variables of its own."""

    def formula(enterprise, period, parameters):
        content = enterprise(f"ncv_{item}", period) * enterprise(f"cc_{item}", period)
        burnt = enterprise(f"fuel_consumption_{item}", period) * content * enterprise(f"of_{item}", period)
        return half_up(burnt * parameters(period).co2_per_carbon, 2)

    return formula


def carbonate_formula(item: str) -> Any:
    """One carbonate."""

    def formula(enterprise, period):
        used = enterprise(f"carbonate_consumption_t_{item}", period) * enterprise(f"ef_{item}", period)
        return half_up(used * enterprise(f"purity_{item}", period), 2)

    return formula


def members_total(name: str) -> Any:
    """The sum over all potlines."""
    return lambda enterprise, period: half_up(enterprise.sum(enterprise.members(name, period)), 2)


def sum_of(names: list[str]) -> Any:
    """The sum of variables of the enterprise."""
    return lambda enterprise, period: half_up(sum(enterprise(name, period) for name in names), 2)


POTLINE_FORMULAS = (
    anode_net_consumption_t,
    anode_emission_tco2,
    anode_effect_emission_tco2e,
    electrolysis_emission_tco2e,
)
TOTALS = {
    "total_molten_aluminium_output_t": "molten_aluminium_output_t",
    "total_anode_emission_tco2": "anode_emission_tco2",
    "total_anode_effect_emission_tco2e": "anode_effect_emission_tco2e",
    "total_electrolysis_emission_tco2e": "electrolysis_emission_tco2e",
}
PARTS = (
    "total_electrolysis_emission_tco2e",
    "total_fuel_emission_tco2",
    "total_carbonate_emission_tco2",
    "carried_in_emission_tco2",
)


def enterprise_of_year(enterprise, period):
    """Whole tonnes, from the years of the parts."""
    return half_up(sum(enterprise(name, period, options=[ADD]) for name in PARTS), 0)


# ── the system ───────────────────────────────────────────────────────────────────────────────────


def variables(task: dict[str, Any]) -> tuple[list[type[Variable]], list[str], list[str]]:
    """All variable classes, the names of the monthly formulas, and those of the yearly ones."""
    inputs = [variable(name, POTLINE) for name in MONTHLY_INPUTS]
    inputs += [variable(name, POTLINE, default=task["fixed"][name]) for name in FIXED]
    inputs += [variable(name, ENTERPRISE) for name in ("power_unit_emission_tco2", "other_facility_emission_tco2")]
    months = [variable(formula.__name__, POTLINE, formula=formula) for formula in POTLINE_FORMULAS]
    for name, formula, items in (
        ("fuel", fuel_formula, task["fuels"]),
        ("carbonate", carbonate_formula, task["carbonates"]),
    ):
        for item, columns in items.items():
            inputs += [variable(f"{column}_{item}", ENTERPRISE, default=value) for column, value in columns.items()]
            months.append(variable(f"{name}_emission_tco2_{item}", ENTERPRISE, formula=formula(item)))
        parts = [f"{name}_emission_tco2_{item}" for item in items]
        months.append(variable(f"total_{name}_emission_tco2", ENTERPRISE, formula=sum_of(parts)))
    months += [variable(name, ENTERPRISE, formula=members_total(part)) for name, part in TOTALS.items()]
    months.append(variable("carried_in_emission_tco2", ENTERPRISE, formula=carried_in_emission_tco2))
    months.append(variable("enterprise_emission_tco2e", ENTERPRISE, formula=sum_of(list(PARTS))))
    years = [
        variable("electrolysis_intensity_tco2e_per_t", POTLINE, year=True, formula=electrolysis_intensity_tco2e_per_t),
        variable("enterprise_emission_tco2e_year", ENTERPRISE, year=True, formula=enterprise_of_year),
    ]
    return inputs + months + years, [one.__name__ for one in months], [one.__name__ for one in years]


def system_of(task: dict[str, Any]) -> tuple[TaxBenefitSystem, list[str], list[str]]:
    """The tax-benefit system, as OpenFisca calls a rule pack."""
    system = TaxBenefitSystem([POTLINE, ENTERPRISE])
    classes, months, years = variables(task)
    for one in classes:
        system.add_variable(one)
    dated = {name: {"values": {"2024-01-01": {"value": value}}} for name, value in task["parameters"].items()}
    system.parameters = ParameterNode("", data=dated)
    return system, months, years


def simulation_of(system: TaxBenefitSystem, task: dict[str, Any], *, trace: bool) -> Simulation:
    """A fresh simulation with its inputs set."""
    builder = SimulationBuilder()
    builder.create_entities(system)
    names = [str(number) for number in range(task["potlines"])]
    builder.declare_person_entity("potline", names)
    enterprise = builder.declare_entity("enterprise", ["enterprise"])
    builder.join_with_persons(enterprise, np.array(["enterprise"] * len(names)), roles=["line"] * len(names))
    simulation = builder.build(system)
    simulation.trace = trace
    for name, months in task["inputs"].items():
        for month, values in enumerate(months, start=1):
            simulation.set_input(name, f"{task['year']}-{month:02d}", np.array(values, dtype=np.float32))
    return simulation


def computed(simulation: Simulation, year: int, months: list[str], years: list[str]) -> dict[str, list[Any]]:
    """Every formula of every month, then the years."""
    found = {name: [simulation.calculate(name, f"{year}-{month:02d}") for month in range(1, 13)] for name in months}
    return found | {name: [simulation.calculate(name, str(year))] for name in years}


def main() -> None:
    """Time the tracers asked for, in turn; the values do not depend on them."""
    task = json.load(sys.stdin)
    system, months, years = system_of(task)
    seconds: dict[str, list[float]] = {tracer: [] for tracer in task["tracers"]}
    values: dict[str, list[Any]] = {}
    for _ in range(task["repeats"]):
        for tracer, times in seconds.items():
            simulation = simulation_of(system, task, trace=tracer == "on")
            started = time.process_time()
            values = computed(simulation, task["year"], months, years)
            times.append(time.process_time() - started)
    evaluations = sum(len(column) for columns in values.values() for column in columns)
    texts = {name: [[float(value) for value in column] for column in columns] for name, columns in values.items()}
    json.dump({"seconds": seconds, "evaluations": evaluations, "values": texts}, sys.stdout)


if __name__ == "__main__":
    main()
