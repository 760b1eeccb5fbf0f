"""How forms look: label, help, field and error, tied together for screen readers."""

from django.forms.renderers import TemplatesSetting


class CrewdeskRenderer(TemplatesSetting):
    """Renders `{{ form }}` and `{{ form.x.as_field_group }}` with the house's templates."""

    form_template_name = "core/forms/form.html"
    field_template_name = "core/forms/field.html"
    formset_template_name = "core/forms/formset.html"
