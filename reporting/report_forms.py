"""What the head types on a report."""

from django import forms

from kit.forms import CasebookForm, Textarea


class CommentaryForm(CasebookForm):
    """Words on one section. Empty is allowed: it takes the words away. `version` is what was on the page."""

    mark_optional = False
    text = forms.CharField(
        label="Your words",
        required=False,
        max_length=4000,
        widget=Textarea(rows=10, count=True),
        help_text="The committee reads this. Leave out names, and anything by which a reader could recognise a child.",
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class SignOffForm(CasebookForm):
    """The head confirms; with warnings, also that the words were read again."""

    error_required = {
        "checked": "Confirm that you have checked the figures and your words",
        "read_again": "Confirm that nobody can recognise a child in your words",
    }
    checked = forms.BooleanField(label="I have checked the figures and my words")
    read_again = forms.BooleanField(
        label="I have read the warnings again, and nobody can recognise a child in my words"
    )

    def __init__(self, *args, warned: bool, **kwargs):
        super().__init__(*args, **kwargs)
        if not warned:
            del self.fields["read_again"]
