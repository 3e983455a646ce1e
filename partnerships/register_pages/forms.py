"""What people upload of the register."""

from django import forms

from kit.forms import CasebookForm

MOST_MB = 60
ENDINGS = (".csv", ".csv.gz", ".tsv", ".tsv.gz", ".gz", ".txt")


class UploadForm(CasebookForm):
    """One published file of the national register."""

    error_required = {"file": "Select a file of the register"}
    file = forms.FileField(
        label="File of the register",
        help_text=f"CSV, as published or packed with gzip, up to {MOST_MB} MB.",
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.gz"}),
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MOST_MB * 1024 * 1024:
            raise forms.ValidationError(f"The selected file must be smaller than {MOST_MB} MB")
        if not file.name.lower().endswith(ENDINGS):
            raise forms.ValidationError("The selected file must be a CSV file, or one packed with gzip (.gz)")
        return file
