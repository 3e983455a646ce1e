import datetime as dt

import pytest
from django import forms
from django.forms import formset_factory
from django.template import Context, Template
from django.test import RequestFactory

from kit.forms import (
    CasebookForm,
    Checkboxes,
    GovukDateField,
    MoneyField,
    Radios,
    Textarea,
    TextInput,
    problems_of,
)

YES_NO = [("yes", "Yes"), ("no", "No")]


class DeclineForm(CasebookForm):
    error_required = {"reason": "Enter a reason for declining"}
    fieldsets = [("The decision", "As the panel agreed it.", ["accepted", "reason"])]
    reveals = {"accepted": {"no": ["school"]}}

    email = forms.EmailField(label="Email address", help_text="We write here")
    reason = forms.CharField(max_length=20, widget=Textarea(count=True))
    accepted = forms.ChoiceField(
        label="Whether to accept", choices=YES_NO, widget=Radios(hints={"no": "Say why below"})
    )
    school = forms.CharField(label="Other school")
    needs = forms.MultipleChoiceField(choices=YES_NO, widget=Checkboxes)
    starts_on = GovukDateField(label="Start date")
    told = forms.BooleanField(label="The school has been told")
    minutes = forms.IntegerField(
        label="Minutes late", min_value=1, required=False, widget=TextInput(width=3, suffix="minutes")
    )


class DateForm(CasebookForm):
    born_on = GovukDateField(label="Date of birth", latest=dt.date(2026, 5, 11))


class MoneyForm(CasebookForm):
    cost = MoneyField(label="Cost", at_least=100)


def typed(day, month, year):
    return {"born_on_day": day, "born_on_month": month, "born_on_year": year}


@pytest.mark.parametrize(
    ("boxes", "message", "focus"),
    [
        (("", "", ""), "Enter a date of birth", "day"),
        (("27", "3", ""), "Date of birth must include a year", "year"),
        (("27", "", "2012"), "Date of birth must include a month", "month"),
        (("", "", "2012"), "Date of birth must include a day and month", "day"),
        (("27", "3", "12"), "Date of birth must have a year of 4 numbers", "year"),
        (("31", "2", "2012"), "Date of birth must be a real date", "day"),
        (("x", "3", "2012"), "Date of birth must be a real date", "day"),
        (("9" * 40, "3", "2012"), "Date of birth must be a real date", "day"),
        (("1", "13", "2012"), "Date of birth must be a real date", "day"),
        (("12", "5", "2026"), "Date of birth must be on or before 11 May 2026", "day"),
    ],
)
def test_date_says_what_is_wrong_and_where(boxes, message, focus):
    form = DateForm(typed(*boxes))

    assert form.errors["born_on"] == [message]
    assert problems_of(form) == [{"text": message, "target": f"id_born_on_{focus}"}]


@pytest.mark.parametrize(
    "boxes", [("27", "3", "2012"), ("27", "03", "2012"), (" 27", "mar", "2012"), ("27", "March", "2012 ")]
)
def test_date_is_read_as_people_type_it(boxes):
    form = DateForm(typed(*boxes))

    assert form.is_valid(), form.errors
    assert form.cleaned_data["born_on"] == dt.date(2012, 3, 27)


def test_date_keeps_what_was_typed_and_marks_only_the_wrong_box():
    html = str(DateForm(typed("31", "feb", "")))

    assert 'value="31"' in html
    assert 'value="feb"' in html
    assert html.count('aria-invalid="true"') == 1


def test_date_shows_its_initial_value_and_knows_that_it_did_not_change():
    day = {"born_on": dt.date(2012, 3, 27)}

    assert 'name="born_on_month" type="text" inputmode="numeric" value="3"' in str(DateForm(initial=day))
    assert not DateForm(typed("27", "3", "2012"), initial=day).has_changed()
    assert DateForm(typed("28", "3", "2012"), initial=day).has_changed()


@pytest.mark.parametrize(
    ("text", "pence"), [("250", 25000), ("£1,250.50", 125050), (" 1 250 ", 125000), ("1.5", 150), ("19.99", 1999)]
)
def test_money_is_kept_in_pence(text, pence):
    form = MoneyForm({"cost": text})

    assert form.is_valid(), form.errors
    assert form.cleaned_data["cost"] == pence


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "Enter a cost"),
        ("lots", "Cost must be an amount of money, like 250 or 99.50"),
        ("NaN", "Cost must be an amount of money, like 250 or 99.50"),
        ("1e9", "Cost must be an amount of money, like 250 or 99.50"),
        ("Infinity", "Cost must be an amount of money, like 250 or 99.50"),
        ("1.005", "Cost must be in pounds and whole pence"),
        ("0.50", "Cost must be £1.00 or more"),
        ("-5", "Cost must be £1.00 or more"),
    ],
)
def test_money_says_what_is_wrong(text, message):
    assert MoneyForm({"cost": text}).errors["cost"] == [message]


def test_money_shows_pounds_again():
    assert 'value="1250.50"' in str(MoneyForm(initial={"cost": 125050}))


def test_every_empty_field_has_its_own_sentence_in_the_order_of_the_page():
    form = DeclineForm({"minutes": "0"})

    assert [(each["text"], each["target"]) for each in problems_of(form)] == [
        ("Select whether to accept", "id_accepted_0"),
        ("Enter other school", "id_school"),
        ("Enter a reason for declining", "id_reason"),
        ("Enter an email address", "id_email"),
        ("Select needs", "id_needs_0"),
        ("Enter a start date", "id_starts_on_day"),
        ("Select “The school has been told” to continue", "id_told"),
        ("Minutes late must be 1 or more", "id_minutes"),
    ]


def test_every_link_of_the_summary_finds_an_input():
    form = DeclineForm({})
    html = str(form)

    for problem in problems_of(form):
        assert f'<a href="#{problem["target"]}">' in html
        assert html.count(f' id="{problem["target"]}"') == 1


def test_limits_are_worded_with_the_label():
    form = DeclineForm({"reason": "x" * 21, "email": "nonsense", "accepted": "maybe", "minutes": "ten"})

    assert form.errors["reason"] == ["Reason must be 20 characters or fewer"]
    assert form.errors["email"] == ["Enter an email address in the correct format, like name@example.com"]
    assert form.errors["accepted"] == ["Select whether to accept from the list"]
    assert form.errors["minutes"] == ["Minutes late must be a whole number"]


def test_a_label_may_have_a_percent_sign():
    class Form(CasebookForm):
        share = forms.IntegerField(label="% present", max_value=100)
        band = forms.ChoiceField(label="% band", choices=YES_NO)
        on = GovukDateField(label="100% day")

    form = Form({"share": "101", "band": "x", "on_day": "1"})

    assert form.errors["share"] == ["% present must be 100 or less"]
    assert form.errors["band"] == ["Select a % band from the list"]
    assert form.errors["on"] == ["100% day must include a month and year"]


def test_what_a_field_says_itself_is_kept():
    class Form(CasebookForm):
        note = forms.CharField(error_messages={"required": "Say something"})

    assert Form({}).errors["note"] == ["Say something"]


def test_hint_and_error_are_tied_to_the_input():
    html = DeclineForm({"email": ""})["email"].as_field_group()

    assert 'aria-describedby="id_email_hint id_email_error"' in html
    assert 'id="id_email_hint"' in html
    assert 'id="id_email_error"' in html
    assert 'aria-invalid="true"' in html
    assert "govuk-input--error" in html


def test_hint_and_error_of_a_set_are_tied_to_the_set():
    html = DeclineForm({})["accepted"].as_field_group()

    assert '<fieldset class="govuk-fieldset" aria-describedby="id_accepted_error">' in html
    assert 'aria-describedby="id_accepted_1_hint"' in html
    assert "<legend" in html
    assert "Say why below" in html


def test_several_choices_are_tick_boxes():
    html = DeclineForm()["needs"].as_field_group()

    assert html.count('type="checkbox"') == 2
    assert "govuk-radios" not in html


def test_the_empty_choice_has_words_in_a_list_and_none_among_radios():
    choices = [("", "---------"), *YES_NO]

    class Form(CasebookForm):
        listed = forms.ChoiceField(choices=choices)
        round = forms.ChoiceField(choices=choices, widget=Radios)

    form = Form({})
    html = str(form)

    assert "---------" not in html
    assert '<option value="" selected>Choose one</option>' in html
    assert html.count('type="radio"') == 2
    assert problems_of(form)[1]["target"] == "id_round_1"


def test_a_revealed_field_is_drawn_once_inside_its_choice():
    html = str(DeclineForm())

    assert html.count('name="school"') == 1
    assert html.index('value="no"') < html.index('name="school"') < html.index('name="reason"')


def test_no_browser_popups_and_no_spinners():
    html = str(DeclineForm())

    assert " required" not in html
    assert 'type="number"' not in html
    assert 'inputmode="numeric"' in html


def test_optional_fields_say_so():
    assert "(optional)" in DeclineForm()["minutes"].as_field_group()
    assert "(optional)" not in DeclineForm()["email"].as_field_group()


def test_text_from_people_is_escaped():
    form = DeclineForm({"email": '"><script>alert(1)</script>', "accepted": "<b>"})

    assert "<script>" not in str(form)
    assert "<b>" not in str(form)


def test_a_plain_django_form_is_drawn_the_same_way():
    class Plain(forms.Form):
        name = forms.CharField(label="Full name")

    html = str(Plain({}))

    assert "govuk-error-summary" in html
    assert 'class="govuk-input govuk-input--error"' in html
    assert "Enter a full name" in html


def test_a_formset_has_one_summary_over_all_its_forms():
    formset = formset_factory(DateForm, extra=0)({"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "0"})
    formset.forms[0].empty_permitted = formset.forms[1].empty_permitted = False

    html = str(formset)

    assert html.count("govuk-error-summary__title") == 1
    assert 'href="#id_form-1-born_on_day"' in html
    assert 'id="id_form-1-born_on_day"' in html


def test_once_is_new_for_a_page_and_kept_for_a_form_shown_again():
    template = Template("{% load casebook %}{% once %}")
    key = "0b5e6a1e-7a3a-4a49-9b0f-0d3f7d8f3c11"

    fresh = template.render(Context({"request": RequestFactory().get("/")}))
    again = template.render(Context({"request": RequestFactory().post("/", {"once": key})}))
    nonsense = template.render(Context({"request": RequestFactory().post("/", {"once": '"><b>'})}))

    assert 'name="once"' in fresh
    assert fresh != template.render(Context({"request": RequestFactory().get("/")}))
    assert f'value="{key}"' in again
    assert "<b>" not in nonsense
