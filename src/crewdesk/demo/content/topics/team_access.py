"""Inviting colleagues, roles and permissions of a client's team."""

from ..model import Text, Topic, angry, calm, terse
from ..prose import exchanges, lines, marked, texts
from ..staff import T1

TOPIC = Topic(
    key="team_access",
    category="Contracts & time tracker",
    subcategory="Team & permissions",
    group=T1,
    side="client",
    weight=2.5,
    priorities={"low": 4, "normal": 6},
    types={"question": 8, "task": 2},
    tags=("team", "permissions"),
    typical_turns=3,
    resolution="Roles set; colleague has access.",
    notes=marked("""
        @3 Owner left the company. Needs a letter on company paper, see the checklist.
        --
        @2 Invitation refused by their gateway as bulk mail. Not a typo, I checked.
    """),
    english=Text(
        subjects=lines("""
            Add a colleague to our account
            Invitation not received
            Permissions for finance team
            Owner left the company
            Remove a team member
        """),
        openings=calm("""
            @1 How can I give our bookkeeper access to the invoices, without her seeing the conversations? I
            found "finance" as a role, but what does it include?
            --
            @2! I invited {other} to our team on {date}, and nothing has arrived. I've sent it three times.
            The address is correct.
            --
            @3! The person who opened our account at {company} has left, and nobody has her sign-in. I'm the
            new {skill} manager and need to be able to hire.
            --
            @1 A colleague can see the contracts but not the work diaries. Both of us have the same role, as
            far as I can tell.
            --
            @1 We've grown to {number} people and I approve every timesheet myself. Can each team lead
            approve for their own freelancers? Ideally with a limit on what they can spend.
            --
            @1 Please remove a member from our team who left on {earlier}. The button says "transfer
            contracts first", but to whom, and what do the freelancers see when I do that?
        """)
        + angry("""
            @3! Two weeks to change the owner of an account! We've sent the passport, the company register
            and a letter. What's next, a blood sample?
        """)
        + terse("""
            @2! invite for colleague not arriving, please resend
            --
            @1 role for bookkeeper?
        """),
        fixes=texts("""
            All of that is under Settings > Team. "Finance" sees invoices, statements and billing methods,
            but no messages and no work diaries. "Manager" hires and approves for the contracts assigned to
            them, with a monthly limit that you set. If you remove somebody, their contracts go to the
            colleague you choose; the freelancers see a short note with the new name.
            --
            The invitation is held back by your own mail system, I can see it being refused as "bulk".
            Instead of the mail you can copy the invitation's link under Settings > Team > Pending and send
            it in any way you like. It's valid for seven days.
            --
            For a change of owner without the old owner we need a letter on company paper, signed by
            somebody who's in the company register. I've checked what we have, it's complete now, and I've
            made you the owner. Please sign in, set up two-step verification, and remove the old member
            afterwards.
        """),
        follow_ups=exchanges("""
            That's exactly what we need. Can I limit a manager to certain job categories?
            >>
            Not yet, only to contracts and amounts. I've passed the wish on.
        """),
    ),
)
