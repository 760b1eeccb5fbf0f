"""The tools of browser journeys do what they say: the session counts, and axe finds what is wrong."""

from importlib import import_module

import pytest
from testing.browser import assert_accessible, sign_in_page


def test_signed_in_page_carries_the_member_s_session(page, committed_harbor, settings):
    store = import_module(settings.SESSION_ENGINE).SessionStore
    sign_in_page(page, committed_harbor.ada)
    page.goto("/readyz")
    (cookie,) = [cookie for cookie in page.context.cookies() if cookie["name"] == "session"]
    assert store(cookie["value"])["_auth_user_id"] == str(committed_harbor.ada.person_id)


def test_inaccessible_page_is_named(page):
    page.set_content("<html lang=en><title>A page</title><main><h1>A page</h1><img src=x></main></html>")
    with pytest.raises(AssertionError, match="image-alt"):
        assert_accessible(page)
    page.set_content("<html lang=en><title>A page</title><main><h1>A page</h1><img src=x alt='A picture'></main></html>")
    assert_accessible(page)
