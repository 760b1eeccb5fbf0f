"""The walls between desks, read off the catalogue and tried from both sides."""

import re

import psycopg
import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from psycopg.errors import ForeignKeyViolation

from crewdesk.accounts.models import Membership, User
from crewdesk.core.tenancy import NoDeskInScope, desk_scope
from crewdesk.core.tenancy.walls import DESK_TABLE, IN_SCOPE, desk_models

from .rows import foreign_keys_between_desk_tables, insert_row

# Tables of ours that no desk owns, each with the reason.
GLOBAL_TABLES = {
    "accounts_desk": "the tenant itself; how an address leads to a desk",
    "accounts_deskhost": "how a host name leads to a desk; holds no customer's data",
    "accounts_person": "somebody who can sign in, at several desks",
    "accounts_browsersession": "a browser that is signed in, before it is at any desk",
}
# Unique indexes without desk_id, each with the reason.
GLOBAL_UNIQUES = {
    "support_address_once": "an address leads to one desk; the listener resolves it past the walls",
}
# Policies of their own, each with the reason.
OWN_POLICIES = {"accounts_seat": "also read by the person it is about, for the desk switcher"}

TABLES = {model._meta.db_table: model for model in desk_models()}


def test_criterion_01_every_table_of_ours_has_an_owner():
    ours = {m._meta.db_table for m in apps.get_models(include_auto_created=True) if m.__module__.startswith("crewdesk.")}
    assert ours - set(TABLES) == set(GLOBAL_TABLES) & ours
    assert set(GLOBAL_TABLES) <= ours


@pytest.mark.parametrize("table", TABLES)
def test_criterion_01_table_is_behind_the_wall(owner_connection, table):
    enabled, forced = owner_connection.execute(
        "SELECT relrowsecurity, relforcerowsecurity FROM pg_class WHERE oid = %s::regclass", [table]
    ).fetchone()
    assert enabled
    assert forced
    not_null = owner_connection.execute(
        "SELECT attnotnull FROM pg_attribute WHERE attrelid = %s::regclass AND attname = 'desk_id'", [table]
    ).fetchone()
    assert not_null == (True,)


@pytest.mark.parametrize("table", TABLES)
def test_criterion_01_policy_is_the_one_policy(owner_connection, table):
    policies = owner_connection.execute(
        "SELECT polpermissive, polcmd::text, polroles = '{0}', pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid)"
        " FROM pg_policy WHERE polrelid = %s::regclass",
        [table],
    ).fetchall()
    assert len(policies) == 1
    permissive, command, for_all, using, check = policies[0]
    assert (permissive, command, for_all) == (True, "*", True)
    wanted = "(desk_id = (NULLIF(current_setting('crewdesk.desk'::text, true), ''::text))::bigint)"
    assert check == wanted
    assert using == wanted or table in OWN_POLICIES
    assert IN_SCOPE.startswith("desk_id = nullif(")


def test_criterion_01_every_unique_index_has_the_desk(owner_connection):
    found = owner_connection.execute(
        "SELECT c.relname, t.relname, pg_get_indexdef(i.indexrelid) FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid"
        " JOIN pg_class t ON t.oid = i.indrelid WHERE i.indisunique AND NOT i.indisprimary AND t.relname = ANY(%s)",
        [list(TABLES)],
    ).fetchall()
    assert {name for name, _table, definition in found if "(desk_id," not in definition} == set(GLOBAL_UNIQUES)
    assert {table for name, table, _definition in found if name == f"{table}_desk_key"} == set(TABLES)


def test_criterion_01_keys_between_desk_tables_are_composite(owner_connection):
    simple = owner_connection.execute(
        "SELECT conname FROM pg_constraint WHERE contype = 'f' AND conrelid::regclass::text = ANY(%(tables)s)"
        " AND confrelid::regclass::text = ANY(%(tables)s) AND array_length(conkey, 1) < 2",
        {"tables": list(TABLES)},
    ).fetchall()
    assert simple == []
    wanted = {(model._meta.db_table, field.column) for model, field in foreign_keys_between_desk_tables()}
    made = owner_connection.execute(
        "SELECT conrelid::regclass::text, a.attname FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[2]"
        " WHERE contype = 'f' AND array_length(conkey, 1) = 2 AND (SELECT attname FROM pg_attribute WHERE attrelid = conrelid AND attnum = conkey[1]) = 'desk_id'"
    ).fetchall()
    assert set(made) == wanted
    assert len(wanted) > 30


def test_criterion_02_nothing_without_a_desk(harbor):
    with harbor.scope():
        for model in desk_models():
            insert_row(model)
    with connection.cursor() as cursor:
        cursor.execute("RESET crewdesk.desk")
        for table in TABLES:
            cursor.execute(f'SELECT count(*) FROM "{table}"')
            assert (table, cursor.fetchone()[0]) == (table, 0)


@pytest.mark.parametrize("model", desk_models(), ids=lambda m: m._meta.label)
def test_criterion_02_orm_raises_without_a_desk(model):
    with pytest.raises(NoDeskInScope):
        model.objects.count()
    with pytest.raises(NoDeskInScope):
        list(model._base_manager.all())
    with pytest.raises(NoDeskInScope):
        model()


def test_criterion_02_rows_are_there_for_their_desk(harbor):
    """The counterpart: what the first of these finds nothing of does exist."""
    with harbor.scope(), connection.cursor() as cursor:
        for model in desk_models():
            insert_row(model)
            cursor.execute(f'SELECT count(*) FROM "{model._meta.db_table}"')
            assert cursor.fetchone()[0] > 0


def test_criterion_03_no_key_leads_to_another_desk(harbor, meridian):
    for model, field in foreign_keys_between_desk_tables():
        with harbor.scope():
            target = insert_row(field.related_model)
        with meridian.scope():
            row = insert_row(model, **{field.column: insert_row(field.related_model)})
            assert _refusal(insert_row, model, **{field.column: target}) is ForeignKeyViolation, field
            change = f'UPDATE "{model._meta.db_table}" SET "{field.column}" = {target} WHERE id = {row}'
            assert _refusal(_execute, change) is ForeignKeyViolation, field


def test_criterion_03_no_key_tells_what_exists_elsewhere(harbor, meridian):
    """A row of another desk and one that is nowhere are refused in the same words."""
    with meridian.scope():
        answers = [str(_refused(insert_row, Membership, user_id=target)) for target in (harbor.ben.pk, 10**12)]
    assert re.sub(r"\d+", "N", answers[0]) == re.sub(r"\d+", "N", answers[1])


def _refusal(change, *arguments, **named) -> type:
    return type(_refused(change, *arguments, **named).__cause__)


def _refused(change, *arguments, **named) -> DatabaseError:
    with transaction.atomic():
        _execute("SET CONSTRAINTS ALL IMMEDIATE")
        with pytest.raises(DatabaseError) as refusal, transaction.atomic():
            change(*arguments, **named)
    return refusal.value


def _execute(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def test_stranger_is_not_there(harbor, meridian):
    with meridian.scope():
        assert User.objects.count() == 3
        assert not User.objects.filter(pk=harbor.ada.pk).exists()
    with desk_scope(harbor.desk.pk):
        assert User.objects.count() == 5


def test_row_cannot_be_moved_to_another_desk(harbor, meridian):
    with harbor.scope(), pytest.raises(DatabaseError) as refusal, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_user SET desk_id = %s WHERE id = %s", [meridian.desk.pk, harbor.ben.pk])
    assert isinstance(refusal.value.__cause__, psycopg.errors.InsufficientPrivilege)


@pytest.mark.parametrize("model", [m for m in desk_models() if m.append_only], ids=lambda m: m._meta.label)
@pytest.mark.parametrize("statement", ["UPDATE {} SET desk_id = desk_id", "DELETE FROM {}", "TRUNCATE {}"])
def test_append_only_tables_cannot_be_changed(harbor, model, statement):
    with harbor.scope(), pytest.raises(DatabaseError) as refusal, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(f'"{model._meta.db_table}"'))
    assert isinstance(refusal.value.__cause__, psycopg.errors.InsufficientPrivilege)


def test_desk_key_leads_to_the_desk_table(owner_connection):
    targets = owner_connection.execute(
        "SELECT conrelid::regclass::text FROM pg_constraint WHERE contype = 'f' AND confrelid = %s::regclass AND conname LIKE '%%_desk_fk'",
        [DESK_TABLE],
    ).fetchall()
    assert {name for (name,) in targets} == set(TABLES)
