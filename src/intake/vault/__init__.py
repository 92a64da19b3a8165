"""The encrypted store on this machine.

``create`` or ``unlock`` give a Vault; the modules beside hold what it keeps, each with
plain functions that take it first: settings, custody, interviews, drafts, journal,
objects, forms, cards, records. One call is one durable transaction, unless inside
``transaction(vault)``. Any thread may call; a call waits while another thread is in a
transaction.

The names below are fetched when they are first used, so that hardening the process
(``vault.process``) comes before any library, and help without them.
"""

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from intake.vault.cost import FLOOR, START, Cost, calibrate
    from intake.vault.integrity import check
    from intake.vault.opening import change_passphrase, create, exists, prove, unlock
    from intake.vault.vault import Vault, transaction
else:
    _HOMES = {
        "FLOOR": "cost",
        "START": "cost",
        "Cost": "cost",
        "Vault": "vault",
        "calibrate": "cost",
        "change_passphrase": "opening",
        "check": "integrity",
        "create": "opening",
        "exists": "opening",
        "prove": "opening",
        "transaction": "vault",
        "unlock": "opening",
    }

    def __getattr__(name: str) -> object:
        """Fetch a public name from the module it lives in."""
        if name not in _HOMES:
            raise AttributeError(name)
        return getattr(importlib.import_module(f"intake.vault.{_HOMES[name]}"), name)


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
    "prove",
    "transaction",
    "unlock",
]
