"""Every call of the API: method, name of its route, who may make it at the lowest, and what its arguments name.

Arguments as in table.py; `?…` is the query that it cannot do without. Who: `customer` or the lowest role of the team; `owner` where nobody
may, as no token is an owner's here. `own`: only for whom it belongs to, who is of the lowest role; `none`: there is no such row at any desk yet.
"""

from dataclasses import dataclass

from .table import ROLES

TABLE = """
GET    api-root                                customer    none
GET    ticket-list                             light_agent
POST   ticket-create                           agent
GET    ticket-show                             light_agent number=ticket
PUT    ticket-update                           agent       number=ticket
DELETE ticket-delete                           lead        number=ticket
GET    ticket-count                            light_agent
GET    ticket-show-many                        light_agent ?ids=1
POST   ticket-create-many                      agent
PUT    ticket-update-many                      light_agent ?ids=1
DELETE ticket-destroy-many                     lead
PUT    ticket-mark-many-as-spam                agent
PUT    ticket-mark-as-spam                     agent       number=ticket
POST   ticket-merge                            agent       number=ticket
GET    ticket-recent                           light_agent
GET    ticket-incidents                        light_agent number=ticket
GET    ticket-related                          light_agent number=ticket
GET    problem-list                            light_agent
POST   problem-autocomplete                    light_agent
GET    user-tickets-requested                  light_agent pk=other_customer
GET    user-tickets-ccd                        light_agent pk=other_customer
GET    user-tickets-followed                   light_agent pk=agent
GET    user-tickets-assigned                   light_agent pk=agent
GET    organization-tickets                    light_agent pk=organization
GET    comment-list                            light_agent number=ticket
GET    comment-count                           light_agent number=ticket
PUT    comment-make-private                    agent       number=ticket comment_id=comment
PUT    comment-redact                          agent       number=ticket comment_id=comment
PUT    attachment-redact                       agent       number=ticket comment_id=comment attachment_id=attachment
GET    ticket-audits                           light_agent number=ticket
GET    ticket-audit-count                      light_agent number=ticket
GET    ticket-audit-show                       light_agent number=ticket audit_id=audit
PUT    audit-make-private                      agent       number=ticket audit_id=audit
GET    audit-list                              light_agent
GET    ticket-collaborators                    light_agent number=ticket
GET    ticket-followers                        light_agent number=ticket
GET    ticket-email-ccs                        light_agent number=ticket
GET    ticket-tags                             light_agent number=ticket
POST   ticket-tags-set                         agent       number=ticket
PUT    ticket-tags-add                         agent       number=ticket
DELETE ticket-tags-remove                      agent       number=ticket
GET    metric-list                             light_agent
GET    metric-show                             light_agent number=ticket
GET    ticket-metrics                          light_agent number=ticket
GET    deleted-list                            lead
PUT    deleted-restore-many                    lead
PUT    deleted-restore                         lead        number=deleted
DELETE deleted-destroy-many                    lead
DELETE deleted-destroy                         lead        number=deleted
POST   import-ticket                           admin
POST   import-tickets                          admin
GET    incremental-tickets                     lead
GET    incremental-tickets-cursor              lead
GET    incremental-tickets-sample              lead
GET    incremental-ticket-events               lead
GET    incremental-ticket-events-sample        lead
GET    incremental-users                       lead
GET    incremental-users-cursor                lead
GET    incremental-users-sample                lead
GET    incremental-organizations               lead
GET    incremental-organizations-cursor        lead
GET    incremental-organizations-sample        lead
GET    job-status-list                         customer
GET    job-status-show-many                    customer
GET    job-status-show                         admin       key=job_key
GET    search-export                           light_agent ?query=word&filter[type]=ticket
GET    search                                  light_agent
GET    search-count                            light_agent
GET    user-me                                 customer
GET    users                                   light_agent
POST   users                                   agent
GET    users-count                             light_agent
GET    users-search                            light_agent
GET    users-autocomplete                      light_agent
GET    users-show-many                         customer    ?ids=1
POST   users-create-or-update                  agent
POST   users-create-many                       agent
POST   users-create-or-update-many             agent
PUT    users-update-many                       agent       ?ids=1
DELETE users-destroy-many                      lead        ?ids=1
DELETE user                                    lead        user_id=other_customer
GET    user                                    light_agent user_id=other_customer
PUT    user                                    agent       user_id=other_customer
GET    user-related                            light_agent user_id=other_customer
GET    user-groups                             light_agent user_id=agent
GET    user-group-memberships                  light_agent user_id=agent
PUT    user-group-membership-default           admin       user_id=agent membership_id=membership
GET    user-organizations                      light_agent user_id=other_customer
GET    user-organization-memberships           light_agent user_id=other_customer
PUT    user-organization-membership-default    agent       user_id=other_customer membership_id=other_customer
DELETE user-tags                               agent       user_id=other_customer
GET    user-tags                               light_agent user_id=other_customer
POST   user-tags                               agent       user_id=other_customer
PUT    user-tags                               agent       user_id=other_customer
PUT    user-merge                              agent       user_id=other_customer
GET    user-password-requirements              light_agent user_id=member
POST   user-password                           owner       user_id=member
PUT    user-password                           owner       user_id=member
GET    user-identities                         light_agent user_id=other_customer
POST   user-identities                         agent       user_id=other_customer
DELETE user-identity                           agent       user_id=other_customer identity_id=other_identity
GET    user-identity                           light_agent user_id=other_customer identity_id=other_identity
PUT    user-identity                           agent       user_id=other_customer identity_id=other_identity
PUT    user-identity-primary                   agent       user_id=other_customer identity_id=other_identity
PUT    user-identity-verify                    agent       user_id=other_customer identity_id=other_identity
PUT    user-identity-request-verification      agent       user_id=other_customer identity_id=other_identity
GET    deleted-users                           lead
GET    deleted-users-count                     lead
GET    deleted-user                            lead        user_id=deleted_user
DELETE deleted-user                            lead        user_id=deleted_user
GET    organizations                           light_agent
POST   organizations                           agent
GET    organizations-count                     light_agent
GET    organizations-search                    light_agent
GET    organizations-autocomplete              light_agent
GET    organizations-show-many                 light_agent
POST   organizations-create-or-update          agent
POST   organizations-create-many               agent
PUT    organizations-update-many               agent
DELETE organizations-destroy-many              lead
DELETE organization                            lead        organization_id=organization
GET    organization                            light_agent organization_id=organization
PUT    organization                            agent       organization_id=organization
POST   organization-merge-into                 lead        organization_id=other_organization
GET    organization-merges                     light_agent organization_id=organization
GET    organization-merge                      light_agent merge_id=organization_merge
GET    organization-related                    light_agent organization_id=organization
GET    organization-users                      light_agent organization_id=organization
DELETE organization-tags                       agent       organization_id=organization
GET    organization-tags                       light_agent organization_id=organization
POST   organization-tags                       agent       organization_id=organization
PUT    organization-tags                       agent       organization_id=organization
GET    organization-organization-memberships   light_agent organization_id=organization
GET    organization-memberships                light_agent
POST   organization-memberships                agent
DELETE organization-membership                 agent       membership_id=other_customer
GET    organization-membership                 light_agent membership_id=other_customer
GET    groups                                  light_agent
POST   groups                                  admin
GET    groups-assignable                       light_agent
GET    groups-count                            light_agent
DELETE group                                   admin       group_id=group
GET    group                                   light_agent group_id=group
PUT    group                                   admin       group_id=group
GET    group-users                             light_agent group_id=group
GET    group-group-memberships                 light_agent group_id=group
GET    group-group-memberships-assignable      light_agent group_id=group
GET    group-memberships                       light_agent
POST   group-memberships                       admin
GET    group-memberships-assignable            light_agent
POST   group-memberships-create-many           admin
DELETE group-memberships-destroy-many          admin
DELETE group-membership                        admin       membership_id=membership
GET    group-membership                        light_agent membership_id=membership
GET    custom-roles                            light_agent
GET    custom-role                             light_agent key='3'
GET    user-fields                             light_agent
POST   user-fields                             admin
PUT    user-fields-reorder                     admin
GET    user-field                              light_agent key=user_field
PUT    user-field                              admin       key=user_field
DELETE user-field                              admin       key=user_field
GET    user-field-options                      light_agent key=user_choice
POST   user-field-options                      admin       key=user_choice
GET    user-field-option                       light_agent key=user_choice option_id=user_option
DELETE user-field-option                       admin       key=user_choice option_id=user_option
GET    organization-fields                     light_agent
POST   organization-fields                     admin
PUT    organization-fields-reorder             admin
GET    organization-field                      light_agent key=organization_field
PUT    organization-field                      admin       key=organization_field
DELETE organization-field                      admin       key=organization_field
GET    organization-field-options              light_agent key=organization_choice
POST   organization-field-options              admin       key=organization_choice
GET    organization-field-option               light_agent key=organization_choice option_id=organization_option
DELETE organization-field-option               admin       key=organization_choice option_id=organization_option
GET    brands                                  customer
GET    brand                                   customer    brand_id=brand
PUT    brand                                   admin       brand_id=brand
GET    locales                                 customer
GET    locales-public                          customer
GET    locales-agent                           customer
GET    locale-current                          customer
GET    locale-best                             customer
GET    locale                                  customer    key='2'
GET    account-settings                        light_agent
GET    ticket-field-list                       customer
POST   ticket-field-create                     admin
GET    ticket-field-count                      customer
PUT    ticket-field-reorder                    admin
GET    ticket-field-show                       light_agent pk=field
PUT    ticket-field-update                     admin       pk=field
DELETE ticket-field-delete                     admin       pk=field
GET    ticket-field-option-list                light_agent pk=choice
POST   ticket-field-option-create              admin       pk=choice
GET    ticket-field-option-show                light_agent pk=choice option_pk=option
DELETE ticket-field-option-delete              admin       pk=choice option_pk=option
GET    ticket-form-list                        customer
POST   ticket-form-create                      admin
GET    ticket-form-show-many                   customer    ?ids=1
PUT    ticket-form-reorder                     admin
GET    ticket-form-show                        customer    pk=form
PUT    ticket-form-update                      admin       pk=form
DELETE ticket-form-delete                      admin       pk=form
POST   ticket-form-clone                       admin       pk=form
GET    custom-status-list                      customer
POST   custom-status-create                    admin
GET    custom-status-show                      customer    pk=status
PUT    custom-status-update                    admin       pk=status
POST   upload-create                           customer    ?filename=a.txt
DELETE upload-delete                           admin       token=upload
GET    attachment-show                         customer    pk=attachment
DELETE attachment-delete                       admin       pk=upload_id
GET    request-list                            customer
GET    request-open                            customer
GET    request-solved                          customer
GET    request-ccd                             customer
GET    request-search                          customer    ?query=word
POST   request-create                          customer
GET    request-show                            customer    number=ticket
PUT    request-update                          customer    number=ticket own
GET    request-comment-list                    customer    number=ticket
GET    request-comment-show                    customer    number=ticket pk=comment
GET    user-request-list                       light_agent pk=other_customer
GET    organization-request-list               light_agent pk=organization
GET    view-list                               light_agent
GET    view-list-active                        light_agent
GET    view-list-compact                       light_agent
GET    view-count                              light_agent
GET    view-count-many                         light_agent
GET    view-show-many                          light_agent
GET    view-show                               light_agent pk='9000000001003'
GET    view-tickets                            light_agent pk='9000000001003'
GET    view-ticket-count                       light_agent pk='9000000001003'
GET    view-execute                            light_agent pk='9000000001003'
GET    tag-list                                light_agent
GET    tag-count                               light_agent
GET    tag-autocomplete                        light_agent ?name=word
GET    macro-list                              light_agent
GET    macro-list-active                       light_agent
POST   macro-create                            admin
DELETE macro-show                              light_agent pk='1' none
GET    macro-show                              light_agent pk='1' none
PUT    macro-show                              light_agent pk='1' none
GET    trigger-list                            light_agent
GET    trigger-list-active                     light_agent
POST   trigger-create                          admin
DELETE trigger-show                            light_agent pk='1' none
GET    trigger-show                            light_agent pk='1' none
PUT    trigger-show                            light_agent pk='1' none
GET    automation-list                         light_agent
GET    automation-list-active                  light_agent
POST   automation-create                       admin
DELETE automation-show                         light_agent pk='1' none
GET    automation-show                         light_agent pk='1' none
PUT    automation-show                         light_agent pk='1' none
GET    suspended-ticket-list                   agent
PUT    suspended-ticket-recover-many           agent
DELETE suspended-ticket-destroy-many           agent
POST   suspended-ticket-export                 agent
GET    suspended-ticket-show                   agent       pk=suspended
GET    suspended-ticket-attachments            agent       pk=suspended
POST   suspended-ticket-copy-attachments       agent       pk=suspended
PUT    suspended-ticket-recover                agent       pk=suspended
DELETE suspended-ticket-delete                 agent       pk=suspended
GET    recipient-address-list                  admin
POST   recipient-address-create                admin
GET    recipient-address-show                  admin       pk=address
PUT    recipient-address-update                admin       pk=address
DELETE recipient-address-delete                admin       pk=address
GET    webhook-list                            admin
POST   webhook-create                          admin
GET    webhook-show                            admin       pk=webhook
PATCH  webhook-update                          admin       pk=webhook
PUT    webhook-update                          admin       pk=webhook
DELETE webhook-delete                          admin       pk=webhook
GET    webhook-secret                          admin       pk=webhook
POST   webhook-secret-renew                    admin       pk=webhook
GET    webhook-invocations                     admin       pk=webhook
GET    webhook-attempts                        admin       pk=webhook invocation=invocation
POST   webhook-test                            admin
"""
# Bodies that the description alone does not give; a word after a colon stands for a thing of the desk.
BODIES = {
    ("POST", "api:organization-memberships"): {
        "organization_membership": {"user_id": ":customer", "organization_id": ":organization"}
    },
    ("POST", "api:organization-merge-into"): {"organization_merge": {"winner_id": ":organization"}},
    ("POST", "api:user-identities"): {"identity": {"type": "email", "value": "further@customer.example"}},
    ("PUT", "api:ticket-field-reorder"): {"ticket_field_ids": [":field"]},
    ("PUT", "api:user-fields-reorder"): {"user_field_ids": [":user_field"]},
    ("PUT", "api:organization-fields-reorder"): {"organization_field_ids": [":organization_field"]},
}
# Members of a ticket's body that name another row.
API_LINKS = {
    "group_id": "group", "assignee_id": "agent", "requester_id": "other_customer", "organization_id": "organization", "problem_id": "last_ticket",
    "ticket_form_id": "form", "brand_id": "brand",
}  # fmt: skip
CALLERS = ("customer", *ROLES)


@dataclass(frozen=True)
class Call:
    """One line of the table."""

    method: str
    name: str
    lowest: str
    marks: frozenset[str]
    arguments: dict[str, str]
    query: str

    def __str__(self):
        return f"{self.method} {self.name.removeprefix('api:')}"

    @property
    def things(self) -> list[str]:
        """The arguments that name a row of the desk."""
        return [name for name, value in self.arguments.items() if not value.startswith("'")]


def _call(line: str) -> Call:
    method, name, lowest, *rest = line.split()
    query = "".join(word for word in rest if word.startswith("?"))
    named = [word for word in rest if not word.startswith("?")]
    marks = frozenset(word for word in named if "=" not in word)
    return Call(method, f"api:{name}", lowest, marks, dict(word.split("=") for word in named if "=" in word), query)


CALLS = [_call(line) for line in TABLE.splitlines() if line]
