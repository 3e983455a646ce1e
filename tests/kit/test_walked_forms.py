"""Found by walking through the product: what is typed is never cut off in silence."""

from django import forms

from kit.forms import CasebookForm, Textarea


class NoteForm(CasebookForm):
    note = forms.CharField(label="Note", max_length=10, widget=Textarea())


def test_the_browser_is_not_told_to_cut_off_a_long_text():
    assert "maxlength" not in NoteForm().as_p().replace("data-maxlength", "")
    assert "maxlength" not in str(NoteForm()["note"])


def test_a_long_text_is_kept_with_a_sentence_that_says_how_long_it_may_be():
    form = NoteForm({"note": "x" * 11})

    drawn = str(form)

    assert "Note must be 10 characters or fewer" in drawn
    assert "x" * 11 in drawn
