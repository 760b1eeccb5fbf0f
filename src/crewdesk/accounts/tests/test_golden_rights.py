"""criterion 43: the table of rights, multiplied out. After a change read the difference, then write the file anew:
`python -m crewdesk.accounts.tests.test_golden_rights > src/crewdesk/accounts/tests/golden_rights.txt`."""

from itertools import product
from pathlib import Path
from types import SimpleNamespace

import pytest

from crewdesk.accounts.models import Role
from crewdesk.accounts.models.user import RANK
from crewdesk.accounts.rights import CUSTOMER, LOWEST_ROLE, PUBLIC, can, require
from crewdesk.core.operations import NotPermitted

GOLDEN = Path(__file__).parent / "golden_rights.txt"
OWNERSHIPS = ("any", "own", "same organization", "other", "colleague", "higher role")


def user(role: str, pk: int = 1, **facts):
    return SimpleNamespace(
        pk=pk,
        role=role,
        is_active=True,
        suspended=False,
        organization_id=7,
        rank=RANK[role],
        is_staff_member=role != Role.END_USER,
        **facts,
    )


def thing(role: str, verb: str, ownership: str):
    """What the verb is done to: a ticket, a user, or a role that is offered."""
    higher = Role.values[min(RANK[role] + 1, len(Role.values) - 1)]
    if verb == "member.invite":
        return {"own": role, "higher role": higher}.get(ownership, Role.LIGHT_AGENT)
    return {
        "any": None,
        "own": SimpleNamespace(pk=1, requester_id=1, organization_id=None, role=role),
        "same organization": SimpleNamespace(pk=2, requester_id=2, organization_id=7, role=Role.END_USER),
        "other": SimpleNamespace(pk=2, requester_id=2, organization_id=8, role=Role.END_USER),
        "colleague": SimpleNamespace(pk=2, requester_id=2, organization_id=8, role=role),
        "higher role": SimpleNamespace(pk=2, requester_id=2, organization_id=8, role=higher),
    }[ownership]


def table() -> str:
    """One line a verb and ownership: the roles that may."""
    lines = []
    for verb, ownership in product(sorted(LOWEST_ROLE), OWNERSHIPS):
        roles = [role for role in Role.values if can(user(role), verb, thing(role, verb, ownership))]
        lines.append(f"{verb:22} {ownership:18} {' '.join(roles) or '-'}")
    return "\n".join(lines) + "\n"


def test_criterion_43_every_right_is_as_it_was_read():
    assert table() == GOLDEN.read_text()


@pytest.mark.parametrize("facts", [{"is_active": False}, {"suspended": True}])
def test_who_is_gone_or_shut_out_may_nothing(facts):
    for role, verb in product(Role.values, LOWEST_ROLE):
        gone = user(role)
        vars(gone).update(facts)
        assert not can(gone, verb)


def test_nobody_is_nobody_but_the_system_may_all():
    assert not any(can(None, verb) for verb in LOWEST_ROLE)
    require(None, "desk.update")


def test_a_misspelt_right_is_an_error():
    with pytest.raises(KeyError):
        can(user(Role.OWNER), "ticket.reed")


def test_a_missing_right_is_refused():
    with pytest.raises(NotPermitted):
        require(user(Role.AGENT), "desk.update")


def test_every_route_states_a_right_of_the_table():
    from crewdesk.accounts.urls import entrance, own, people, staff

    rights = {route.callback.right for route in (*entrance, *own, *people, *staff)}
    assert rights <= {*LOWEST_ROLE, PUBLIC, CUSTOMER}


if __name__ == "__main__":
    import sys

    sys.stdout.write(table())
