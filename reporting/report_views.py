from django.http import HttpResponse

from accounts.access import Power
from accounts.door import door


@door(Power.SEE_HOME)
def listing(request):
    return HttpResponse()


def _later(request, **kwargs):
    return HttpResponse()


report = refresh = comment = sign_off = pdf = door(Power.SEE_HOME)(_later)
