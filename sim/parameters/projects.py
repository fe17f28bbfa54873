"""The life of a project: forming, sign-off, consent, negotiating, delivering, completion."""

from typing import Annotated, Literal

from pydantic import Field

from sim.parameters.fields import Group, PerResource, SomePositive, ToTuple, choice, parameter

Weeks = Annotated[int, Field(ge=1, le=520)]
ConsentRule = Literal["none", "double_majority", "two_thirds_no_objection"]
NeedTable = Annotated[
    tuple[PerResource, PerResource, PerResource, PerResource, PerResource, PerResource],
    ToTuple,
    SomePositive,
]
ConsentRules = Annotated[
    tuple[ConsentRule, ConsentRule, ConsentRule, ConsentRule, ConsentRule, ConsentRule], ToTuple
]


class Forming(Group):
    """Finding partners and pledges."""

    needs: NeedTable = choice(
        (
            (4.0, 6.0, 5.0, 3.0),
            (10.0, 3.0, 4.0, 1.0),
            (6.0, 3.0, 2.0, 6.0),
            (5.0, 6.0, 3.0, 2.0),
            (4.0, 3.0, 3.0, 6.0),
            (6.0, 8.0, 3.0, 1.0),
        ),
        "funds", "A", "resources a project of size 1 needs, by category",
    )
    benefit: float = parameter(3.23, 0.0, 100.0, "funds", "C", "benefit of a fully aligned project to a member")
    private_cost: float = parameter(0.06, 0.0, 1.0, "funds per funds pledged", "A", "private cost of a pledged unit")
    transaction_rate: float = parameter(0.01658, 0.0, 10.0, "funds per link and round", "C", "transaction cost of a link (kappa)")
    max_share: float = parameter(0.4, 0.05, 1.0, "share", "A", "largest share of the need one member carries")
    reserve_share: float = parameter(0.5, 0.0, 1.0, "share", "A", "share of free stock a member reserves at most")
    deadline: Weeks = choice(6, "weeks", "A", "weeks to find partners")
    asks_per_week: Annotated[int, Field(ge=1, le=64)] = choice(2, "organisations per week", "A", "organisations asked a week")
    complement: float = parameter(2.0, 0.0, 100.0, "factor", "A", "preference for a sector not yet at the table")
    introduced_tie: float = parameter(0.35, 0.0, 1.0, "trust", "A", "tie made by an introduction")
    target_share: float = parameter(0.08, 0.0, 1.0, "share of buildings", "A", "buildings a project of size 1 goes to")
    panel_size: Annotated[int, Field(ge=1, le=10_000)] = choice(40, "residents", "S", "residents on a deliberation panel")
    panel_weight: float = parameter(0.7, 0.0, 1.0, "share", "A", "share of sensing that a panel replaces")
    panel_upper_tier: float = parameter(0.0, 0.0, 1.0, "share", "A", "share of a panel that speaks for the whole community, not for the project's buildings (two-tier platform)")


class SignOff(Group):
    """Line departments sign in parallel (条块矛盾)."""

    hazard: float = parameter(0.2408, 0.0, 1.0, "per week", "C", "chance that a department signs in a week")
    deadline: Weeks = choice(16, "weeks", "A", "weeks to get all signatures")
    relevance: float = parameter(0.22, 0.0, 1.0, "share of scope", "A", "share of scope from which a category's department must sign")
    whistle_factor: float = parameter(2.5, 1.0, 50.0, "factor", "A", "speed-up of signing by the whistle")


class Consent(Group):
    """Residents' consent, by building or entrance."""

    rules: ConsentRules = choice(
        ("none", "two_thirds_no_objection", "double_majority", "none", "none", "double_majority"),
        "rule", "L", "consent rule by category",
    )
    relevance: float = parameter(0.25, 0.0, 1.0, "share of scope", "A", "share of scope from which a category's consent is needed")
    canvass_weeks: Weeks = choice(4, "weeks", "A", "weeks of canvassing")
    turnout: float = parameter(0.40, 0.0, 1.0, "per week", "A", "chance that an owner votes in a week of canvassing")
    turnout_participation: float = parameter(0.3, 0.0, 1.0, "per index", "A", "rise of turnout with participation")
    quorum: float = parameter(0.6667, 0.0, 1.0, "share", "L", "turnout needed, households and area (Civil Code, article 278: two thirds)")
    approval: float = parameter(1.2, -10.0, 10.0, "logits", "A", "mean leaning toward consent")
    objection: float = parameter(5.5, 0.0, 50.0, "logits", "A", "distance below the mean from which a household objects")
    climate: float = parameter(1.0, 0.0, 20.0, "logits", "A", "spread of leanings between buildings")
    shift_trust: float = parameter(1.5, 0.0, 20.0, "logits per index", "A", "shift by residents' trust")
    shift_panel: float = parameter(0.6, 0.0, 20.0, "logits", "A", "shift by deliberation")
    shift_compensation: float = parameter(1.0, 0.0, 20.0, "logits per unit", "A", "shift by compensation per project size")
    compensation: float = parameter(0.0, 0.0, 100.0, "funds per project size", "A", "compensation paid by the initiator")


class Negotiation(Group):
    """Bounded confidence among members."""

    step: float = parameter(0.25, 0.0, 1.0, "per round", "A", "step toward the voices heard (mu)")
    confidence: float = parameter(0.5764, 0.0, 1.0, "distance", "C", "distance within which voices are heard (epsilon)")
    tolerance: float = parameter(0.1924, 0.0, 1.0, "distance", "C", "distance from the mean at which all agree (tol)")
    pull_back: float = parameter(0.06076, 0.0, 1.0, "per round", "C", "pull back to one's own goals")
    rounds: Weeks = choice(14, "rounds", "A", "rounds before goals count as irreconcilable")
    disagreement: float = parameter(2.0, 0.0, 50.0, "factor", "A", "extra cost per distance from the mean")


class Delivery(Group):
    """Paying instalments: imperfect conditional cooperation with a temptation."""

    weeks: Weeks = choice(8, "weeks", "A", "planned weeks of delivery")
    slack: Annotated[int, Field(ge=0, le=520)] = choice(5, "weeks", "A", "weeks of slack")
    trust: float = parameter(3.478, -20.0, 20.0, "logits", "C", "effect of trust (b_trust)")
    alignment: float = parameter(0.3183, -20.0, 20.0, "logits", "C", "effect of alignment (b_align)")
    peers: float = parameter(4.195, -20.0, 20.0, "logits", "C", "effect of the peers' record (b_peer)")
    peers_neutral: float = parameter(0.6, 0.0, 1.0, "share", "A", "peers' record without effect")
    monitoring: float = parameter(1.0, -20.0, 20.0, "logits", "L", "effect of being watched (b_mon)")
    temptation: float = parameter(1.071, 0.0, 20.0, "logits", "C", "temptation by instalment over stock (b_tempt)")
    crowding_out: float = parameter(0.1, 0.0, 0.3, "logits", "A", "later loss where monitoring was withdrawn (c_out)")
    exposure_memory: float = parameter(0.9, 0.0, 1.0, "per instalment", "A", "memory of having been watched")
    completeness: float = parameter(0.95, 0.05, 1.0, "share", "A", "share of each resource that counts as done")
    reciprocity: float = parameter(0.1233, 0.0, 1.0, "per project", "C", "adjustment of honouring to what partners did")
    imperfection: float = parameter(0.1221, 0.0, 1.0, "share", "C", "how far below partners conditional cooperators aim")
    restart_decay: float = parameter(0.8, 0.0, 1.0, "per instalment", "A", "share of restored honouring kept with each instalment, where it is restored")
    success_lift: float = parameter(0.02352, 0.0, 1.0, "per success", "C", "rise of honouring after a success")


class Completion(Group):
    """When delivered work counts as public value."""

    misplaced_limit: float = parameter(0.5, 0.0, 1.0, "share of supply", "A", "misplaced share above which value is disordered")
    unneeded_limit: float = parameter(0.5, 0.0, 1.0, "share of supply", "A", "oversupplied share above which work is unneeded")
    digging_window: Weeks = choice(12, "weeks", "S", "weeks within which works on the same place repeat")
    value_of_size: float = parameter(36.0, 0.0, 1e6, "funds per project size", "A", "declared value of a project of size 1 fully serving needs: twice its cost")


class Slate(Group):
    """Fixed slate: identical formed projects injected into every arm, so process is apart from selection."""

    enabled: bool = choice(False, "switch", "A", "inject identical projects into all arms")
    members: Annotated[int, Field(ge=2, le=16)] = choice(4, "organisations", "A", "members of a slate project")


class Measures(Group):
    """Thresholds of what is counted during the run."""

    late_after: Weeks = choice(12, "weeks", "A", "weeks after which a waiting need counts as unmet (缺位)")
    active_from: float = parameter(0.3, 0.0, 1.0, "index 0-1", "A", "participation from which a household counts as active")
    live_window: Weeks = choice(26, "weeks", "A", "weeks in which an honoured pledge keeps a tie live")
