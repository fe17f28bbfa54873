"""The terms that a page uses, with the founding paper's term and a meaning in both languages."""

from typing import NamedTuple

from experiments.messages import say
from experiments.messages.glossary import TERMS, Term
from experiments.report.blocks import Prose, Section, Table
