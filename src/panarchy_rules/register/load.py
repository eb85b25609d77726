"""Load the register of a world: its file and the rules for signatures in, the register and what is wrong with it out.

A file that ends in `.sqlite` or `.db` is a register store, which is checked whenever it is loaded.
Everything else is a file of JSON lines.
"""

from pathlib import Path

from panarchy_rules.base.diagnostics import Diagnostic, Refused, errors, in_order
from panarchy_rules.register.read import read_register
from panarchy_rules.register.register import Register
from panarchy_rules.register.storage import RegisterStore
from panarchy_rules.register.verify_chain import verify_chain
from panarchy_rules.register.verify_signatures import SignatureRules, verify_signatures

STORE_ENDINGS = (".sqlite", ".db")


def load_register(path: Path, data: bytes, rules: SignatureRules) -> tuple[Register, tuple[Diagnostic, ...]]:
    """The register at `path`, whose bytes are `data`. Never raises for what is in it."""
    try:
        if is_store(path):
            with RegisterStore.open(path, rules, create=False, read_only=True) as store:
                return store.read_verified()
        register, found = read_register(str(path), data)
        if rules.required and not errors(found):
            found = in_order([*found, *verify_chain(register), *verify_signatures(register, rules)])
    except Refused as refused:
        return Register((), str(path)), refused.diagnostics
    return register, found


def is_store(path: Path) -> bool:
    """Does the name of this file say that it is a register store?"""
    return path.suffix in STORE_ENDINGS
