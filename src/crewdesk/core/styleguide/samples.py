"""Invented people and tickets for the style guide."""

from dataclasses import dataclass, field
from datetime import timedelta

from django import forms
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crewdesk.core.context import Item
from crewdesk.core.paging import Page


@dataclass(frozen=True)
class Person:
    name: str
    email: str = ""
    time_zone: str = ""
    avatar_url: str = ""


@dataclass(frozen=True)
class Ticket:
    number: int
    subject: str
    text: str
    requester: Person
    status: str
    priority: str
    minutes: int
    is_unread: bool = False
    tags: tuple[str, ...] = field(default=())

    @property
    def updated_at(self):
        return timezone.now() - timedelta(minutes=self.minutes)


BEN = Person("Ben Okafor", "ben@harbor.example")
CLEO = Person("Cleo Marchetti", "cleo@example.org")
PEOPLE = [
    BEN,
    CLEO,
    Person("Ada Lindqvist"),
    Person("Lena Brandt"),
    Person("Yuki Tanaka"),
    Person("سارة منصور"),
    Person("Dan"),
    Person("Priya Raghunathan-Venkataraman"),
]
LONG = (
    "Re: Fwd: Re: Withdrawal to my bank account failed twice with “beneficiary name mismatch” although the"
    " name on the account and in my profile are exactly the same, please help before the weekend"
)
TICKETS = [
    Ticket(
        4812,
        "Cannot withdraw to my new bank account",
        "The transfer came back with a code I do not know: R03.",
        CLEO,
        "new",
        "urgent",
        2,
        True,
        ("withdrawal", "bank"),
    ),
    Ticket(4809, LONG, "Attached are both statements.", PEOPLE[7], "open", "high", 14, True),
    Ticket(
        4807,
        "Two invoices for the same contract",
        "Contract 88-2041 was billed on the 3rd and again on the 4th.",
        PEOPLE[4],
        "open",
        "normal",
        46,
        False,
        ("invoice",),
    ),
    Ticket(
        4798,
        "Change of e-mail address",
        "We wrote to your new address; please press the link in it.",
        PEOPLE[6],
        "pending",
        "low",
        190,
    ),
    Ticket(
        4771,
        "App shows an old balance",
        "Engineering has a fix; it ships on Thursday.",
        PEOPLE[2],
        "hold",
        "normal",
        1600,
    ),
    Ticket(
        4760,
        "لا أستطيع تسجيل الدخول من هاتفي الجديد",
        "تظهر رسالة خطأ بعد إدخال الرمز.",
        PEOPLE[5],
        "open",
        "high",
        2900,
    ),
    Ticket(4725, "Thank you!", "That was quick. All is well now.", PEOPLE[3], "solved", "", 8900),
    Ticket(4011, "Certificate for the year 2024", "Here it is as PDF.", CLEO, "closed", "", 290000),
]
STATUSES = ["new", "open", "pending", "hold", "solved", "closed"]
PRIORITIES = ["low", "normal", "high", "urgent"]
KINDS = ["neutral", "accent", "success", "warning", "danger", "info"]
COLOURS = [
    "surface-0",
    "surface-1",
    "surface-2",
    "surface-3",
    "line",
    "line-strong",
    "edge",
    "text",
    "text-soft",
    "text-faint",
]
COLOURS += [
    "accent",
    "accent-soft",
    "success",
    "success-soft",
    "warning",
    "warning-soft",
    "danger",
    "danger-soft",
    "info",
    "info-soft",
    "note",
]


class SignIn(forms.Form):
    """A short form."""

    email = forms.EmailField(label=_("E-mail"))
    password = forms.CharField(label=_("Password"), widget=forms.PasswordInput, min_length=12)
    remember = forms.BooleanField(label=_("Stay signed in on this device"), required=False)


class Everything(forms.Form):
    """Every kind of field."""

    name = forms.CharField(label=_("Full name"), max_length=40)
    email = forms.EmailField(label=_("E-mail"), help_text=_("Replies go to this address."), required=False)
    group = forms.ChoiceField(label=_("Group"), choices=[("", "—"), ("t1", "Tier 1"), ("fin", "Finance")], required=False)
    hours = forms.IntegerField(label=_("Hours a week"), min_value=1, max_value=60)
    starts_on = forms.DateField(label=_("Starts on"), widget=forms.DateInput(attrs={"type": "date"}), required=False)
    plan = forms.ChoiceField(label=_("Answers by"), widget=forms.RadioSelect, choices=[("mail", "E-mail"), ("chat", "Chat")])
    languages = forms.MultipleChoiceField(
        label=_("Languages"),
        widget=forms.CheckboxSelectMultiple,
        choices=[("en", "English"), ("de", "Deutsch"), ("ar", "العربية")],
        required=False,
    )
    about = forms.CharField(label=_("About"), widget=forms.Textarea(attrs={"rows": 3}), required=False)
    file = forms.FileField(label=_("Files"), required=False)
    locked = forms.CharField(label=_("Customer number"), initial="C-20418", disabled=True, required=False)
    agree = forms.BooleanField(
        label=_("I may see customers' data and keep it confidential"), help_text=_("Part of the contract.")
    )

    def clean(self):
        if not self.cleaned_data.get("email"):
            raise forms.ValidationError(_("Give an e-mail address or a phone number, so that we can answer."))


@dataclass(frozen=True)
class Desk:
    name: str = "Harbor"
    slug: str = "harbor"


def rail(request: HttpRequest) -> list[Item]:
    """Links as rooms would hang them into the shell."""
    links = [
        (_("Components"), reverse("styleguide:guide"), "swatch", "g c"),
        (_("Workspace"), reverse("styleguide:workspace"), "inbox", "g w"),
        (_("Sign-in"), reverse("styleguide:sign-in"), "key", "g s"),
        (_("E-mail"), reverse("styleguide:e-mail"), "envelope", "g e"),
    ]
    return [Item(label, url, icon, url == request.path, key, "get") for label, url, icon, key in links]


def context(request: HttpRequest) -> dict:
    """What the shell and the samples need."""
    filled = {"name": "", "email": "ben@", "hours": "90", "plan": "chat", "about": "Nights and weekends."}
    return {
        "desk": Desk(),
        "member": BEN,
        "rail_items": rail(request),
        "create_items": [
            Item(_("Ticket"), "#new-ticket", "ticket", False, "n t", "get"),
            Item(_("Customer"), "#new-customer", "user-plus", False, "n c", "get"),
        ],
        "account_items": [
            Item(_("Profile"), "#profile", "user", False, "", "get"),
            Item(_("Sign out"), "#sign-out", "arrow-right-start-on-rectangle", False, "", "get"),
        ],
        "shell": {"search": request.path, "palette": reverse("styleguide:search")},
        "commands": [
            {
                "label": str(_("Turn the page around (right to left)")),
                "url": "?dir=rtl",
                "group": str(_("Style guide")),
            }
        ],
        "direction": "rtl" if request.GET.get("dir") == "rtl" else "ltr",
        "people": PEOPLE,
        "tickets": TICKETS,
        "customer": CLEO,
        "statuses": STATUSES,
        "priorities": PRIORITIES,
        "kinds": KINDS,
        "colours": COLOURS,
        "form": Everything(),
        "bound_form": Everything(filled),
        "middle_page": Page([], "later", "earlier"),
        "first_page": Page([], "later", None),
        "now": timezone.now(),
        "last_week": timezone.now() - timedelta(days=9),
    }
