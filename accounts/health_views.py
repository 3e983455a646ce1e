"""The page of those who keep the service running: what waits, what failed, and when it was last backed up."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from accounts.access import Power
from accounts.door import door
from accounts.health import page_of
from accounts.health_forms import RetryForm
from accounts.requests import Request
from kit import operations


@door(Power.SEE_HEALTH)
def health(request: Request) -> HttpResponse:
    """How the service is; failed work that is chosen is tried again."""
    work = operations.work_visible_to(request.actor)
    form = RetryForm(request.POST if request.method == "POST" else None, work=operations.failed(work))
    if request.method == "POST" and form.is_valid():
        again = sum(operations.retry(item=item, by=request.actor) for item in form.cleaned_data["items"])
        messages.success(request, f"{again} to be tried again. It takes a minute or two.")
        return redirect("accounts:health")
    return render(request, "accounts/health.html", {"form": form, **page_of(operations.queue(work))})
