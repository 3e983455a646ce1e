"""Pages that exist in the demonstration only: moving the day, and the components on one page."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from accounts.door import public
from demo.forms import DayForm
from kit.gallery import gallery
from kit.today import set_demonstration_day, today

components = public("the demonstration's style page shows no data", methods=("GET",))(gallery)


@public("the demonstration's day is anybody's to move; the page exists in the demonstration only")
def day(request: HttpRequest) -> HttpResponse:
    """Move the demonstration to another day, so that one person can walk a case from start to end."""
    form = DayForm(request.POST or None, initial={"day": today()})
    if request.method == "POST" and form.is_valid():
        set_demonstration_day(form.cleaned_data["day"])
        messages.success(request, f"The demonstration now stands on {today():%A %-d %B %Y}")
        return redirect("reporting:home")
    return render(request, "demo/day.html", {"form": form})
