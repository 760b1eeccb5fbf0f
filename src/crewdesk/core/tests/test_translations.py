"""The German catalogue is whole, is what the program reads, and reaches the pages."""

import re
import shutil
import subprocess
import sys
from gettext import GNUTranslations
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.urls import reverse
from django.utils import translation

from crewdesk.core.templatetags.ui import STATUSES

ROOT = Path(__file__).parents[4]
CATALOGUE = Path("src/crewdesk/locale/de/LC_MESSAGES/django.po")
# What a translation has to carry over: %(name)s, {name}, tags, and the # that scripts put a number in place of.
PLACEHOLDER = re.compile(r"%\(\w+\)s|\{\w+\}|<[^>]+>|^#(?= )")


def written(path: Path) -> list:
    """The messages of a .po file, without its header."""
    with path.open("rb") as file:
        return [message for message in read_po(file) if message.id]


def forms(text: str | tuple | list) -> list[str]:
    """A message's singular, and its plural where it has one."""
    return [text] if isinstance(text, str) else list(text)


def keys(messages: list) -> set[tuple]:
    return {(message.context, *forms(message.id)) for message in messages}


def spoken(compiled: GNUTranslations, message) -> list[str]:
    """What a program gets for `message`: for one, and for two where it counts."""
    one, *many = forms(message.id)
    if many:
        return [compiled.ngettext(one, *many, number) for number in (1, 2)]
    return [compiled.pgettext(message.context, one) if message.context else compiled.gettext(one)]


def placeholders(text: str) -> set[str]:
    return set(PLACEHOLDER.findall(text))


def test_every_message_has_a_german_text():
    bare = [message.id for message in written(ROOT / CATALOGUE) if message.fuzzy or not all(forms(message.string))]
    assert bare == []


def test_placeholders_and_tags_stay():
    pairs = [pair for message in written(ROOT / CATALOGUE) for pair in zip(forms(message.id), forms(message.string), strict=True)]
    assert [pair for pair in pairs if placeholders(pair[0]) != placeholders(pair[1])] == []


def test_the_program_reads_what_is_written():
    with (ROOT / CATALOGUE).with_suffix(".mo").open("rb") as file:
        compiled = GNUTranslations(file)
    stale = [message.id for message in written(ROOT / CATALOGUE) if spoken(compiled, message) != forms(message.string)]
    assert stale == [], "run bin/messages"


@pytest.mark.skipif(not shutil.which("xgettext"), reason="gathering the marked strings needs gettext")
def test_no_marked_string_is_missing(tmp_path):
    shutil.copytree(ROOT / "src", tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__", "tests", "*.egg-info"))
    shutil.copytree(ROOT / "bin", tmp_path / "bin")
    (tmp_path / ".venv").symlink_to(sys.prefix)
    subprocess.run([tmp_path / "bin" / "messages"], check=True, capture_output=True)
    assert keys(written(tmp_path / CATALOGUE)) == keys(written(ROOT / CATALOGUE)), "run bin/messages"


def test_german_statuses_differ_without_colour():
    with translation.override("de"):
        letters = [str(letter) for _name, letter in STATUSES.values()]
    assert len(set(letters)) == len(letters)


@pytest.mark.django_db
@pytest.mark.parametrize("wanted, seen", [("de", "Anmelden"), ("de-CH,de;q=0.9", "Anmelden"), ("fr", "Sign in")])
def test_a_stranger_reads_the_language_of_the_browser(client, wanted, seen):
    page = client.get(reverse("account_login"), headers={"accept-language": wanted})
    assert f">{seen}<" in page.content.decode()


def test_a_member_reads_the_language_of_the_profile(harbor, sign_in):
    with harbor.scope():
        harbor.ben.locale = "de"
        harbor.ben.save()
    address = reverse("accounts:profile", kwargs={"desk": harbor.desk.slug})
    assert "Zeitzone" in sign_in(harbor.ben).get(address).content.decode()
    assert "Time zone" in sign_in(harbor.lena).get(address).content.decode()
