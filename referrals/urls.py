from django.urls import path

from referrals.views import passports, reading, starting

app_name = "referrals"
urlpatterns = [
    path("", reading.listing, name="list"),
    path("start/", starting.start, name="start"),
    path("start/new/", starting.start_new, name="start_new"),
    path("letters/<uuid:uuid>/", reading.letter, name="letter"),
    path("<uuid:uuid>/", reading.referral, name="referral"),
    path("<uuid:uuid>/sections/<slug:key>/", passports.section, name="section"),
    path("<uuid:uuid>/send/", passports.submit, name="submit"),
    path("<uuid:uuid>/sent/", passports.confirmation, name="confirmation"),
    path("<uuid:uuid>/withdraw/", passports.withdraw, name="withdraw"),
]
