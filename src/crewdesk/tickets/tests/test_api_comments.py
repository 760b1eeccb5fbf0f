"""Comments through the API: what they carry, and redaction."""

import pytest
from django.core.files.base import ContentFile

from crewdesk.core.clock import now
from crewdesk.core.files.store import store
from crewdesk.tickets.models import Attachment, Ticket
from crewdesk.tickets.operations.comments import Said
from crewdesk.tickets.operations.split import split_ticket
from crewdesk.tickets.operations.uploads import add_upload

from .api_story import cost_of
from .story import BY_WEB, answered, opened
from .test_api import Caller, token_of

# Counted over recorded replies of the dialect.
COMMENT_KEYS = {
    "attachments", "audit_id", "author_id", "body", "created_at", "html_body", "id", "metadata", "plain_body", "public", "type", "via",
}  # fmt: skip
ATTACHMENT_KEYS = {
    "content_type", "content_url", "deleted", "file_name", "height", "id", "inline", "malware_access_override", "malware_scan_result",
    "mapped_content_url", "size", "thumbnails", "url", "width",
}  # fmt: skip


@pytest.fixture
def api(client, harbor):
    return Caller(client, token_of(harbor, harbor.ada))


@pytest.fixture
def ticket(harbor) -> Ticket:
    with harbor.scope():
        made = opened(harbor.cleo, body="My card is 4111 and late")
        answered(made, harbor.ben, "Noted 4111", public=False)
        return made


def comments(api, ticket, **query) -> list[dict]:
    return api.get(f"tickets/{ticket.number}/comments.json", **query).json()["comments"]


def upload(harbor, name: str, *, is_inline: bool = False, token: str | None = None) -> Attachment:
    file = store(ContentFile(b"bytes"), name=name, content_type="text/plain", by=harbor.ada)
    return add_upload(file, by=harbor.ada, is_inline=is_inline, token=token, content_id="pic" if is_inline else "")


def test_comments_carry_every_key_and_their_audit(api, harbor, ticket):
    rows = comments(api, ticket)
    assert [(row["body"], row["public"], row["author_id"]) for row in rows] == [
        ("My card is 4111 and late", True, harbor.cleo.pk),
        ("Noted 4111", False, harbor.ben.pk),
    ]
    for row in rows:
        assert set(row) >= COMMENT_KEYS
        audit = api.get(f"tickets/{ticket.number}/audits/{row['audit_id']}").json()["audit"]
        assert [event["id"] for event in audit["events"] if event["type"] == "Comment"] == [row["id"]]


def test_both_pagings_sort_and_users(api, harbor, ticket):
    newest = comments(api, ticket, sort="-created_at", per_page=1)
    assert [row["body"] for row in newest] == ["Noted 4111"]
    reply = api.get(f"tickets/{ticket.number}/comments", **{"page[size]": 1, "include": "users"}).json()
    assert {"comments", "links", "meta", "users"} == set(reply)
    assert ([user["id"] for user in reply["users"]], reply["meta"]["has_more"]) == ([harbor.cleo.pk], True)
    second = api.client.get(reply["links"]["next"], headers=api.headers).json()
    assert [row["body"] for row in second["comments"]] == ["Noted 4111"]
    assert api.get(f"tickets/{ticket.number}/comments/count").json()["count"]["value"] == 2


def test_files_have_absolute_addresses_that_open(api, harbor, ticket):
    with harbor.scope():
        first = upload(harbor, "a.txt")
        upload(harbor, "pic.txt", is_inline=True, token=first.upload_token)
    sent = {"body": "See", "html_body": '<p>See <img src="cid:pic"></p>', "uploads": [first.upload_token]}
    api.send("put", f"tickets/{ticket.number}", {"ticket": {"comment": sent}})
    row = comments(api, ticket)[-1]
    assert [file["file_name"] for file in row["attachments"]] == ["a.txt"]
    assert set(row["attachments"][0]) >= ATTACHMENT_KEYS
    assert row["attachments"][0]["content_url"].startswith("http://testserver/")
    opened_file = api.client.get(row["attachments"][0]["content_url"])
    assert (opened_file.status_code, b"".join(opened_file.streaming_content)) == (200, b"bytes")
    assert 'src="http://testserver/' in row["html_body"]
    both = comments(api, ticket, include_inline_images="true")[-1]["attachments"]
    assert [file["inline"] for file in both] == [False, True]


def test_uploads_of_somebody_else_are_not_taken(api, client, harbor, ticket):
    with harbor.scope():
        token = upload(harbor, "a.txt").upload_token
    ben = Caller(client, token_of(harbor, harbor.ben))
    ben.send("put", f"tickets/{ticket.number}", {"ticket": {"comment": {"body": "Mine?", "uploads": [token, "\x00"]}}})
    assert comments(api, ticket)[-1]["attachments"] == []


def test_make_private_and_redact(api, ticket):
    first = comments(api, ticket)[0]
    path = f"tickets/{ticket.number}/comments/{first['id']}"
    assert api.send("put", f"{path}/make_private", {}).status_code == 200
    redacted = api.send("put", f"{path}/redact.json", {"text": "4111"}).json()["comment"]
    assert "4111" not in redacted["body"] + redacted["html_body"]
    assert [row["public"] for row in comments(api, ticket)] == [False, False]
    # Every copy on the ticket went with it.
    assert "4111" not in comments(api, ticket)[1]["body"]
    missing = api.send("put", f"{path}/redact.json", {"text": "nowhere"})
    assert (missing.status_code, list(missing.json()["details"])) == (422, ["text"])


def test_redacted_attachment_has_no_address(api, harbor, ticket):
    with harbor.scope():
        token = upload(harbor, "secret.txt").upload_token
    api.send("put", f"tickets/{ticket.number}", {"ticket": {"comment": {"body": "See", "uploads": [token]}}})
    row = comments(api, ticket)[-1]
    path = f"tickets/{ticket.number}/comments/{row['id']}/attachments/{row['attachments'][0]['id']}/redact"
    gone = api.send("put", path, {}).json()["attachment"]
    assert (gone["deleted"], gone["content_url"]) == (True, None)
    assert "secret" not in gone["file_name"]
    assert api.send("put", path, {}).status_code == 422
    foreign = f"tickets/{ticket.number}/comments/{comments(api, ticket)[0]['id']}/attachments/{gone['id']}/redact"
    assert api.send("put", foreign, {}).status_code == 404


def test_light_agents_redact_nothing(api, client, harbor, ticket):
    liv, first = Caller(client, token_of(harbor, harbor.liv)), comments(api, ticket)[0]
    for verb, body in (("make_private", {}), ("redact", {"text": "card"})):
        assert liv.send("put", f"tickets/{ticket.number}/comments/{first['id']}/{verb}", body).status_code == 403
    assert comments(api, ticket)[0] == first


def test_a_comment_that_was_split_off_resolves_on_its_new_ticket(api, harbor, ticket):
    with harbor.scope():
        moved = ticket.comments.earliest("id")
        new = split_ticket(ticket, moved, by=harbor.ben, **BY_WEB)
    row = comments(api, new)[0]
    assert row["id"] == moved.pk
    assert api.get(f"tickets/{new.number}/audits/{row['audit_id']}").status_code == 200


def test_fifty_comments_cost_what_one_costs(api, harbor, ticket, django_assert_max_num_queries):
    with harbor.scope():
        from crewdesk.tickets.operations.reply import reply

        for n in range(50):
            comment = reply(ticket, by=harbor.ada, said=Said(body=f"No {n}"), via="api", at=now())
            Attachment.objects.filter(pk=upload(harbor, f"{n}.txt").pk).update(comment=comment)
    api.get("users/me")
    with django_assert_max_num_queries(15) as few:
        comments(api, ticket, per_page=1, include="users")
    with django_assert_max_num_queries(15) as many:
        assert len(comments(api, ticket, per_page=52, include="users")) == 52
    assert len(few) == len(many)


def test_many_tokens_cost_no_more_than_one(api, harbor, ticket):
    def cost(tokens: list[str]) -> int:
        body = {"ticket": {"comment": {"body": "Files", "uploads": tokens}}}
        return cost_of(lambda: api.send("put", f"tickets/{ticket.number}", body))

    with harbor.scope():
        tokens = [upload(harbor, f"{n}.txt").upload_token for n in range(6)]
    cost(tokens[:1])
    assert cost(tokens[1:2]) == cost(tokens[2:])
    assert [file["file_name"] for file in comments(api, ticket)[-1]["attachments"]] == ["2.txt", "3.txt", "4.txt", "5.txt"]


def test_tokens_beyond_a_hundred_are_refused(api, ticket):
    body = {"ticket": {"comment": {"body": "Files", "uploads": ["x"] * 101}}}
    assert api.send("put", f"tickets/{ticket.number}", body).status_code == 400
    assert (
        api.send("put", f"tickets/{ticket.number}", {"ticket": {"comment": {"body": "x", "uploads": ["x"] * 100}}}).status_code
        == 200
    )
