"""Every component on one page, from invented examples: for looking at, and for the browser tests."""

import datetime as dt
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import formset_factory
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from kit import forms as kit_forms
from kit.gallery_examples import EXAMPLES

REASONS = [("support", "More support in school first"), ("places", "No place free"), ("other", "Something else")]
NEEDS = [("speech", "Speech and language"), ("sensory", "Sensory"), ("anxiety", "Anxiety and attendance")]


class ExampleForm(kit_forms.CasebookForm):
    error_required = {"reason": "Select a reason for declining", "other_reason": "Enter the other reason"}
    reveals = {"reason": {"other": ["other_reason"]}}
    fieldsets = [
        ("About the pupil", "As written on the school's roll.", ["name", "born_on", "year_group", "needs"]),
        ("The decision", "", ["reason", "note", "cost", "minutes", "letter", "told"]),
    ]

    name = forms.CharField(label="Full name", max_length=60)
    born_on = kit_forms.GovukDateField(
        label="Date of birth", help_text="For example, 27 3 2012", latest=dt.date(2026, 5, 11)
    )
    year_group = forms.ChoiceField(choices=[("", "Choose one")] + [(str(n), f"Year {n}") for n in range(7, 12)])
    needs = forms.MultipleChoiceField(
        label="Needs that the passport describes",
        choices=NEEDS,
        required=False,
        widget=kit_forms.Checkboxes(hints={"sensory": "Hearing, sight or both"}),
        help_text="Select all that apply.",
    )
    reason = forms.ChoiceField(
        choices=REASONS,
        label="Reason for declining",
        widget=kit_forms.Radios(hints={"places": "The case stays on the list for the next meeting"}),
    )
    other_reason = forms.CharField(required=False)
    note = forms.CharField(
        label="What the school should do next",
        max_length=200,
        widget=kit_forms.Textarea(rows=4, count=True),
        help_text="The school sees this. Do not name other pupils.",
    )
    cost = kit_forms.MoneyField(label="Cost each week", at_least=1)
    minutes = forms.IntegerField(
        label="Minutes late", min_value=1, required=False, widget=kit_forms.TextInput(width=3, suffix="minutes")
    )
    letter = forms.FileField(label="Letter to the school", required=False)
    told = forms.BooleanField(label="The school has been told", help_text="By telephone or in person.")


class MemberForm(kit_forms.CasebookForm):
    name = forms.CharField(label="Full name")
    chairs = forms.ChoiceField(
        label="Chairs the meeting", choices=[("yes", "Yes"), ("no", "No")], widget=kit_forms.Radios(inline=True)
    )
    password = forms.CharField(widget=forms.PasswordInput(render_value=False), required=False)


class FilterForm(kit_forms.CasebookForm):
    mark_optional = False
    q = forms.CharField(label="Name or UPN", required=False)
    stage = forms.MultipleChoiceField(
        choices=[("listed", "Listed for panel"), ("decided", "Decided")],
        required=False,
        widget=kit_forms.Checkboxes(small=True),
    )


class MemberFormSetBase(forms.BaseFormSet):
    item_name = "Member"


MemberFormSet = formset_factory(MemberForm, formset=MemberFormSetBase, extra=2)


def gallery(request: HttpRequest) -> HttpResponse:
    """All components; a POST shows the example form with its errors."""
    data = request.POST if request.method == "POST" else None
    if request.GET.get("message"):
        messages.success(request, "Placement confirmed. The school and the parents will be written to today.")
    page = Paginator(range(212), 25).get_page(request.GET.get("page", 4))
    context: dict[str, Any] = {
        **EXAMPLES,
        "form": ExampleForm(data, request.FILES or None),
        "members": MemberFormSet(data if data and "form-TOTAL_FORMS" in data else None),
        "filter_form": FilterForm(initial={"q": "Amber", "stage": ["listed"]}, prefix="filter"),
        "page": page,
    }
    return render(request, "govuk/gallery.html", context)
