"""The table of directions: for every parameter, an outcome that it moves, and which way."""

from direction_community import COMMUNITY, NETWORK, ORGANISATIONS, RESIDENTS
from direction_hubs import ATTENTION, KNOWING, MARKET_TABLE, MECHANISMS
from direction_mandates import MANDATES, PRACTICES
from direction_projects import CONSENT, DELIVERY, FORMING, NEGOTIATION, REST
from direction_shocks import SHOCKS
from direction_structure import STRUCTURE

TABLE = [
    *COMMUNITY, *RESIDENTS, *ORGANISATIONS, *NETWORK, *FORMING, *CONSENT, *NEGOTIATION, *DELIVERY,
    *REST, *MARKET_TABLE, *ATTENTION, *MECHANISMS, *KNOWING, *SHOCKS,
    *MANDATES, *PRACTICES, *STRUCTURE,
]  # fmt: skip
