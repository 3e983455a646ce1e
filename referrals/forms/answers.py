"""The few kinds of answer that a passport asks for."""

from typing import Any

from django import forms

from kit.forms import Radios, Textarea, TextInput

YES_NO = [("yes", "Yes"), ("no", "No")]


def yes_no(label: str, **kwargs: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=YES_NO, widget=Radios(inline=True), **kwargs)


def words(label: str, most: int = 600, rows: int = 3, **kwargs: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=most, widget=Textarea(rows=rows), **kwargs)


def line(label: str, most: int = 150, width: int = 0, **kwargs: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=most, widget=TextInput(width=width), **kwargs)


def number(label: str, least: int, most: int, suffix: str = "", **kwargs: Any) -> forms.IntegerField:
    box = TextInput(width=4, suffix=suffix, inputmode="numeric")
    return forms.IntegerField(label=label, min_value=least, max_value=most, widget=box, **kwargs)
