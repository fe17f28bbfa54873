"""The documents say what the code does: numbers, names, order, constants, tables."""

import ast
import importlib
import re
import shlex
from itertools import chain
from pathlib import Path
from types import ModuleType

import pytest
import yaml

from experiments.base.describe import field_paths
from experiments.commands import command_table
from experiments.config import parameter_table
from experiments.config.compose import compose
from experiments.store import output_table
from experiments.words.markdown import DOCS, markdown_table
from experiments.words.speech import speak
from sim.base.luck import Process
from sim.base.struct import Struct
from sim.base.vocabulary import ACTS, CATEGORIES, GROUPS, RESOURCES, SECTORS, End, Role
from sim.state.world import World
from sim.week.schedule import WEEK

ROOT = DOCS.parent
ODD = (DOCS / "odd.md").read_text(encoding="utf-8")
GLOSSARY = (DOCS / "glossary.md").read_text(encoding="utf-8")
READMES = {lang: (ROOT / name).read_text(encoding="utf-8") for lang, name in (
    ("en", "README.md"), ("zh", "README.zh.md"),
)}  # fmt: skip
EQUATION = re.compile(r"^- \*\*\((\d+)\)\*\* `(\w+)`, `(sim/[\w/]+\.py)`: ", re.MULTILINE)
NUMBER = re.compile(r"\((\d+)\) ")
CONSTANT = re.compile(r"^\| `([A-Z_]+[\w.]*)` \| ([^|]+) \| `(sim/[\w/]+\.py)` \|", re.MULTILINE)
PART = re.compile(r"^\| \d[\d, ]* \| `(\w+)` \| [^|]+ \| `(sim/[\w/]+\.py)`", re.MULTILINE)
HEAD = re.compile(r"^### [\d, ]+: `(\w+)` in `(sim/[\w/]+\.py)`", re.MULTILINE)
PATH = re.compile(r"`((?:sim|configs|experiments|docs|tests|results)/[\w/.]*)`")
SOURCE = re.compile(r"`((?:sim|configs|experiments|docs|tests)/[\w/.]*)")
LINK = re.compile(r"\]\(([^)#:]+)\)")
DOTTED = re.compile(r"`(sim(?:\.\w+)+)\b")
DEFINED = re.compile(r"`(\w+)(?:\([\w, ]*\))?`(?:,| in)\s+`(sim/[\w/]+\.py)`")
FIELD = re.compile(r"`world\.(\w+)(?:\.(\w+))?")
TEXTS = {file.name: file.read_text(encoding="utf-8") for file in sorted(DOCS.glob("*.md"))}


def _functions(source: Path) -> list[ast.FunctionDef]:
    tree = ast.parse(source.read_text(encoding="utf-8"))
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]


def _numbered() -> list[tuple[int, str, str]]:
    """(number, function, file) of every docstring in sim/ that starts with a number."""
    found = []
    for source in sorted((ROOT / "sim").rglob("*.py")):
        for function in _functions(source):
            number = NUMBER.match(ast.get_docstring(function) or "")
            if number:
                where = source.relative_to(ROOT).as_posix()
                found.append((int(number[1]), function.name, where))
    return sorted(found)


def _parts() -> list[tuple[str, str]]:
    """(name, file) of each part of the week, in order."""
    return [(part.__name__, part.__module__.replace(".", "/") + ".py") for part in WEEK]


def _names_in(source: str) -> set[str]:
    """What a file defines at its top: functions, classes, constants."""
    names = set()
    for node in ast.parse((ROOT / source).read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            names.add(node.name)
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        names |= {target.id for target in targets if isinstance(target, ast.Name)}
    return names


def _is_there(dotted: str) -> bool:
    """Is there a module, or something in one, of this dotted name?"""
    names = dotted.split(".")
    for cut in range(len(names), 0, -1):
        try:
            found: object = importlib.import_module(".".join(names[:cut]))
        except ModuleNotFoundError:
            continue
        for name in names[cut:]:
            if not hasattr(found, name):
                return False
            found = getattr(found, name)
        return True
    return False


def test_every_equation_has_one_number_and_no_number_is_left_out() -> None:
    numbers = [number for number, _, _ in _numbered()]
    assert numbers == list(range(1, len(numbers) + 1))


def test_the_odd_names_each_equation_by_number_function_and_file() -> None:
    described = sorted((int(n), name, where) for n, name, where in EQUATION.findall(ODD))
    assert described == _numbered()


def test_the_odd_refers_to_no_equation_that_is_not_there() -> None:
    numbers = {number for number, _, _ in _numbered()}
    assert {int(n) for n in re.findall(r"\((\d{1,2})\)", ODD.partition("## 20")[0])} <= numbers


def test_the_odd_tells_the_week_in_the_order_of_the_model() -> None:
    overview = ODD.partition("## 3 ")[2].partition("# II ")[0]
    assert PART.findall(overview) == _parts()


def test_the_walk_through_a_week_takes_its_parts_in_their_order() -> None:
    assert HEAD.findall(TEXTS["week.md"]) == _parts()


def test_constants_have_the_values_that_the_odd_gives() -> None:
    rows = CONSTANT.findall(ODD)
    assert len(rows) > 10
    for name, value, where in rows:
        found = importlib.import_module(where.removesuffix(".py").replace("/", "."))
        for part in name.split("."):
            found = getattr(found, part)
        assert found == ast.literal_eval(value), name


def test_the_odd_says_what_every_draw_is_keyed_by() -> None:
    table = ODD.partition("| process | draw |")[2].partition("\n\n")[0]
    rows = re.findall(r"^\| (\d+) \| `(\w+)` \| .+ \| .+ \| .+ \| (?:yes|no) \|$", table, re.M)
    assert [(int(n), name) for n, name in rows] == [(p.value, p.name.lower()) for p in Process]


def test_parameters_named_in_the_odd_exist() -> None:
    groups = "|".join({path.partition(".")[0] for path in field_paths() if "." in path})
    named = set(re.findall(rf"`((?:{groups})\.\w+)`", ODD))
    assert len(named) > 40
    assert named <= set(field_paths())


def test_the_odd_names_every_arrangement_and_the_size_of_every_community() -> None:
    arms = {path.stem for path in (ROOT / "configs/arrangement").glob("*.yaml")}
    table = ODD.partition("## 18")[2].partition("**Unit")[0]
    assert set(re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE)) == arms
    header = re.search(r"^\| fact \| (.*) \|$", ODD, re.MULTILINE)
    assert header is not None
    for key in ("households", "buildings"):
        row = re.search(rf"^\| {key} \| (.*) \|$", ODD, re.MULTILINE)
        assert row is not None
        for community, cell in zip(header[1].split(" | "), row[1].split(" | "), strict=True):
            source = (ROOT / f"configs/community/{community}.yaml").read_text(encoding="utf-8")
            value, tag = yaml.safe_load(source)["community"][key], cell.split(";")[0]
            assert re.fullmatch(rf"{value} \[([A-Z])\]", tag), (community, key)
            assert f"{key}: {value} # {tag[-2]}" in source


def test_every_end_is_described_with_what_it_counts_as() -> None:
    table = ODD.partition("| end | when |")[2].partition("*Formed*")[0]
    rows = re.findall(r"^\| `(\w+)` \| .* \| ([^|]+) \| (yes|no) \|$", table, re.MULTILINE)
    assert [name for name, _, _ in rows] == [end.name.lower() for end in End]
    breakdown = importlib.import_module("sim.measure.breakdown")
    for name, broken, failed in rows:
        end = End[name.upper()]
        assert broken.startswith("yes") == (end in breakdown.BROKEN), name
        assert (failed == "yes") == bool(breakdown.failures([end])[0]), name


@pytest.mark.parametrize("table", [parameter_table, output_table])
def test_generated_documents_are_up_to_date_in_both_languages(table: ModuleType) -> None:
    made = table.documents()
    assert {*made} == {f"{table.NAME}.md", f"{table.NAME}.zh.md"}
    written = {name: (DOCS / name).read_text(encoding="utf-8") for name in made}
    assert written == made, f"run python -m {table.__name__}"


def test_the_document_of_commands_is_up_to_date() -> None:
    written = (DOCS / command_table.DOCUMENT).read_text(encoding="utf-8")
    assert written == command_table.render(), f"run python -m {command_table.__name__}"


@pytest.mark.parametrize("table", [parameter_table, output_table])
def test_generated_documents_have_the_same_rows_in_both_languages(table: ModuleType) -> None:
    english, chinese = (
        re.findall(r"^\| (`[\w.]+`) \| (.*) \|$", text, re.MULTILINE)
        for text in table.documents().values()
    )
    assert [name for name, _ in english] == [name for name, _ in chinese]
    told = [cells.split(" | ") for _, cells in chinese]
    rows = [cells for cells in told if len(cells) > 3]
    assert len(rows) > 100
    untold = [cells for cells in rows if not re.search("[一-鿿]", cells[-2])]
    assert untold == []


def test_the_parameter_table_has_a_row_for_every_parameter_with_its_default() -> None:
    text = parameter_table.render()
    assert "| `coordinator.start_week` | 0 | a whole number in [0, 100000] | week |" in text
    assert "| `coordinator.informed` | true | true or false |" in text
    rows = re.findall(r"^\| `([\w.]+)` \| [^|]+ \| ", text, re.MULTILINE)
    assert {"horizon", "community.households", "measures.live_window"} <= set(rows)
    assert "seed" not in rows
    assert "| `coordinator.informed` | true | true或false |" in parameter_table.render(speak("zh"))


def test_a_bar_in_a_cell_does_not_break_the_table() -> None:
    assert markdown_table(("a", "b"), [("x|y", "z")]) == "| a | b |\n| --- | --- |\n| x\\|y | z |"


def test_the_glossary_has_every_word_that_the_model_indexes_by() -> None:
    words = {*CATEGORIES, *RESOURCES, *GROUPS, *SECTORS, *ACTS}
    words |= {end.name.lower() for end in End} | {role.name for role in Role}
    words |= {path.stem for path in (ROOT / "configs/arrangement").glob("*.yaml")}
    assert words <= set(re.findall(r"^\| `(\w+)` \|", GLOSSARY, re.MULTILINE))


def test_every_term_of_the_glossary_is_given_in_chinese() -> None:
    rows = re.findall(r"^\| `\w+` \| (.*) \|$", GLOSSARY, re.MULTILINE)
    for row in rows:
        english, chinese, paper = row.split(" | ")
        assert not re.search("[一-鿿]", english), row
        assert re.search("[一-鿿]", chinese), row
        assert paper == "–" or re.search("[一-鿿]", paper), row


def test_names_of_code_in_documents_are_those_of_the_code() -> None:
    """Files of sim/, dotted names, names said to be in a file, and fields of the world."""
    assert {name: gone for name, text in TEXTS.items() if (gone := _not_there(text))} == {}


def _not_there(text: str) -> list[str]:
    missing = [path for path in SOURCE.findall(text) if not (ROOT / path).exists()]
    missing += [dotted for dotted in DOTTED.findall(text) if not _is_there(dotted)]
    missing += [
        f"{defined} in {path}"
        for defined, path in DEFINED.findall(text)
        if not (ROOT / path).exists() or defined not in _names_in(path)
    ]
    for owner, field in FIELD.findall(text):
        struct = World.__annotations__.get(owner)
        inside = isinstance(struct, type) and issubclass(struct, Struct)
        if struct is None or (inside and field and field not in struct.__annotations__):
            missing.append(f"world.{owner}.{field}")
    return missing


def test_files_and_links_that_the_documents_name_exist() -> None:
    texts = {ROOT: [*READMES.values()], DOCS: [ODD, GLOSSARY]}
    named = chain.from_iterable(PATH.findall(text) for text in chain(*texts.values()))
    missing = [path for path in named if not (ROOT / path).exists()]
    for base, documents in texts.items():
        links = chain.from_iterable(LINK.findall(text) for text in documents)
        missing += [link for link in links if not (base / link).exists()]
    assert missing == []


def _parts_of(readme: str) -> tuple[list[str], list[str], int]:
    """Commands without comments, links other than between languages, number of sections."""
    blocks = re.findall(r"^```\w*\n(.*?)^```", readme, re.MULTILINE | re.DOTALL)
    commands = [line.partition(" #")[0].rstrip() for b in blocks for line in b.splitlines()]
    links = [link for link in LINK.findall(readme) if not link.startswith("README")]
    links = [link.replace(".zh.md", ".md") for link in links]  # a document's Chinese form
    return commands, links, len(re.findall(r"^## ", readme, re.MULTILINE))


def test_both_readmes_hold_the_same_commands_links_and_sections() -> None:
    assert _parts_of(READMES["en"]) == _parts_of(READMES["zh"])


def test_the_readmes_start_with_the_two_commands() -> None:
    for readme in READMES.values():
        assert _parts_of(readme)[0][:2] == ["make demo", "make test"]


def test_commands_in_the_readmes_are_understood() -> None:
    """Each line's arguments are those of its command, and its overrides are accepted."""
    for line in _parts_of(READMES["en"])[0]:
        words = shlex.split(line)
        if words[0].endswith("coprod") and words[1] in ("run", "compare"):
            given = [word for word in words[2:] if "=" in word]
            assert compose([word for word in given if not word.startswith("arms=")])
