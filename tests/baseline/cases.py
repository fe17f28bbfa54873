"""``python -m tests.baseline.cases``: write the list of what is run, from today's defaults.

The list is then data: cases are added by running this again, and ``tests.baseline.write`` after it.
"""

import json
from collections.abc import Iterator
from itertools import product

from sim.parameters import Parameters
from tests.baseline import moved, own, points
from tests.baseline.data import Case, Cases, Changes, nested, write_cases
from tests.baseline.material import (
    ARMS,
    COMMUNITIES,
    SHOCKS,
    SMALL,
    STRIKE,
    arm,
    base,
    composed,
    flat,
    shock,
)

POINTS = "point"
RANDOM = 150
ROLES = (
    "departments", "street_offices", "residents_committees", "lead_enterprises",
    "property_companies", "vendors", "owners_committees", "social_organisations",
    "volunteer_teams", "designers",
)  # fmt: skip
CROWD: Changes = {
    "organisations.vendors": 40,
    "organisations.social_organisations": 40,
    "organisations.volunteer_teams": 20,
    "organisations.designers": 10,
}
LONG_TABLES: Changes = {
    "forming.max_share": 0.05,
    "forming.asks_per_week": 16,
    "forming.deadline": 20,
    "network.cross_sector": 0.8,
}
"""Projects of many members: sums of nine terms and more are added up in pairs."""
BUFFERED = 9000
"""Households: more than the 8,192 that numpy takes at once through a buffer."""
AREAS: dict[str, Changes] = {
    "one": {"areas": 1},
    "two_shared": {"areas": 2},
    "three_own": {"areas": 3, "organisations.shared": False},
}
LIVELY = 69
"""A seed of the small community with which projects come to nearly every end."""


def case(name: str, *changes: Changes, seed: int = 0, replicate: int = 0) -> Case:
    """A case of a small community, unless ``changes`` say otherwise; refused where not allowed."""
    return _resolved(name, SMALL, *changes, seed=seed, replicate=replicate)


def _resolved(name: str, *changes: Changes, seed: int, replicate: int, **more: object) -> Case:
    values = base()
    for each in changes:
        values |= each
    found = flat(Parameters.model_validate(nested(values)))
    differing = {key: value for key, value in found.items() if value != base()[key]}
    return Case(name, seed, replicate, differing, **more)  # type: ignore[arg-type]


def readable() -> Iterator[Case]:
    """Four of which totals are kept."""
    party = arm("party")
    for name, changes in {
        "none": {},
        "party": party,
        "blind": party | {"coordinator.informed": False},
        "slate": party | {"slate.enabled": True},
    }.items():
        yield _resolved(f"readable/{name}", SMALL, changes, seed=0, replicate=2, readable=True)


def arms() -> Iterator[Case]:
    """Every arrangement in one area and several, with other luck each."""
    for (i, name), (j, (where, areas)) in product(enumerate(ARMS), enumerate(AREAS.items())):
        yield case(f"arm/{name}_{where}", arm(name), areas, seed=j * 11, replicate=i % 6)


def shocks() -> Iterator[Case]:
    """Every shock alone, short so that something comes after, in one of two areas, all at once."""
    for (i, name), hub in product(enumerate(SHOCKS), ("none", "party")):
        yield case(f"shock/{hub}+{name}", arm(hub), shock(name), replicate=i % 6)
        short = {"shock.duration": STRIKE // 2}
        yield case(f"shock/{hub}+{name}_short", arm(hub), shock(name), short, seed=1)
        area = {"areas": 2, "shock.area": 1}
        yield case(f"shock/{hub}+{name}_in_one_area", arm(hub), shock(name), area, short, seed=2)
    together = moved.everything()
    for hub in ("none", "party", "rotating_lead", "outsourcing", "blind_hub"):
        yield case(f"shock/{hub}+all", arm(hub), together, seed=3)
        removed = together | {"shock.coordinator_removed": True}
        yield case(f"shock/{hub}+all_and_removed", arm(hub), removed, seed=3)


def slates() -> Iterator[Case]:
    """The fixed slate of projects, of few members and many."""
    for (i, hub), members in product(enumerate(ARMS), (2, 4, 9, 16)):
        if i % 4 == members % 4 or hub in ("none", "party"):
            changes = {"slate.enabled": True, "slate.members": members, "areas": 1 + i % 2}
            yield case(f"slate/{hub}_{members}", arm(hub), changes, replicate=i % 6)


def singles() -> Iterator[Case]:
    """One parameter off its default."""
    for name, changes in moved.moves():
        yield case(f"moved/{name}", changes, seed=LIVELY)
    for i, around in enumerate(moved.unmoved()):
        yield case(f"unmoved/{i}", around, seed=LIVELY)


def few() -> Iterator[Case]:
    """Where nearly nobody is there and nearly nothing happens."""
    nobody = {f"organisations.{role}": 0 for role in ROLES}
    nothing = {"organisations.opportunity_rate": 0.0, "community.arrival_rate": 0.0}
    one = {"community.households": 1, "community.buildings": 1}
    for hub in ("none", "party", "self_organisation", "rotating_lead"):
        yield case(f"few/{hub}_nobody", arm(hub), nobody)
        yield case(f"few/{hub}_nothing", arm(hub), nothing)
        yield case(f"few/{hub}_one_household", arm(hub), one, seed=5)
        yield case(f"few/{hub}_one_household_an_area", arm(hub), one, {"areas": 3}, seed=5)
        more = {"community.households": 5, "community.buildings": 5}
        yield case(f"few/{hub}_as_many_buildings", arm(hub), more, seed=5)
    for role in ROLES:
        yield case(f"few/without_{role}", arm("party"), {f"organisations.{role}": 0}, replicate=1)
        alone = nobody | {f"organisations.{role}": 1}
        yield case(f"few/only_{role}", arm("party"), alone, replicate=1)


def consents() -> Iterator[Case]:
    """Each rule for all categories, with strict and lax quorums, bought consent, entrances."""
    for (i, hub), rule in product(
        enumerate(("none", "party", "top_down")),
        ("none", "double_majority", "two_thirds_no_objection"),
    ):
        rules = {"consent.rules": [rule] * 6, "consent.relevance": 0.1}
        yield case(f"consent/{hub}_{rule}", arm(hub), rules, replicate=i)
        bought = {"consent.compensation": 1.0, "community.households_per_entrance": 2}
        yield case(f"consent/{hub}_{rule}_bought", arm(hub), rules, bought, replicate=i)
        strict = {"consent.quorum": 0.95, "consent.turnout": 0.2, "consent.objection": 1.0}
        yield case(f"consent/{hub}_{rule}_strict", arm(hub), rules, strict, replicate=i)


def many() -> Iterator[Case]:
    """Many organisations, projects of many members, many areas and households."""
    short = {"horizon": 40}
    for i, hub in enumerate(("none", "party", "self_organisation", "rotating_lead", "top_down")):
        yield case(f"many/{hub}_crowd", arm(hub), CROWD, {"areas": 3}, short, replicate=i)
        own_each = {"areas": 3, "organisations.shared": False}
        yield case(f"many/{hub}_long_tables", arm(hub), CROWD, LONG_TABLES, own_each, short, seed=i)
        yield case(f"many/{hub}_areas", arm(hub), {"areas": 32}, {"horizon": 15}, seed=i)
        helped = {"coordinator.co_managers": 11.0, "community.buildings": 90}
        large = {"community.households": BUFFERED}
        yield case(f"many/{hub}_co_managers", arm(hub), helped, large, short, replicate=i)
        third = {"community.households": BUFFERED // 3 + i, "areas": 3}
        yield case(f"many/{hub}_co_managers_areas", arm(hub), helped, third, short, replicate=i)


def communities() -> Iterator[Case]:
    """Communities of their true size; the two that are told of most in all arms of contrast."""
    told = ("none", "party", "equal_means", "blind_hub", "placebo")
    for i, community in enumerate(COMMUNITIES):
        whole = told if community in ("village", "jinsong_north") else told[:2]
        for j, hub in enumerate(ARMS):
            options = f"community={community}", f"arrangement={hub}"
            length = {} if hub in whole else {"horizon": 52}
            yield _resolved(
                f"community/{community}_{hub}", composed(*options), length,
                seed=i, replicate=j % 6,
            )  # fmt: skip
    struck = composed("community=village", "arrangement=party", "shock=coordinator_removed")
    yield _resolved("community/village_party_removed", struck, seed=0, replicate=0)


def placed() -> Iterator[Case]:
    """Communities with tables of their own."""
    for name, (i, hub) in product(own.places(), enumerate(("none", "party", "rotating_lead"))):
        yield _resolved(
            f"own/{name}_{hub}", own.beside(name), arm(hub), seed=i, replicate=i, place=name
        )
    slate = {"slate.enabled": True}
    yield _resolved(
        "own/example_slate", own.beside("example"), arm("party"), slate,
        seed=0, replicate=5, place="example",
    )  # fmt: skip
    yield _resolved(
        "own/drawn_turnover", own.beside("drawn"), arm("party"), shock("staff_turnover"),
        seed=3, replicate=4, place="drawn",
    )  # fmt: skip


def random_points() -> Iterator[Case]:
    """All parameters at once."""
    for number in range(RANDOM):
        values = points.point(number)
        yield _resolved(f"{POINTS}/{number:03}", values, seed=number % 7, replicate=number % 6)


KINDS = (
    readable, arms, shocks, slates, singles, few, consents, many, communities, placed,
    random_points,
)  # fmt: skip


def different() -> list[Case]:
    """All of them, without those that are an earlier one under another name."""
    found: dict[str, Case] = {}
    for each in (each for kind in KINDS for each in kind()):
        same = json.dumps([each.changes, each.place, each.seed, each.replicate], sort_keys=True)
        found.setdefault(same, each)
    return list(found.values())


def main() -> None:
    """Write the list."""
    cases = different()
    tables = {name: own.stored(place) for name, place in own.places().items()}
    write_cases(Cases(base(), tables, cases), POINTS)
    print(f"{len(cases)} cases")


if __name__ == "__main__":
    main()
