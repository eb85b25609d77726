"""Stand-ins for members: a world and a map in, a world with one member of each provider for each such role out.

Where a column names a provider and no person, the claim is of somebody who has consented to that provider's code and
to nothing else. That is a person of the register, so that every judgment can show the chain.
"""

from panarchy_rules.base.diagnostics import Diagnostic, Refused
from panarchy_rules.base.records import replace
from panarchy_rules.base.spans import whole_file
from panarchy_rules.casefile.table_map import MemberCell, TableMap
from panarchy_rules.choice_of_law.world import LawWorld
from panarchy_rules.register import Entry, Join, Register


def member_name(role: str, provider: str) -> str:
    """Who stands in a role for the members of a provider."""
    return f"{role}_of_{provider}"


def with_members(world: LawWorld, mapped: TableMap) -> LawWorld:
    """The world with a stand-in for every role whose column names providers. Raises Refused if names clash."""
    roles = [role for role, party in mapped.parties.items() if isinstance(party, MemberCell)]
    names = {(role, provider): member_name(role, provider) for role in roles for provider in world.providers}
    for name in names.values():
        if name in world.everyone:
            message = f"`{name}` is a person of this world, and stands for members of a provider in this table"
            raise Refused([Diagnostic("PR710", message, whole_file(""), help="name the persons in a column instead")])
    number = max((entry.entry for entry in world.register.entries), default=0)
    joins: list[Entry] = []
    for (_, provider), name in names.items():
        number += 1
        day = world.editions(provider)[0].in_force
        joins.append(Join(entry=number, recorded=day, person=name, provider=provider))
    if not joins:
        return world
    return replace(world, register=Register((*world.register.entries, *joins), world.register.path))
