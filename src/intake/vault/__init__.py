"""The encrypted store on this machine.

``create`` or ``unlock`` give a Vault; the modules beside hold what it keeps, each with
plain functions that take it first: settings, custody, interviews, drafts, journal,
objects, forms, protocols, cards, records. One call is one durable transaction, unless
inside ``transaction(vault)``. Any thread may call.
"""

from intake.vault.cost import FLOOR, START, Cost, calibrate
from intake.vault.integrity import check
from intake.vault.opening import change_passphrase, create, exists, unlock
from intake.vault.vault import Vault, transaction

__all__ = [
    "FLOOR",
    "START",
    "Cost",
    "Vault",
    "calibrate",
    "change_passphrase",
    "check",
    "create",
    "exists",
    "transaction",
    "unlock",
]
