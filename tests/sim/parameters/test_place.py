"""Tables of a community of one's own: what they count, and when two places are the same."""

import numpy as np
from own_place import households

from sim.base.vocabulary import Role
from sim.parameters.organisations import Organisations
from sim.parameters.place import COUNT_OF_ROLE, OrganisationTable, Place


def test_households_are_counted_in_all_and_by_group():
    table = households()
    assert table.size == 5 and table.counts.tolist() == [3, 1, 1]
    assert households(group=[2] * 5).counts.tolist() == [0, 0, 5]


def test_organisations_are_counted_by_role():
    roles = np.array([Role.VENDOR, Role.STREET_OFFICE, Role.VENDOR])
    rest = {name: np.zeros(3) for name in ("number", "goals", "income", "stock", "attention")}
    table = OrganisationTable(role=roles, names=("a", "b", "c"), honouring=np.zeros(3), **rest)
    counts = {role: table.count(role) for role in Role if table.count(role)}
    assert counts == {Role.VENDOR: 2, Role.STREET_OFFICE: 1}


def test_every_role_has_its_parameter():
    assert set(COUNT_OF_ROLE) == set(Role)
    assert set(COUNT_OF_ROLE.values()) <= set(Organisations.model_fields)
    assert len(set(COUNT_OF_ROLE.values())) == len(Role)


def test_places_are_the_same_where_their_texts_are_whatever_the_order():
    one = Place(texts={"ties": "a", "needs": "b"}, ties=np.eye(2))
    other = Place(texts={"needs": "b", "ties": "a"})
    assert one == other and hash(one) == hash(other)
    assert one != Place(texts={"needs": "b", "ties": "A"}) and one != Place()
    assert one != "a place"
