"""Kept statements answer as the query set that they were made of: for every desk, every value and in every thread."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.db.models import Count, F

from crewdesk.accounts.models import Desk, User
from crewdesk.accounts.operations.users import create_user
from crewdesk.core.tenancy import NoDeskInScope
from crewdesk.core.written_once import written_once


@pytest.fixture
def by_address():
    @written_once
    def found(address: str):
        return User.objects.select_related("organization", "default_group").filter(email=address).annotate(again=F("email"))

    return found


def test_the_same_rows_with_their_related_rows(harbor, by_address, django_assert_num_queries):
    with harbor.scope():
        by_address("nobody@x.example")
        with django_assert_num_queries(1):
            [ben] = by_address(harbor.ben.email)
            assert (ben.organization, ben.default_group) == (None, None)
        assert (ben, ben.again) == (harbor.ben, harbor.ben.email)
        same = User.objects.get(pk=harbor.ben.pk)
        assert {f.attname: getattr(ben, f.attname) for f in User._meta.concrete_fields} == {
            f.attname: getattr(same, f.attname) for f in User._meta.concrete_fields
        }
        ben.name = "Benjamin"
        ben.save()
        assert by_address(ben.email)[0].name == "Benjamin"


def test_each_desk_has_its_own(harbor, meridian, by_address):
    """The statement was written for whoever asked first."""
    with harbor.scope():
        create_user(name="Both", email="both@x.example", by=None)
        [ours] = by_address("both@x.example")
    with meridian.scope():
        assert by_address("both@x.example") == []
        theirs = create_user(name="Both", email="both@x.example", by=None)
        assert by_address("both@x.example") == [theirs] != [ours]
    with pytest.raises(NoDeskInScope):
        by_address("both@x.example")


def test_the_statement_asks_for_the_desk_itself(harbor, meridian, by_address):
    """Not the database's wall alone: with it lowered there is still one desk to be seen."""
    with harbor.scope():
        ours = by_address(harbor.ben.email)
    with meridian.scope():
        before = len(connection.queries_log)
        connection.force_debug_cursor = True
        try:
            by_address(harbor.ben.email)
        finally:
            connection.force_debug_cursor = False
        assert f'"accounts_user"."desk_id" = {meridian.desk.pk}' in connection.queries_log[before]["sql"]
    assert ours


def test_values_are_never_words_of_the_statement(in_harbor, by_address):
    assert by_address("' OR 1=1 --") == by_address("%s") == []


def test_tables_of_nobodys(harbor):
    @written_once
    def desk_called(slug: str):
        return Desk.objects.filter(slug=slug)

    assert desk_called("harbor") == [harbor.desk]


def test_in_many_threads(committed_harbor):
    @written_once
    def numbered(pk: int):
        return User.objects.filter(pk=pk)

    def look(_turn):
        try:
            with committed_harbor.scope():
                return numbered(committed_harbor.ben.pk)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(look, range(8))) == [[committed_harbor.ben]] * 8


def test_what_cannot_be_kept_is_refused(in_harbor):
    def as_values(pk: int):
        return User.objects.filter(pk=pk).values("name")

    def beside(pk: int):
        return User.objects.filter(pk=pk).prefetch_related("memberships")

    def unused(pk: int):
        return User.objects.annotate(n=Count("memberships"))

    for build in (as_values, beside, unused):
        with pytest.raises(TypeError):
            written_once(build)(1)
