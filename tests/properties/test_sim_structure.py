"""The house of the model: arrows run down, structs and functions stay small, rules are pure."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import mesa
from root import ROOT

from sim.base.struct import Struct
from sim.state import world

SIM = ROOT / "sim"
FLOORS = (
    "base", "measure", "parameters", "state", "rules", "week", "simulation", "agents", "model",
)  # fmt: skip
"""From the lowest: a module imports from its own floor and from lower ones."""
MOST_FIELDS, MOST_ARGUMENTS = 20, 8
WITHOUT_TESTS = {
    "sim.base.vocabulary": "names and numbers, which every other test uses",
    "sim.parameters.community": "declarations: ranges and labels, judged by fields",
    "sim.parameters.coordinator": "declarations",
    "sim.parameters.organisations": "declarations",
    "sim.parameters.projects": "declarations",
    "sim.parameters.shocks": "declarations",
    "sim.parameters.structure": "declarations",
}
"""Modules that need no test file of their own, and why; nor does an ``__init__``."""
SOURCES = {
    ".".join(path.relative_to(SIM.parent).with_suffix("").parts).removesuffix(".__init__"): path
    for path in sorted(SIM.rglob("*.py"))
}


@cache
def tree_of(name: str) -> ast.Module:
    return ast.parse(SOURCES[name].read_text(encoding="utf-8"))


def imports(name: str) -> Iterator[str]:
    """Modules of sim that a module imports, anywhere in it: for type hints, in functions."""
    for node in ast.walk(tree_of(name)):
        if isinstance(node, ast.ImportFrom) and node.module is not None:
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                found = inner if inner in SOURCES else node.module
                if found in SOURCES and found not in ("sim", name):
                    yield found
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in SOURCES)


def floor(name: str) -> int:
    return FLOORS.index(name.split(".")[1])


def functions() -> Iterator[tuple[str, ast.FunctionDef]]:
    for name in SOURCES:
        for node in ast.walk(tree_of(name)):
            if isinstance(node, ast.FunctionDef):
                yield name, node


def is_compiled(node: ast.FunctionDef, how: tuple[str, ...] = ("kernel", "part")) -> bool:
    return any(isinstance(d, ast.Name) and d.id in how for d in node.decorator_list)


def test_every_module_has_the_test_file_that_one_would_look_for():
    missing = {
        name
        for name, path in SOURCES.items()
        if path.stem != "__init__"
        and not (ROOT / "tests" / path.relative_to(ROOT).with_name(f"test_{path.name}")).exists()
    }
    assert missing == set(WITHOUT_TESTS)


def test_imports_run_down_the_floors():
    up = [
        f"{name} -> {other}"
        for name in SOURCES
        if name != "sim"
        for other in imports(name)
        if floor(other) > floor(name)
    ]
    assert up == []


def circle_from(name: str, path: tuple[str, ...], done: set[str]) -> tuple[str, ...] | None:
    """A circle of imports found from a module on, or None."""
    if name in path:
        return (*path[path.index(name) :], name)
    if name in done:
        return None
    for other in imports(name):
        found = circle_from(other, (*path, name), done)
        if found is not None:
            return found
    done.add(name)
    return None


def test_no_module_imports_itself_by_way_of_others():
    done: set[str] = set()
    assert [c for name in SOURCES if (c := circle_from(name, (), done)) is not None] == []


def test_no_function_takes_more_than_eight_arguments():
    counts = {
        f"{name}.{node.name}": len(node.args.posonlyargs + node.args.args + node.args.kwonlyargs)
        for name, node in functions()
    }
    assert {name: n for name, n in counts.items() if n > MOST_ARGUMENTS} == {}


def test_no_struct_has_more_than_twenty_fields():
    structs = [kind for kind in vars(world).values() if isinstance(kind, type)]
    sizes = {
        s.__name__: len(s.fields) for s in structs if issubclass(s, Struct) and s is not Struct
    }
    assert len(sizes) > 10
    assert {name: n for name, n in sizes.items() if n > MOST_FIELDS} == {}


def test_rules_know_no_world():
    told = [
        f"{name}.{node.name}"
        for name, node in functions()
        if name.startswith("sim.rules") and "world" in {arg.arg for arg in node.args.args}
    ]
    assert told == []


def test_a_part_has_one_caller():
    """What several call is compiled once, by itself; ``philox`` alone is written out everywhere."""
    parts = {node.name for _, node in functions() if is_compiled(node, ("part",))} - {"philox"}
    callers = dict.fromkeys(parts, 0)
    for _, node in functions():
        for call in ast.walk(node):
            named = isinstance(call, ast.Call) and isinstance(call.func, ast.Name)
            if named and call.func.id in parts and is_compiled(node):
                callers[call.func.id] += 1
    assert {name: n for name, n in callers.items() if n != 1} == {}


def test_rules_import_nothing_of_the_state():
    rules = [name for name in SOURCES if name.startswith("sim.rules.")]
    told = [(n, other) for n in rules for other in imports(n) if floor(other) not in (0, floor(n))]
    assert len(rules) > 5 and told == []


# -- what the model knows of Mesa ------------------------------------------------------------------


def private(name: str) -> bool:
    return name.startswith("_") and not name.startswith("__")


def names_in(tree: ast.AST) -> set[str]:
    """Private names that a module defines, reads, sets, imports, or says in quotes."""
    found = set()
    for node in ast.walk(tree):
        said = (
            getattr(node, "attr", None), getattr(node, "name", None), getattr(node, "id", None),
            getattr(node, "arg", None), getattr(node, "value", None),
        )  # fmt: skip
        found |= {each for each in said if isinstance(each, str) and private(each)}
    return found


def test_no_private_name_of_mesa_is_touched():
    of_mesa = set()
    for module in ("agent", "model", "datacollection", "batchrunner"):
        text = (Path(mesa.__file__).parent / f"{module}.py").read_text(encoding="utf-8")
        of_mesa |= names_in(ast.parse(text)) - {"_"}
    assert {"_user_step", "_agent_records"} <= of_mesa
    faces = [SIM / "model.py", *(SIM / "agents").glob("*.py")]
    touched = {face.name: names_in(ast.parse(face.read_text("utf-8"))) & of_mesa for face in faces}
    assert len(faces) > 5 and {name: found for name, found in touched.items() if found} == {}


def test_nothing_else_in_sim_knows_mesa():
    knows = [
        path.relative_to(SIM).as_posix()
        for path in (SIM).rglob("*.py")
        if re.search(r"^\s*(import|from) mesa", path.read_text("utf-8"), re.MULTILINE)
    ]
    assert [name for name in knows if not name.startswith("agents/")] == ["model.py"]
