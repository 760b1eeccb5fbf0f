"""The walk over every address (testing/routes): two desks that are alike, built once a module."""

import logging

import pytest
from django.core.cache import cache
from django.db import transaction
from testing.routes.world import World


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """Built once; every question is taken back."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield World()
        transaction.set_rollback(True)


@pytest.fixture
def unlimited(settings):
    """Rate limits are counted in the cache, which no transaction takes back; and thousands of refusals have a line each."""
    settings.ACCOUNT_RATE_LIMITS = False
    cache.clear()
    logging.disable(logging.WARNING)
    yield
    logging.disable(logging.NOTSET)
