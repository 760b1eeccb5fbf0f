"""Tax forms, withholding and tax numbers."""

from ..model import Text, Topic, angry, calm, terse
from ..prose import exchanges, lines, marked, texts
from ..staff import FINANCE, T1

TOPIC = Topic(
    key="tax_form",
    category="Fees & taxes",
    subcategory="Tax information",
    group=T1,
    side="talent",
    weight=3,
    priorities={"low": 2, "normal": 7, "high": 1},
    types={"question": 9, "incident": 1},
    tags=("tax", "tax_form"),
    attachments=("screenshot",),
    typical_turns=3,
    escalates_to=FINANCE,
    resolution="Tax form accepted after the name was corrected.",
    notes=marked("""
        @1 Name on the form and name on the tax ID do not match (initial instead of the second name).
        --
        @2 We must not tell them what to tick. Link to the page and the definition only.
    """),
    english=Text(
        subjects=lines("""
            Tax form rejected
            Which tax form do I need?
            Withholding on my earnings
            Tax document for {years} years back
            Tax number not accepted
            Certificate of earnings
        """),
        openings=calm("""
            @1 I filled in the tax form three times and it always comes back as "information does not
            match". I copied it from the letter of the tax office. Which field is wrong?
            --
            @2 Why do I have to fill in a tax form of a country I don't live in? I'm in {city}, and I pay my
            taxes here. I don't want to be taxed twice.
            --
            @3! I need a document with my total earnings for last year, for a loan. My bank wants a stamp on
            it. Is there something official that I can download?
            --
            @2 There's a line "withholding" of {fee} on my last payment. It has never been there before.
            What did I do, or not do?
            --
            @1 My country doesn't give tax numbers to freelancers below a certain income. The form doesn't
            let me go on without one. What should I put in?
            --
            @3! Hello, it's that time of the year. When will the tax documents be available, and where? In
            the past it was an e-mail, I think, but I can't find one.
        """)
        + angry("""
            @2 You're withholding {fee} of my money because of a form which your own site doesn't let me
            submit. It's absurd. Please fix the form or pay me in full.
        """)
        + terse("""
            @1 tax form "does not match". what do you compare it with?
            --
            @3! certificate of earnings last year, where?
        """),
        extras=marked("""
            @13 My accountant has a deadline on {soon}.
            --
            @12 I'm a private person, not a company, in case it matters.
        """),
        asks=exchanges("""
            @12 I can see the attempts. Did you enter your name exactly as the tax office writes it, with
            all the initials, and did you choose "individual" or "business"? Please don't send the number
            itself.
            >>
            @1 There's a second name in the letter that I never use. I left it out.
            >>
            Individual. And the name is the same, I compared it letter by letter.
        """),
        fixes=texts("""
            The number is compared with the name under which the tax office knows it, letter by letter.
            Please enter the name as in their letter, second names and initials included; it doesn't change
            the name on your profile. If your country gives you no number, tick "I'm not required to have
            one", which appears after you've chosen your country of residence.
            --
            The form is our proof that you live outside the country where Harbor is registered. With it
            nothing is withheld; without it we have to. I've reset the form for you, and once it's accepted,
            what was withheld since {earlier} comes back with the next weekly payment. We can't tell you how
            to fill it in, but each field has a short explanation behind the question mark.
            --
            You'll find it under Reports > Certificate of earnings. Choose the year and it's made as a PDF
            with our company details and a code with which a bank can check it online; that takes the place
            of a stamp. The official yearly tax documents are in the same place from the end of January.
        """),
        follow_ups=exchanges("""
            @12 It went through! Do I have to do it every year?
            >>
            Every three years, or when you move to another country. You'll get a reminder a month before.
        """),
    ),
)
