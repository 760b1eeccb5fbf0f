"""Recognises the mails by which other services check who owns an address.

Whoever signs up at such a service with a desk's address, and can read the ticket it makes, passes as the desk
(TICKETTRICK; the Apple ID to Slack chain of 2024). So these mails must not become visible to customers.
"""

from .mail import ParsedMail
from .phrases import ACTION_LINK, CODE, HUMAN, NO_REPLY, VERIFICATION

# Services whose accounts can be opened with an e-mail address alone, by the domains they send from.
_VERIFIER_NAMES = """
    accountprotection.microsoft.com accounts.google.com adobe.com amazon.com apple.com asana.com
    atlassian.com auth0.com bitbucket.org box.com canva.com cloudflare.com discord.com docusign.net
    dropbox.com facebookmail.com figma.com github.com gitlab.com heroku.com hubspot.com instagram.com
    intercom.io linear.app linkedin.com mailchimp.com microsoft.com miro.com monday.com notion.so okta.com
    openai.com paypal.com pinterest.com reddit.com salesforce.com shopify.com slack.com spotify.com
    stripe.com telegram.org tiktok.com trello.com twitter.com uber.com whatsapp.com x.com zendesk.com
    zoom.us
"""
VERIFIER_DOMAINS = frozenset(_VERIFIER_NAMES.split())
_LOOKED_AT_CHARS = 20_000


def verification_cause(mail: ParsedMail) -> str:
    """Return why the mail looks like a third party's verification, or an empty string.

    Nothing here needs the sender to be genuine: a forged one is kept from customers as well, which harms
    nobody.
    """
    text = mail.text[:_LOOKED_AT_CHARS]
    subject_says = VERIFICATION.search(mail.subject)
    says = subject_says or VERIFICATION.search(text)
    if not says or mail.in_reply_to:
        return ""
    domain = (mail.sender or "").rpartition("@")[2]
    if _is_verifier(domain):
        return f"verification by {domain}: {says[0]}"
    acts = CODE.search(mail.subject) or CODE.search(text) or ACTION_LINK.search(mail.html[:_LOOKED_AT_CHARS] or text)
    machine = NO_REPLY.match(mail.sender or "")
    if acts and (machine or (subject_says and not HUMAN.search(mail.subject + "\n" + text[:200]))):
        return f"verification shape: {says[0]}"
    return ""


def _is_verifier(domain: str) -> bool:
    labels = domain.split(".")
    return any(".".join(labels[number:]) in VERIFIER_DOMAINS for number in range(len(labels) - 1))
