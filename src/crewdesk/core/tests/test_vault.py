"""Stored credentials open with the key, in their place, or not at all."""

import base64
import os
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crewdesk.core import vault
from crewdesk.core.vault import CannotUnseal, is_current, seal, unseal

PLACE = "desk 7 mail_server.secret"
OLD, NEW = (base64.urlsafe_b64encode(bytes([n]) * 32).decode() for n in (1, 2))


@pytest.fixture(autouse=True)
def _key(settings):
    settings.FIELD_KEY = OLD


@given(secret=st.text())
def test_what_is_sealed_opens_again(secret):
    assert unseal(seal(secret, place=PLACE), place=PLACE) == secret


def test_sealed_value_does_not_show_the_secret_and_never_repeats():
    first, second = seal("hunter2", place=PLACE), seal("hunter2", place=PLACE)
    assert b"hunter2" not in first
    assert first != second


@pytest.mark.parametrize("place", ["desk 8 mail_server.secret", "desk 7 mail_server.dkim_key", ""])
def test_copied_value_does_not_open_elsewhere(place):
    with pytest.raises(CannotUnseal):
        unseal(seal("hunter2", place=PLACE), place=place)


@given(at=st.integers(0, 39), bit=st.integers(0, 7))
def test_any_flipped_bit_closes_it(at, bit):
    sealed = bytearray(seal("hunter2", place=PLACE))
    sealed[at] ^= 1 << bit
    with pytest.raises(CannotUnseal):
        unseal(bytes(sealed), place=PLACE)


@pytest.mark.parametrize("garbage", [b"", b"\x01", b"hunter2", b"\x01" + bytes(40), memoryview(b"plain text")])
def test_garbage_does_not_come_back_as_plain_text(garbage):
    with pytest.raises(CannotUnseal):
        unseal(garbage, place=PLACE)


def test_keys_rotate(settings):
    old = seal("hunter2", place=PLACE)
    settings.FIELD_KEY = f"{NEW}, {OLD}"
    assert unseal(old, place=PLACE) == "hunter2"
    assert not is_current(old)
    anew = seal(unseal(old, place=PLACE), place=PLACE)
    assert is_current(anew)
    settings.FIELD_KEY = NEW
    assert unseal(anew, place=PLACE) == "hunter2"
    with pytest.raises(CannotUnseal, match="FIELD_KEY"):
        unseal(old, place=PLACE)


@pytest.mark.parametrize("key", ["", "short", "not base64 at all!", base64.b64encode(bytes(31)).decode(), f"{OLD},"])
def test_bad_key_is_refused(settings, key):
    settings.FIELD_KEY = key
    with pytest.raises(SystemExit, match="FIELD_KEY"):
        vault.check_keys()


def test_program_does_not_start_with_a_bad_key():
    start = [sys.executable, "-c", "import django; django.setup()"]
    done = subprocess.run(start, env=os.environ | {"FIELD_KEY": "short-but-secret"}, capture_output=True, text=True)
    assert done.returncode != 0
    assert "FIELD_KEY" in done.stderr
    assert "short-but-secret" not in done.stderr
