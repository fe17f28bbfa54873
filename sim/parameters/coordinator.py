"""The coordinator: one code for every kind; a kind is only a set of these values."""

from typing import Annotated, Literal

from pydantic import Field

from sim.parameters.fields import (
    CategoryMix,
    EachOnce,
    Group,
    PerSector,
    Share,
    SharePerSector,
    SignedPerSector,
    ToTuple,
    choice,
    parameter,
)

Week = Annotated[int, Field(ge=0, le=100_000)]
ActName = Literal[
    "panel", "introduction", "transfer", "whistle", "mediation", "monitoring", "backstop", "guidance"
]
Priorities = Annotated[
    tuple[ActName, ActName, ActName, ActName, ActName, ActName, ActName, ActName],
    ToTuple,
    EachOnce,
]


class Coordinator(Group):
    """A central node with attention, legitimacy, reach and four mechanisms. Default: none."""

    start_week: Week = choice(0, "week", "A", "first week of the coordinator")
    end_week: Week = choice(100_000, "week", "A", "first week without it again")
    attention: float = parameter(0.0, 0.0, 1e5, "acts per week", "A", "attention before formalism (B)")
    formalism: float = parameter(0.0, 0.0, 1.0, "share", "S", "attention lost to formalities; widens reported over real results")
    reach: SharePerSector = choice((1.0, 0.6, 0.6), "share", "A", "share of organisations reached, by sector")
    legitimacy: SignedPerSector = choice((0.3, 0.3, 0.3), "index -1 to 1", "A", "legitimacy at the start, by sector (L)")
    legitimacy_gain: float = parameter(0.05, 0.0, 1.0, "per project", "A", "learning of legitimacy from outcomes")
    legitimacy_recovery: float = parameter(0.02, 0.0, 1.0, "per week", "A", "return of legitimacy to its resting level, where it returns")
    backlash: float = parameter(0.01, 0.0, 1.0, "index -1 to 1", "A", "legitimacy lost by guidance nobody can follow")
    goal_convergence: float = parameter(0.02, 0.0, 1.0, "per guided round", "A", "move of members' goals toward guidance, where it moves them (目标趋同)")
    reactance: float = parameter(0.5, 0.0, 1.0, "share of pull", "A", "how far guidance beyond confidence drives positions away, where it does")
    mobilisation: Share = choice(0.0, "probability", "A", "strength of organisational mobilisation")
    guidance: Share = choice(0.0, "probability", "A", "strength of political guidance")
    resources: Share = choice(0.0, "probability", "A", "strength of resource integration")
    integration: Share = choice(0.0, "probability", "A", "strength of network integration")
    share_panel: Share = choice(1.0, "share", "A", "share of its mechanism\'s strength for deliberation panels")
    share_introduction: Share = choice(1.0, "share", "A", "share of its mechanism\'s strength for introductions")
    share_transfer: Share = choice(1.0, "share", "A", "share of its mechanism\'s strength for transfers")
    share_whistle: Share = choice(1.0, "share", "A", "share of its mechanism\'s strength for whistles")
    share_mediation: Share = choice(1.0, "share", "A", "share of its mechanism\'s strength for mediation")
    share_monitoring: Share = choice(1.0, "share", "A", "share of its mechanism\'s strength for monitoring")
    share_backstop: Share = choice(1.0, "share", "A", "share of its mechanism\'s strength for labour backstop")
    share_guidance: Share = choice(1.0, "share", "A", "share of its mechanism\'s strength for guidance at the table")
    informed: bool = choice(True, "switch", "A", "acts on information; false: permuted target, acts by lot")
    sensing_noise: float = parameter(0.6, 0.0, 5.0, "log units", "A", "noise in the coordinator's estimate of need")
    agenda_bias: float = parameter(0.0, 0.0, 1.0, "share", "A", "share of guidance that serves an agenda, not need")
    agenda: CategoryMix = choice((0.0, 2.0, 0.5, 3.0, 0.5, 0.0), "weight", "A", "the agenda that bias serves")
    red_line: float = parameter(1.0, 0.0, 1.0, "distance", "A", "distance from its estimate at which agreement is refused (1: never)")
    resident_mobilisation: float = parameter(0.01, 0.0, 1.0, "per week", "A", "rise of participation by mobilisation")
    member_floor: float = parameter(0.4, 0.0, 1.0, "index 0-1", "A", "participation below which members do not fall")
    trial: float = parameter(0.5, 0.0, 1.0, "share", "S", "doubt about quality removed by trial before purchase (先尝后买)")
    slack_weeks: float = parameter(8.0, 0.0, 520.0, "weeks of income", "A", "stock an organisation keeps before it counts as slack")
    pool_rate: float = parameter(0.25, 0.0, 1.0, "per week", "A", "share of slack that goes to the pool")
    transfer_share: float = parameter(0.25, 0.0, 1.0, "share of need", "A", "largest transfer, as a share of the project's need")
    attention_cost: float = parameter(0.01, 0.0, 100.0, "funds per act", "D", "running cost of one act of attention: half a week of a worker at 60,000 yuan a year")
    payers: PerSector = choice((1.0, 0.0, 0.0), "weight", "A", "who pays the running cost, by sector")
    content: bool = choice(True, "switch", "A", "acts have content; false: they are paid and held, and nothing comes of them")
    handed_over: bool = choice(False, "switch", "A", "attention and budget go to the organisations pro rata instead")
    priorities: Priorities = choice(
        ("mediation", "guidance", "monitoring", "introduction", "transfer", "whistle", "panel", "backstop"),
        "order", "A", "which acts are granted first",
    )

    rotation_weeks: Annotated[int, Field(ge=0, le=5200)] = choice(0, "weeks", "A", "term of an elected lead organisation, after which another leads (0: a standing office)")
    imposed: Share = choice(0.0, "share", "A", "share of scopes, and of positions at the table, that administrations prescribe")
    enforcement: Share = choice(0.0, "share", "A", "share of a broken instalment that is collected all the same from those it watches")
    earmark: float = parameter(0.0, 0.0, 1.0, "index 0-1", "A", "least alignment with its target from which a project receives transfers (0: any)")
    pool_sectors: SharePerSector = choice((1.0, 1.0, 1.0), "share", "A", "share of slack that each sector lets flow to the pool (five-party linkage)")
    joint_meeting_size: float = parameter(1000.0, 0.0, 1000.0, "project sizes", "A", "size from which a matter is major and goes first, to the joint meeting (1000: none)")
    yardstick: bool = choice(False, "switch", "S", "acts go first where residents are least satisfied")
    covenant: float = parameter(0.0, 0.0, 5.0, "logits", "A", "rise of honouring among reached organisations bound by a covenant")
    observation: Share = choice(0.0, "share", "A", "share of needs nobody voiced that immersive observation finds")
    revision: float = parameter(0.0, 0.0, 1.0, "per week", "A", "move of a watched project's scope toward its target while work goes on")
    station: float = parameter(0.0, 0.0, 1.0, "per week", "A", "growth of ties between reached organisations that meet at the practice station")
    online: Share = choice(0.0, "share", "A", "share of its congestion in mediation that online channels take away")
    co_managers: float = parameter(0.0, 0.0, 1000.0, "residents", "A", "co-managers, each giving an act a week as far as residents take part")
