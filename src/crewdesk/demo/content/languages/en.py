"""English: the voice. Its texts stand with the topics."""

from ..model import Voice
from ..prose import lines, texts

VOICE = Voice(
    greetings=lines("""
        Hi,
        Hello,
        Hi there,
        Hello Harbor team,
        Dear support team,
        Hi Harbor,
        Good morning,
        Good afternoon,
        Hey,
        Dear Sir or Madam,
    """),
    closings=lines("""
        Thanks,
        Thank you,
        Best,
        Kind regards,
        Best regards,
        Thanks in advance,
        Many thanks,
        Cheers,
        Warm regards,
        Thank you for your help,
    """),
    angry_closings=lines("""
        Waiting for your answer.
        I expect a reply today.
        Regards,
        Not amused,
    """),
    agent_greetings=lines("""
        Hi {first},
        Hello {first},
        Dear {first},
        Hi {first}, {agent} here.
    """),
    agent_openers=lines("""
        Thanks for getting in touch.
        Thank you for writing to us.
        Thanks for the clear description.
        Thanks for your message.
        Happy to help with this.
    """),
    agent_apologies=lines("""
        I understand that you're upset, and I'd be too.
        I'm sorry for the trouble, let me sort this out with you.
        You're right to be annoyed, and I'm sorry.
        I'm sorry that you had to write about this [more than once|at all].
    """),
    agent_closings=lines("""
        Just reply to this message if anything is unclear.
        Let me know how it goes.
        I'm here if you need anything else.
        If something doesn't work as described, write back and I'll pick it up again.
    """),
    agent_sign_offs=lines("""
        Best regards,
        Kind regards,
        All the best,
        Best,
        Warm regards,
    """),
    holding=texts("""
        I've looked at what I can see from here, and this needs [a colleague with more access|a specialist].
        I've passed it on to {team}, with all the details, so you won't have to repeat anything.
        --
        I'd like to get this right, so I'm asking {team} to have a look. You'll hear from them in this same
        conversation, usually within [a working day|a few hours].
    """),
    chasers=lines("""
        Any news on this?
        Hello, just checking if somebody has seen my message.
        I haven't heard back yet. Could you please give me a short update?
        It's been a while, is anyone looking into this?
        Sorry to bother you again, but this is [still open|not solved yet] on my side.
        Bump.
        Hi again, I know that you're busy. Is there anything else you need from me?
    """),
    chase_replies=lines("""
        Thank you for your patience, and sorry that it took longer than it should have.
        Sorry to keep you waiting, it has been a busy [day|week] here.
        You're right to ask, sorry for the delay.
    """),
    thanks=lines("""
        Great, thanks a lot for the quick help.
        Perfect. Thank you, {agent}!
        Thanks so much :)
        Many thanks, you've been really helpful.
        Thanks {agent}, much appreciated. [You can close this.|Have a nice evening.]
        Alright, thank you. I'll let you know if anything is still off.
        Ok, thanks.
        Thank you for explaining. I'll keep an eye on it.
    """),
    welcome=lines("""
        You're welcome! Have a good [day|week].
        Glad it worked out. Take care!
        My pleasure. I'll close this one, but you can always reply to open it again.
    """),
    quote_header="On {today}, {agent} (Harbor Support) <support@harbor.example> wrote:",
    sent_from=("Sent from my phone", "Sent from my mobile, please excuse the typos", "Get the Harbor app"),
    good_comments=lines("""
        Quick and friendly.
        {agent} was great, clear steps and no jargon.
        Solved at the first answer.
        Finally a support that reads what I write.
        Very patient with me, thank you.
        Took a day, but the answer was complete.
        Five stars for {agent}.
        Good
    """),
    bad_comments=lines("""
        Took too long.
        I had to explain it twice.
        Friendly, but my problem isn't solved.
        The answer felt like a template.
        I understand the rule, I still think that it's unfair.
        Waited {days} days for two sentences.
    """),
    jobs=lines("""
        Online shop redesign
        Monthly newsletter
        Logo for a bakery
        Customer support in the evening
        Product photos, 120 pieces
        Translation of a user manual
        Data cleanup in spreadsheets
        Booking app, first version
        Podcast editing
        Research assistant
        Illustrations for a children's book
        Bookkeeping for two shops
        SEO texts for a travel site
        Landing page
        Migration to a new server
        Explainer video, 60 seconds
        Real estate listings
        Virtual assistant, mornings
        Annual report layout
        Mobile game characters
    """),
)
