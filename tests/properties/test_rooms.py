"""The house: rooms in an order, imports downward only, no loose module, few rooms and floors."""

import ast
from functools import cache
from pathlib import Path

from root import ROOT

HOUSE = ROOT / "experiments"
ORDER = (
    "base", "words", "config.place", "config", "store", "run", "analysis", "run.doctor",
    "run.sweep", "document", "figures", "studies", "studies.calibration", "studies.labs",
    "report.explain", "report", "app", "commands",
)  # fmt: skip
"""From the ground up: a room imports rooms before it."""
MOST_ROOMS, MOST_FLOORS = 18, 10
Arrow = tuple[str, str]


def _name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def modules() -> dict[str, Path]:
    """Dotted name -> file of every module of experiments/."""
    return {_name(path): path for path in sorted(HOUSE.rglob("*.py"))}


def room(module: str) -> str:
    """The package that a module is in, below ``experiments``."""
    package = module if modules()[module].name == "__init__.py" else module.rpartition(".")[0]
    return package.removeprefix("experiments").removeprefix(".")


def _named(text: str) -> str | None:
    """The module that a dotted name is of, or is in."""
    while text.startswith("experiments."):
        if text in modules():
            return text
        text = text.rpartition(".")[0]
    return None


def imports(module: str) -> set[str]:
    """Modules that one imports, wherever the import stands, or names in a string."""
    names: list[str] = []
    for node in ast.walk(ast.parse(modules()[module].read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names += [f"{node.module}.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            names += [node.value.partition(":")[0]]
    return {found for name in names if (found := _named(name))} - {module}


@cache
def arrows() -> dict[Arrow, str]:
    """(room, room that it imports) -> the first line that says so."""
    found: dict[Arrow, str] = {}
    for module in modules():
        for other in sorted(imports(module)):
            if room(module) and room(module) != room(other):
                found.setdefault((room(module), room(other)), f"{module} -> {other}")
    return found


def floor(name: str) -> int:
    """0 on the ground; otherwise one above the highest room that is imported."""
    return max((floor(below) + 1 for above, below in arrows() if above == name), default=0)


def test_the_order_names_every_room_and_no_other() -> None:
    assert set(ORDER) == {room(module) for module in modules()} - {""}
    assert len(ORDER) <= MOST_ROOMS


def test_no_room_imports_one_above_it() -> None:
    up = [how for (one, other), how in arrows().items() if ORDER.index(one) < ORDER.index(other)]
    assert up == []


def test_the_rooms_stand_on_few_floors() -> None:
    assert 1 + max(floor(name) for name in ORDER) <= MOST_FLOORS


def test_no_module_stands_loose_at_the_root() -> None:
    assert [path.name for path in HOUSE.glob("*.py")] == ["__init__.py"]


def test_no_modules_import_each_other_in_a_circle() -> None:
    left = {module: imports(module) for module in modules()}
    while free := [module for module, others in left.items() if not others & left.keys()]:
        for module in free:
            del left[module]
    assert sorted(left) == []


def test_the_front_door_stands_on_top_and_no_room_goes_through_it() -> None:
    """coprod.py at the root is for who uses Python: rooms below do without it."""
    front = ROOT / "coprod.py"
    named = {_module_of(node) for node in ast.walk(ast.parse(front.read_text("utf-8")))}
    inside = {name for name in named if name.startswith("experiments.")}
    assert {name for name in inside if name.startswith("experiments.commands")} == {
        "experiments.commands.options"
    }
    assert not any(name.startswith("experiments.app") for name in inside)
    for path in (*HOUSE.rglob("*.py"), *(ROOT / "sim").rglob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        assert "coprod" not in {_module_of(node) for node in ast.walk(tree)}, path


def _module_of(node: ast.AST) -> str:
    """What an import imports, or imports from; "" for anything else."""
    if isinstance(node, ast.ImportFrom):
        return node.module or ""
    return node.names[0].name if isinstance(node, ast.Import) else ""
