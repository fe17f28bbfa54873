"""The tables of a community and their columns, each with an English and a Chinese name.

What a cell may hold is a Kind; the names of choices are accepted in both languages.
"""

from dataclasses import dataclass
from typing import Literal

from experiments.config.place.names import Names
from sim.base.vocabulary import CATEGORIES, GROUPS, RESOURCES, ROLE_CODES, SECTORS, Role
from sim.parameters import Organisations
from sim.parameters.place import COUNT_OF_ROLE

Shape = Literal["name", "choice", "whole", "real", "single", "flag"]
"""single: a real kept in single precision, as the model holds it."""
MOST_HOUSEHOLDS = 200_000
LONGEST_NAME = 64
MOST_FUNDS = 1e6
LARGEST_WAIT = 520

GROUP_NAMES = (
    ("elderly", "老年户", "老年"),
    ("young_renter", "青年租户", "青年"),
    ("other", "其他住户", "其他"),
)
SECTOR_NAMES = (
    ("administrative", "行政主体", "行政"),
    ("market", "市场主体", "市场"),
    ("social", "社会主体", "社会"),
)
CATEGORY_NAMES = (
    ("elder_care", "养老"),
    ("accessibility", "无障碍"),
    ("parking", "停车"),
    ("public_space", "公共空间"),
    ("convenience_retail", "便民商业"),
    ("property_management", "物业管理"),
)
RESOURCE_NAMES = (
    ("funds", "资金"),
    ("labour", "人力"),
    ("expertise", "专业能力"),
    ("space", "空间"),
)
ROLE_NAMES = (
    ("department", "区级部门", "部门"),
    ("street_office", "街道办事处", "街道"),
    ("residents_committee", "居民委员会", "居委会"),
    ("lead_enterprise", "牵头企业"),
    ("property_company", "物业公司"),
    ("vendor", "小商户", "商户"),
    ("owners_committee", "业主委员会", "业委会"),
    ("social_organisation", "社会组织"),
    ("volunteer_team", "志愿者队伍", "志愿者"),
    ("designer", "设计团队", "责任规划师"),
)
TENURE_NAMES = (("renter", "租户", "承租人"), ("owner", "业主", "产权人"))
FLAG_NAMES = (("no", "否", "0", "false", "n"), ("yes", "是", "1", "true", "y"))
for _names, _words in (
    (GROUP_NAMES, GROUPS),
    (SECTOR_NAMES, SECTORS),
    (CATEGORY_NAMES, CATEGORIES),
    (RESOURCE_NAMES, RESOURCES),
    (ROLE_NAMES, tuple(role.name.lower() for role in Role)),
):
    assert tuple(each[0] for each in _names) == _words


@dataclass(frozen=True)
class Column:
    """A column: its names, what its cells may hold, and whether it, and each cell, must be there.

    names: English, Chinese. choices: for a choice, the names of each in turn, English and Chinese
    first. low, high: of numbers, both allowed.
    """

    names: tuple[str, str]
    shape: Shape
    needed: bool = False
    low: float = 0.0
    high: float = 0.0
    choices: tuple[tuple[str, ...], ...] = ()

    @property
    def key(self) -> str:
        """What the program calls it: the English name."""
        return self.names[0]


@dataclass(frozen=True)
class Table:
    """A table: names of its file without the ending, its columns, and what identifies a row."""

    names: tuple[str, str]
    columns: tuple[Column, ...]
    identity: tuple[str, ...]

    @property
    def key(self) -> str:
        """What the program calls it: the English name."""
        return self.names[0]

    def column(self, key: str) -> Column:
        """The column of this English name."""
        return next(each for each in self.columns if each.key == key)


def _name(en: str, zh: str, needed: bool = False) -> Column:
    return Column((en, zh), "name", needed)


def _whole(en: str, zh: str, low: int, high: int, needed: bool = False) -> Column:
    return Column((en, zh), "whole", needed, low, high)


def _real(en: str, zh: str, low: float, high: float, needed: bool = False) -> Column:
    return Column((en, zh), "real", needed, low, high)


def _choice(en: str, zh: str, choices: tuple[tuple[str, ...], ...], needed: bool = False) -> Column:
    return Column((en, zh), "choice", needed, choices=choices)


BUILDING = _name("building", "楼栋", needed=True)
GROUP = _choice("group", "群体", GROUP_NAMES, needed=True)
TENURE = _choice("tenure", "产权", TENURE_NAMES)
FLOOR_AREA = Column(("floor_area", "建筑面积"), "single", low=1.0, high=10_000.0)
WEIGHTS = tuple(_real(en, zh, 0.0, MOST_FUNDS) for en, zh in CATEGORY_NAMES)
MUST_WEIGHTS = tuple(_real(en, zh, 0.0, MOST_FUNDS, True) for en, zh in CATEGORY_NAMES)

HOUSEHOLDS = Table(
    ("households", "住户"),
    (
        _name("id", "户号", needed=True),
        BUILDING,
        _name("entrance", "单元"),
        GROUP,
        TENURE,
        Column(("member", "党员户"), "flag", choices=FLAG_NAMES),
        FLOOR_AREA,
        Column(("participation", "参与度"), "single", low=0.0, high=1.0),
        _whole("order_in_building", "楼内次序", 0, 10**9),
        _whole("order_in_community", "社区内次序", 0, 10**9),
    ),
    ("id",),
)
BUILDINGS = Table(
    ("buildings", "楼栋"),
    (
        BUILDING,
        GROUP,
        TENURE,
        _whole("households", "户数", 0, MOST_HOUSEHOLDS, needed=True),
        FLOOR_AREA,
    ),
    ("building", "group", "tenure"),
)
ORGANISATIONS = Table(
    ("organisations", "组织"),
    (
        _name("name", "名称", needed=True),
        _choice("role", "角色", ROLE_NAMES, needed=True),
        _whole("number", "编号", 1, ROLE_CODES),
        _choice("sector", "主体类型", SECTOR_NAMES),
        *WEIGHTS,
        *(_real(f"income_{en}", f"{zh}收入", 0.0, MOST_FUNDS) for en, zh in RESOURCE_NAMES),
        *(_real(f"stock_{en}", f"{zh}存量", 0.0, MOST_FUNDS) for en, zh in RESOURCE_NAMES),
        _real("attention", "注意力", 0.0, 1000.0),
        _real("honouring", "守约倾向", 0.02, 0.98),
    ),
    ("name",),
)
TIES = Table(
    ("ties", "联系"),
    (
        _name("from", "组织", needed=True),
        _name("to", "对方", needed=True),
        _real("trust", "信任", 0.0, 1.0, needed=True),
    ),
    ("from", "to"),
)
NEEDS = Table(
    ("needs", "需求"),
    (GROUP, _real("rate", "需求产生率", 0.0, 1.0, needed=True), *MUST_WEIGHTS),
    ("group",),
)
OPEN_NEEDS = Table(
    ("open_needs", "待满足需求"),
    (
        BUILDING,
        _choice("group", "群体", GROUP_NAMES),
        _choice("category", "类别", CATEGORY_NAMES, needed=True),
        _whole("number", "数量", 0, MOST_HOUSEHOLDS, needed=True),
        _whole("weeks", "已等周数", 0, LARGEST_WAIT),
    ),
    ("building", "group", "category", "weeks"),
)
TABLES = (HOUSEHOLDS, BUILDINGS, ORGANISATIONS, TIES, NEEDS, OPEN_NEEDS)
NOTES = ("note", "备注")
"""A column of this name is the user's own and isn't read."""


def most_of(role: Role) -> int:
    """How many organisations of a role the model takes."""
    field = Organisations.model_fields[COUNT_OF_ROLE[role]]
    return int(next(each.le for each in field.metadata if hasattr(each, "le")))


def both(names: tuple[tuple[str, ...], ...]) -> Names:
    """Choices listed in each language."""
    return Names(", ".join(each[0] for each in names), "、".join(each[1] for each in names))
