"""Organizations from CSV."""

from crewdesk.accounts.models import Organization

from .sheets import counts, imported, problems


def test_created_then_updated_by_name_or_external_id(in_harbor):
    text = 'Name,ID,Domains,Tags\nMarsh,O-1,"https://www.marsh.example/, m.example",big\nAsh,O-2,marsh.example,\n'
    run = imported(in_harbor, "organizations", text)
    assert (counts(run), problems(run)[0][0]) == ((1, 0, 0, 1), 3)
    assert Organization.objects.get(name="Marsh").domain_names == ["marsh.example", "m.example"]
    again = imported(in_harbor, "organizations", "Name,ID\nMarsh & Sons,O-1\n")
    assert counts(again) == (0, 1, 0, 0)
    assert Organization.objects.get(external_id="O-1").name == "Marsh & Sons"
