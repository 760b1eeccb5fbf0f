"""Organizations from CSV."""

from crewdesk.accounts.models import Organization
from crewdesk.accounts.operations.organizations import create_organization
from crewdesk.connectors.operations.imports import begin_import, work_here
from crewdesk.connectors.sheets import running
from crewdesk.connectors.sheets.running import Import
from crewdesk.core.clock import now

from .sheets import checked, counts, imported, problems


def test_created_then_updated_by_name_or_external_id(in_harbor):
    text = 'Name,ID,Domains,Tags\nMarsh,O-1,"https://www.marsh.example/, m.example",big\nAsh,O-2,marsh.example,\n'
    run = imported(in_harbor, "organizations", text)
    assert (counts(run), problems(run)[0][0]) == ((1, 0, 0, 1), 3)
    assert Organization.objects.get(name="Marsh").domain_names == ["marsh.example", "m.example"]
    again = imported(in_harbor, "organizations", "Name,ID\nMarsh & Sons,O-1\n")
    assert counts(again) == (0, 1, 0, 0)
    assert Organization.objects.get(external_id="O-1").name == "Marsh & Sons"


def test_the_same_written_otherwise_is_the_same(in_harbor):
    text = "Name,ID\nAcme\u00a0GmbH,O  1\nAcme  GmbH,\nAsh,oX\nAsh Ltd,Ox\n"
    assert counts(imported(in_harbor, "organizations", text)) == (3, 0, 0, 1)
    assert counts(imported(in_harbor, "organizations", text)) == (0, 0, 3, 1)
    assert set(Organization.objects.values_list("name", "external_id")) == {
        ("Acme GmbH", "O 1"),
        ("Ash", "oX"),
        ("Ash Ltd", "Ox"),
    }


def test_a_domain_belongs_to_one_across_batches(in_harbor, monkeypatch):
    monkeypatch.setattr(running, "BATCH", 1)
    create_organization(name="Old", by=None, at=now())
    text = "Name,Domains\nMarsh,m.example\nAsh,m.example\nOld,o.example\nNew,o.example\n"
    foretold = checked(in_harbor, "organizations", text)
    assert [line for line, _problem in problems(foretold)] == [3, 5]
    run = work_here(Import, in_harbor.desk, begin_import(foretold, by=in_harbor.ada, at=now(), with_job=False))
    assert counts(run) == counts(foretold) == (1, 1, 0, 2)
