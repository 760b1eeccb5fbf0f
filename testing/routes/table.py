"""Every page and form: its name, who may come in at the lowest, and what its arguments name. The API's calls: api_table.py.

`pk=group` takes the desk's group from `twins.py`, `key='recent'` stands for itself. Who: `anyone`; `person`, signed in at whatever desk;
`customer`, by magic link; or the lowest role of the desk. `records` marks a GET that leaves a trace on purpose,
`blind` a route that answers the same whatever the id.
"""

from dataclasses import dataclass

TABLE = """
core:healthz                            anyone
core:readyz                             anyone
core:metrics                            anyone
core:file                               anyone       token='nonsense' name='a.txt'
core:live-poll                          light_agent
core:presence                           light_agent  blind kind='ticket' subject_id=ticket_id
core:jobs                               admin
core:job-retry                          admin        job_id=job
openapi                                 anyone
api-handbook                            anyone
styleguide:guide                        anyone
styleguide:workspace                    anyone
styleguide:sign-in                      anyone
styleguide:e-mail                       anyone
styleguide:search                       anyone
styleguide:part                         anyone       name='rows'

accounts:start                          anyone
accounts:welcome                        anyone
accounts:desk-home                      light_agent
accounts:desk-switch                    light_agent
accounts:desk-sign-in                   anyone
accounts:single-sign-on                 anyone
accounts:invitation-accept              anyone       secret='nonsense'
accounts:customer-home                  customer
accounts:magic-link-send                anyone
accounts:magic-code-use                 anyone
accounts:magic-link-use                 anyone       secret='nonsense'
accounts:customer-leave                 customer
accounts:profile                        light_agent
accounts:single-sign-on-link            light_agent
accounts:session-list                   person
accounts:session-end-others             person
accounts:session-end                    person       key='nonsense'
accounts:settings                       lead
accounts:desk-update                    admin
accounts:brand-update                   admin
accounts:member-list                    lead
accounts:member-invite                  lead
accounts:invitation-revoke              lead         pk=invitation
accounts:member-update                  lead         pk=member
accounts:member-role                    admin        pk=member
accounts:member-groups                  admin        pk=member
accounts:member-suspend                 lead         pk=member
accounts:member-remove                  admin        pk=member
accounts:group-list                     lead
accounts:group-create                   admin
accounts:group-update                   admin        pk=group
accounts:group-members                  admin        pk=group
accounts:group-delete                   admin        pk=group
accounts:profile-field-list             admin
accounts:profile-field-kind             admin        kind='user'
accounts:profile-field-create           admin        kind='user'
accounts:profile-field-update           admin        kind='user' pk=user_field
accounts:profile-field-move             admin        kind='user' pk=user_field
accounts:profile-field-delete           admin        kind='user' pk=user_field
accounts:schedule-list                  admin
accounts:schedule-create                admin
accounts:schedule-update                admin        pk=schedule
accounts:holiday-create                 admin        pk=schedule
accounts:holiday-delete                 admin        pk=schedule holiday=holiday
accounts:schedule-delete                admin        pk=schedule
accounts:token-list                     admin
accounts:token-create                   admin
accounts:api-call-list                  admin
accounts:token-revoke                   admin        pk=token
accounts:security                       owner
accounts:security-second-factor         owner
accounts:security-single-sign-on        owner
accounts:security-single-sign-on-remove owner
accounts:customer-list                  light_agent
accounts:customer-create                agent
accounts:customer-update                light_agent  pk=customer
accounts:identity-create                agent        pk=customer
accounts:identity-change                agent        pk=customer identity=identity verb='verify'
accounts:customer-suspend               lead         pk=customer
accounts:customer-merge                 agent        pk=customer
accounts:organization-list              light_agent
accounts:organization-create            agent
accounts:organization-update            light_agent  pk=organization
accounts:organization-delete            lead         pk=organization
accounts:organization-merge             lead         pk=other_organization

tickets:inbox                           light_agent
tickets:list                            light_agent
tickets:view                            light_agent  key='recent'
tickets:export                          lead         records key='recent' kind='csv'
tickets:rows                            light_agent
tickets:counts                          light_agent
tickets:next                            light_agent
tickets:new                             agent
tickets:bulk                            agent
tickets:bulk-groups                     light_agent
tickets:search                          light_agent
tickets:pick                            light_agent
tickets:palette                         light_agent
tickets:people                          light_agent
tickets:ticket                          light_agent  number=ticket
tickets:news                            light_agent  number=ticket
tickets:earlier                         light_agent  number=ticket
tickets:presence                        light_agent  number=ticket
tickets:send                            light_agent  number=ticket
tickets:draft                           light_agent  number=ticket
tickets:upload                          light_agent  number=ticket
tickets:take-back                       light_agent  number=ticket
tickets:update                          agent        number=ticket
tickets:follow                          light_agent  number=ticket
tickets:participants                    light_agent  number=ticket
tickets:notes                           agent        number=ticket
tickets:followup                        agent        number=ticket
tickets:merge                           agent        number=ticket
tickets:link                            agent        number=ticket
tickets:unlink                          agent        number=ticket other=other
tickets:spam                            agent        number=ticket
tickets:delete                          lead         number=ticket
tickets:restore                         lead         number=deleted
tickets:message                         light_agent  number=ticket comment_id=comment
tickets:private                         agent        number=ticket comment_id=comment
tickets:split                           agent        number=ticket comment_id=comment
tickets:redact                          agent        number=ticket comment_id=comment
tickets:body                            light_agent  number=ticket comment_id=comment
tickets:field-list                      admin
tickets:field-create                    admin
tickets:field-update                    admin        pk=field
tickets:field-move                      admin        pk=field
tickets:form-list                       admin
tickets:form-create                     admin
tickets:form-update                     admin        pk=form
tickets:form-move                       admin        pk=form
tickets:condition-create                admin        pk=form
tickets:condition-remove                admin        pk=form
tickets:status-list                     admin
tickets:status-create                   admin
tickets:status-update                   admin        pk=status

channels:webhook-list                   admin
channels:webhook-create                 admin
channels:webhook-update                 admin        pk=webhook
channels:webhook-secret                 admin        pk=webhook
channels:webhook-disable                admin        pk=webhook
channels:webhook-enable                 admin        pk=webhook
channels:webhook-test                   admin        pk=webhook
channels:webhook-delete                 admin        pk=webhook
channels:webhook-call                   admin        pk=webhook invocation=invocation
channels:webhook-replay                 admin        pk=webhook invocation=invocation
channels:address-list                   admin
channels:address-create                 admin
channels:address-update                 admin        pk=address
channels:mailbox-list                   admin
channels:mailbox-create                 admin
channels:mailbox-update                 admin        pk=mailbox
channels:mailbox-test                   admin        pk=mailbox
channels:mailbox-remove                 admin        pk=mailbox
channels:server-update                  admin
channels:server-test                    admin
channels:server-key                     admin
channels:server-remove                  admin
channels:hook-list                      admin
channels:hook-create                    admin
channels:hook-revoke                    admin        pk=hook
channels:acknowledgement-update         admin
channels:suspended-list                 agent
channels:suspended-show                 agent        pk=suspended
channels:suspended-file                 anyone       token='nonsense' name='a.txt'
channels:suspended-recover              agent
channels:suspended-discard              agent
channels:mail-raw                       light_agent  pk=mail
channels:delivery-retry                 agent        number=ticket pk=comment
channels:hook                           anyone       provider='postmark' secret='nonsense'
channels:request-new                    anyone
channels:request-alike                  customer
channels:request-sent                   anyone
channels:request-confirm                anyone       secret='nonsense'
channels:request-embed                  anyone
channels:request-embed-sent             anyone
channels:request-script                 anyone
channels:form-settings                  lead
channels:my-requests                    customer
channels:my-request                     customer     number=ticket
channels:my-request-news                customer     number=ticket
channels:my-request-answer              customer     number=ticket
channels:my-request-copy                customer     number=ticket

connectors:import-list                  admin
connectors:import-show                  admin        pk=import_run
connectors:import-columns               admin        pk=import_run
connectors:import-progress              admin        pk=import_run
connectors:import-check                 admin        pk=import_run
connectors:import-start                 admin        pk=import_run
connectors:import-bad-rows              admin        pk=import_run
connectors:run-show                     admin        pk=whole_run
connectors:run-progress                 admin        pk=whole_run
connectors:export-list                  admin
connectors:export-progress              admin
connectors:export-create                admin
connectors:export-fetch                 admin        pk=desk_export
connectors:export-discard               admin        pk=desk_export

account_login                           anyone
account_logout                          anyone
account_inactive                        anyone
account_signup                          anyone
account_reauthenticate                  person
account_email                           person
account_email_verification_sent         anyone
account_change_password                 person
account_set_password                    person
account_reset_password                  anyone
account_confirm_login_code              anyone
account_confirm_email                   anyone       key='nonsense'
account_reset_password_from_key_done    anyone
account_reset_password_from_key         anyone       uidb36='1' key='nonsense'
account_reset_password_done             anyone
mfa_index                               person
mfa_authenticate                        anyone
mfa_reauthenticate                      person
mfa_activate_totp                       person
mfa_deactivate_totp                     person
mfa_view_recovery_codes                 person
mfa_generate_recovery_codes             person
mfa_download_recovery_codes             person
mfa_list_webauthn                       person
mfa_add_webauthn                        person
mfa_reauthenticate_webauthn             person
mfa_remove_webauthn                     person       pk=passkey
mfa_edit_webauthn                       person       pk=passkey
mfa_login_webauthn                      anyone
socialaccount_login_cancelled           anyone
socialaccount_login_error               anyone
socialaccount_signup                    anyone
socialaccount_connections               person
openid_connect_login                    anyone       provider_id='nonsense'
openid_connect_callback                 anyone       provider_id='nonsense'
"""
# Every parameter that names another row: the route, the parameter with its thing, and what else the form needs to do something.
# A star: what it does not know it leaves out and does the rest.
LINKS = """
accounts:member-invite      groups=group            email='new@invited.example' role='agent'
accounts:member-groups      groups=group
accounts:group-create       schedule=schedule       name='New' tier='1'
accounts:group-update       schedule=schedule       name='New' tier='1'
accounts:group-members      members=agent
accounts:group-members      lead=agent
accounts:token-create       user=agent              name='New' scopes='read' expires_at='30'
accounts:customer-update    organization=organization  name='New'
accounts:customer-merge     address=other_address
tickets:new                 group=group             email='new@customer.example' subject='New' body='New'
tickets:new                 assignee=agent          email='new@customer.example' subject='New' body='New'
tickets:bulk                number=last_ticket      status='pending' act='change'
tickets:bulk                number=last_ticket      act='spam'
tickets:bulk                number=last_ticket      act='delete'
tickets:bulk                group=group             number='1'
tickets:bulk                assignee=agent          number='1'
tickets:update              group=group
tickets:update              assignee=agent
tickets:update              requester=other_customer
tickets:update              organization=organization
tickets:update              form=form
tickets:update              problem=last_ticket
tickets:send                upload_token=upload     body='New' public='no' *
tickets:take-back           upload_token=upload     attachment='*'
tickets:participants        remove=agent            kind='follower'
tickets:merge               other=last_ticket
tickets:link                other=last_ticket
tickets:redact              file=attachment
tickets:form-create         ticket_field_ids=field  name='New'
tickets:form-update         ticket_field_ids=field  name='New'
channels:address-create     group=group             address='new@address.example'
channels:address-update     group=group             is_active='on'
channels:suspended-recover  pk=suspended
channels:suspended-discard  pk=suspended
"""
# allauth redirects these, which have no name, from addresses of former versions to the ones above.
NAMELESS = "accounts/social/"
# A POST here needs no token against forged forms: the API knows no cookies that write, a mail provider has a secret in the address,
# and in the frame of the web form nobody is signed in.
WITHOUT_CSRF = {"channels:hook", "channels:request-embed"}
ROLES = ("light_agent", "agent", "lead", "admin", "owner")


@dataclass(frozen=True)
class Entry:
    """One line of the table."""

    name: str
    lowest: str
    marks: frozenset[str]
    arguments: dict[str, str]

    @property
    def is_for_members(self) -> bool:
        return self.lowest in ROLES

    @property
    def things(self) -> list[str]:
        """The arguments that name a row of the desk."""
        return [name for name, value in self.arguments.items() if not value.startswith("'")]


@dataclass(frozen=True)
class Link:
    """One line of LINKS."""

    name: str
    parameter: str
    thing: str
    rest: dict[str, str]
    leaves_out: bool


def _link(line: str) -> Link:
    name, link, *rest = line.split()
    return Link(
        name,
        *link.split("="),
        {key: value.strip("'") for key, value in (word.split("=") for word in rest if word != "*")},
        "*" in rest,
    )


def _entry(line: str) -> Entry:
    name, lowest, *rest = line.split()
    return Entry(
        name, lowest, frozenset(word for word in rest if "=" not in word), dict(word.split("=") for word in rest if "=" in word)
    )


ENTRIES = {entry.name: entry for entry in map(_entry, filter(None, TABLE.splitlines()))}
FORM_LINKS = [_link(line) for line in LINKS.splitlines() if line]
