"""The common formula in OpenFisca: units -> yen -> a tenth -> cap -> benefit, for N persons at once.

    python openfisca_common.py N [N ...]

Prints one JSON object a line. Every number of the formula is invented; the inputs of person i are the residues that
`xtask/src/bench/common.rs` uses too, so that both sums must be equal.
"""

import json
import platform
import statistics
import sys
import time
from importlib.metadata import version

import numpy as np
from openfisca_core.entities import build_entity
from openfisca_core.indexed_enums import Enum
from openfisca_core.parameters import ParameterNode
from openfisca_core.periods import MONTH
from openfisca_core.simulation_builder import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

ROUNDS = 5
SERVICE_MONTH = "2026-04"
Person = build_entity(key="person", plural="persons", label="person", is_person=True)


class IncomeClass(Enum):
    low = "low"
    mid = "mid"
    high = "high"


def given(name, label):
    """An input of a month."""
    body = {"value_type": int, "entity": Person, "definition_period": MONTH, "label": label}
    return type(name, (Variable,), body)


class income_class(Variable):
    value_type = Enum
    possible_values = IncomeClass
    default_value = IncomeClass.low
    entity = Person
    definition_period = MONTH
    label = "income class"


class month_units(Variable):
    value_type = int
    entity = Person
    definition_period = MONTH
    label = "units of the month"

    def formula(person, period):
        base = person("days", period) * person("units_per_day", period)
        return base + 30 * person("meal_days", period) + 21 * person("pickups", period)


class cost(Variable):
    value_type = int
    entity = Person
    definition_period = MONTH
    label = "yen, floored"

    def formula(person, period, parameters):
        price = int(parameters(period).unit_price)
        return person("month_units", period).astype(np.int64) * price // 100


class burden(Variable):
    value_type = int
    entity = Person
    definition_period = MONTH
    label = "a tenth, floored, up to the cap"

    def formula(person, period, parameters):
        cap = parameters(period).cap[person("income_class", period)]
        return np.minimum(person("cost", period) // 10, cap)


class benefit(Variable):
    value_type = int
    entity = Person
    definition_period = MONTH
    label = "what is claimed"

    def formula(person, period):
        return person("cost", period) - person("burden", period)


def system():
    rules = TaxBenefitSystem([Person])
    since = "2021-04-01"
    rules.parameters = ParameterNode(
        "",
        data={
            "unit_price": {"values": {since: 1000, "2024-06-01": 1080}},
            "cap": {
                "low": {"values": {since: 0}},
                "mid": {"values": {since: 9300}},
                "high": {"values": {since: 37200}},
            },
        },
    )
    inputs = [given("days", "days"), given("units_per_day", "units a day"), given("meal_days", "days with a meal")]
    for variable in [*inputs, given("pickups", "rides"), income_class, month_units, cost, burden, benefit]:
        rules.add_variable(variable)
    return rules


def people(count):
    i = np.arange(count, dtype=np.int64)
    return {
        "days": i * 7919 % 24,
        "units_per_day": 300 + i * 104729 % 600,
        "meal_days": i * 1299709 % 24,
        "pickups": i * 15485863 % 48,
    }, (i * 32452843 % 3).astype(np.int16)


def once(rules, inputs, classes, count):
    simulation = SimulationBuilder().build_default_simulation(rules, count)
    for name, values in inputs.items():
        simulation.set_input(name, SERVICE_MONTH, values)
    simulation.set_input("income_class", SERVICE_MONTH, IncomeClass.encode(classes))
    started = time.perf_counter_ns()
    total = int(simulation.calculate("benefit", SERVICE_MONTH).astype(np.int64).sum())
    return time.perf_counter_ns() - started, total


def main():
    rules = system()
    for count in (int(argument) for argument in sys.argv[1:]):
        inputs, classes = people(count)
        rounds = [once(rules, inputs, classes, count) for _ in range(ROUNDS)]
        answer = {
            "persons": count,
            "median_ns": int(statistics.median(took for took, _ in rounds)),
            "sum": rounds[0][1],
            "engine": f"OpenFisca-core {version('openfisca-core')}, numpy {np.__version__}, "
            f"Python {platform.python_version()}",
        }
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
