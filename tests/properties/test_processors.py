"""Numbers do not depend on the type of processor, as a linear algebra library's last bits do."""

import ast
import json
import os
import subprocess
import sys

import numpy as np
import pytest
from root import ROOT

from experiments.run.doctor.known_answer import STORED
from sim.base.equations import dot
from sim.rules.partners import need_of

LIBRARY = {"dot", "vdot", "inner", "matmul", "einsum", "tensordot", "linalg"}
KNOWN = """
from sim.base.kernel_cache import place_kernel_cache
place_kernel_cache()
from experiments.run.doctor.known_answer import digest, known_parameters, model_run
from sim.measure.records import RunId
print(digest(model_run(known_parameters(), RunId(0, 0))))
"""


def _products(source: str) -> list[int]:
    """Lines of a module that multiply arrays by the library."""
    found = []
    for node in ast.walk(ast.parse(source)):
        operator = isinstance(node, ast.BinOp) and isinstance(node.op, ast.MatMult)
        called = (
            isinstance(node, ast.Attribute)
            and node.attr in LIBRARY
            and isinstance(node.value, ast.Name)
            and node.value.id == "np"
        )
        if operator or called:
            found.append(node.lineno)
    return found


def test_a_product_by_the_library_would_be_found():
    assert _products("a = 1\nb = scope @ table\nc = np.dot(b, a)\n") == [2, 3]


def test_the_model_multiplies_arrays_term_by_term():
    found = {path.name: _products(path.read_text()) for path in (ROOT / "sim").rglob("*.py")}
    assert len(found) > 30 and not any(found.values()), found


def test_a_product_term_by_term_is_the_product():
    rng = np.random.default_rng(0)
    for _ in range(50):
        x, table = rng.random(6), rng.random((6, 4))
        assert dot(x, table[:, 0]) == pytest.approx(x @ table[:, 0], rel=1e-14)
        assert need_of(x, table, 2.5) == pytest.approx(x @ table * 2.5, rel=1e-14)


@pytest.mark.parametrize("processor", ["Prescott", "Haswell", "SkylakeX"])
def test_a_run_is_the_same_to_the_bit_on_other_types_of_processor(processor):
    answer = subprocess.run(
        [sys.executable, "-c", KNOWN], cwd=ROOT, capture_output=True, text=True, check=True,
        env={**os.environ, "OPENBLAS_CORETYPE": processor, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert answer.stdout.strip() == json.loads(STORED.read_text())["digest"]
