"""What the workspace's forms send, made into what the verbs take. Rules stand in the verbs, not here."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from crewdesk.accounts.models import Group, Organization, User
from crewdesk.core.numbers import whole, whole_among

from .models import CustomStatus, FieldType, Priority, Ticket, TicketField, TicketForm, TicketType


class TagsField(forms.CharField):
    """Tags divided by commas or blanks."""

    def to_python(self, value: Any) -> list[str]:
        return (super().to_python(value) or "").replace(",", " ").split()


class StatusField(forms.CharField):
    """A category (`solved`) or a status of the desk's own (`custom:7`); gives the changes that it means."""

    def has_changed(self, initial: str | None, data: str | None) -> bool:
        """Compared as sent, since what it becomes is a set of changes."""
        return (initial or "") != (data or "")

    def to_python(self, value: Any) -> dict[str, Any]:
        value = super().to_python(value) or ""
        if not value:
            return {}
        if not value.startswith("custom:"):
            return {"status": value, "custom_status": None}
        status = CustomStatus.objects.filter(pk=whole(value.removeprefix("custom:"))).first()
        if status is None:
            raise forms.ValidationError(_("This status does not exist any more."))
        return {"custom_status": status}


class ChangesForm(forms.Form):
    """Fields of a ticket. `changes()` has those that differ from it, under the names of `apply_changes`."""

    subject = forms.CharField(required=False, max_length=500)
    status = StatusField(required=False)
    type = forms.ChoiceField(required=False, choices=[("", "—"), *TicketType.choices])
    priority = forms.ChoiceField(required=False, choices=[("", "—"), *Priority.choices])
    due_at = forms.DateTimeField(required=False)
    tags = TagsField(required=False)
    add_tags = TagsField(required=False)
    remove_tags = TagsField(required=False)
    problem = forms.IntegerField(required=False)

    def __init__(self, data: QueryDict, ticket: Ticket | None = None):
        super().__init__(data, initial=values_of(ticket) if ticket else {})
        self.ticket = ticket
        self.fields["group"] = forms.ModelChoiceField(Group.objects.filter(deleted_at=None), required=False)
        self.fields["assignee"] = forms.ModelChoiceField(User.objects.staff(), required=False)
        self.fields["requester"] = forms.ModelChoiceField(User.objects.all(), required=False)
        self.fields["organization"] = forms.ModelChoiceField(Organization.objects.all(), required=False)
        self.fields["form"] = forms.ModelChoiceField(TicketForm.objects.filter(is_active=True), required=False)

    def clean_problem(self) -> Ticket | None:
        """The problem by its number."""
        number = self.cleaned_data["problem"]
        if number is None:
            return None
        problem = Ticket.objects.live().filter(number=number).first()
        if problem is None:
            raise forms.ValidationError(_("There is no ticket #%(number)s.") % {"number": number})
        return problem

    def changes(self) -> dict[str, Any]:
        """The changes that the sent fields mean; fields that were not sent, or sent as they are, stay."""
        names = [name for name in self.changed_data if name in self.data and name in self.cleaned_data]
        changes = {name: self.cleaned_data[name] for name in names if name != "status"}
        if "status" in names:
            changes |= self.cleaned_data["status"]
        if changes.get("requester", "") is None:
            del changes["requester"]
        if values := self._custom_fields():
            changes["custom_fields"] = values
        return changes

    def _custom_fields(self) -> dict[str, Any]:
        sent = {whole(name.removeprefix("field_")): name for name in self.data if name.startswith("field_")}
        fields = TicketField.objects.filter(pk__in=sent.keys() - {None}, is_active=True) if sent else ()
        values = {str(field.pk): self._value(field, sent[field.pk]) for field in fields}
        held = self.ticket.custom_fields if self.ticket else {}
        return {key: value for key, value in values.items() if str(value or "") != str(held.get(key) or "")}

    def _value(self, field: TicketField, name: str) -> Any:
        values = [value for value in self.data.getlist(name) if value != ""]
        match field.type:
            case FieldType.MULTISELECT:
                return values
            case FieldType.CHECKBOX:
                return values[-1:] == ["on"]
            case _:
                return values[-1] if values else None


class BulkForm(ChangesForm):
    """The same changes for many tickets: what is left empty stays as it is on each."""

    LEAVE = ""

    def __init__(self, data: QueryDict):
        super().__init__(data)
        self.numbers = whole_among(self.data.getlist("number"))

    def changes(self) -> dict[str, Any]:
        """Only what was filled in; `none` as assignee or group lets go of it."""
        changes = {name: value for name, value in super().changes().items() if value not in (self.LEAVE, None, [])}
        for name in ("assignee", "group"):
            if self.data.get(name) == "none":
                changes[name] = None
        if self.cleaned_data.get("status", {}).get("status"):
            changes["custom_status"] = None
        return changes

    def clean(self) -> dict[str, Any]:
        """`none` is no row, yet no mistake."""
        for name in ("assignee", "group"):
            if self.data.get(name) == "none":
                self.errors.pop(name, None)
        return super().clean()


def values_of(ticket: Ticket) -> dict[str, Any]:
    """The ticket's values as the fields of `ChangesForm` send them."""
    status = f"custom:{ticket.custom_status_id}" if ticket.custom_status_id else ticket.status
    relations = {name: getattr(ticket, f"{name}_id") for name in ("group", "assignee", "requester", "organization", "form")}
    plain = {name: getattr(ticket, name) for name in ("subject", "type", "priority", "due_at")}
    return {"status": status, "problem": ticket.problem.number if ticket.problem else None, **relations, **plain}


class ReplyForm(forms.Form):
    """A message to be sent, with the status that it leaves behind."""

    body = forms.CharField(required=False, strip=False)
    html_body = forms.CharField(required=False, strip=False)
    public = forms.TypedChoiceField(
        choices=[("yes", ""), ("no", "")], coerce=lambda value: value == "yes", empty_value=True, required=False
    )
    status = StatusField(required=False)
    upload_token = forms.CharField(required=False, max_length=64)
    version = forms.IntegerField(required=False)
    send_anyway = forms.BooleanField(required=False)

    @property
    def expected_version(self) -> int | None:
        """The version that the writer knew; None once they have been told and want to send nevertheless."""
        return None if self.cleaned_data["send_anyway"] else self.cleaned_data["version"]


class NewTicketForm(forms.Form):
    """A ticket on a customer's behalf."""

    email = forms.EmailField(label=_("Customer's address"))
    name = forms.CharField(label=_("Customer's name"), required=False, max_length=120)
    subject = forms.CharField(label=_("Subject"), max_length=500)
    group = forms.ModelChoiceField(label=_("Group"), queryset=None, required=False, empty_label="—")
    assignee = forms.ModelChoiceField(label=_("Assignee"), queryset=None, required=False)
    type = forms.ChoiceField(label=_("Type"), required=False, choices=[("", "—"), *TicketType.choices])
    priority = forms.ChoiceField(label=_("Priority"), required=False, choices=[("", "—"), *Priority.choices])
    add_tags = TagsField(label=_("Tags"), required=False)
    body = forms.CharField(label=_("Message"), strip=False, required=False)
    html_body = forms.CharField(required=False, strip=False)
    public = forms.TypedChoiceField(
        choices=[("yes", ""), ("no", "")], coerce=lambda value: value == "yes", empty_value=True, required=False
    )
    upload_token = forms.CharField(required=False, max_length=64)

    def __init__(self, data: QueryDict | None, *, member: User, email: str = ""):
        super().__init__(data, initial={"email": email, "assignee": member.pk})
        self.fields["group"].queryset = Group.objects.filter(deleted_at=None).order_by("name")
        self.fields["assignee"].queryset = User.objects.staff()
        # Who takes it but the writer is chosen on the ticket: no list of all members goes to a browser.
        you = (member.pk, gettext("%(name)s (you)") % {"name": member.name})
        self.fields["assignee"].widget.choices = [("", gettext("Nobody")), you]

    def changes(self) -> dict[str, Any]:
        """What was chosen for the ticket itself."""
        chosen = {name: self.cleaned_data[name] for name in ("group", "assignee", "type", "priority", "add_tags")}
        return {name: value for name, value in chosen.items() if value}


class NotesForm(forms.Form):
    """What agents should know about a customer."""

    notes = forms.CharField(required=False, max_length=5000)
