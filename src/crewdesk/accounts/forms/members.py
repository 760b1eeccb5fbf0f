from django import forms
from django.utils.translation import gettext_lazy as _

from ..models import Group, Role, User
from ..models.user import RANK, STAFF
from .desk import NewPassword


def role_choices(by: User) -> list[tuple[str, str]]:
    """The roles that `by` may give: none above their own."""
    return [(role, Role(role).label) for role in STAFF if RANK[role] <= by.rank]


class GroupsField(forms.ModelMultipleChoiceField):
    """Any of the desk's groups."""

    def __init__(self, **options):
        super().__init__(
            queryset=None, **({"label": _("Groups"), "required": False, "widget": forms.CheckboxSelectMultiple} | options)
        )


class MemberForm(forms.Form):
    """What a form about members knows: who fills it in."""

    def __init__(self, *args, by: User, **options):
        super().__init__(*args, **options)
        if "role" in self.fields:
            self.fields["role"].choices = role_choices(by)
        if "groups" in self.fields:
            self.fields["groups"].queryset = Group.objects.filter(deleted_at=None).order_by("name")


class InviteForm(MemberForm):
    email = forms.EmailField(label=_("E-mail address"))
    name = forms.CharField(label=_("Name"), max_length=120, required=False)
    role = forms.ChoiceField(label=_("Role"), initial=Role.AGENT)
    groups = GroupsField()


class RoleForm(MemberForm):
    role = forms.ChoiceField(label=_("Role"), help_text=_("A member whose role changes signs in again."))


class MemberGroupsForm(MemberForm):
    groups = GroupsField()


class AcceptForm(forms.Form):
    name = forms.CharField(label=_("Your name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    password = NewPassword(label=_("Choose a password"))
