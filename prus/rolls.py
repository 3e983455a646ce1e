"""On whose roll a pupil is: dual with the main school, or single at the PRU (capabilities D1)."""

import datetime as dt

from kit.periods import ONE_DAY, DateRange, from_to
from prus.models import Registration

Kind = Registration.Kind


def put_on_roll(placement, first: dt.date) -> None:
    """Dual: main at the school, subsidiary at the PRU. Single: off the old roll the day before."""
    here = Registration.objects.filter(pupil=placement.pupil_id, organisation=placement.pru.organisation)
    if here.filter(during__contains=first).exists():
        return
    held = _main(placement).filter(during__contains=first).first()
    kind = Kind.SUBSIDIARY if placement.dual and held else Kind.SINGLE
    if kind == Kind.SUBSIDIARY:
        _turn_into(held, Kind.MAIN, first)
    elif held:
        _end(held, first)
    Registration.objects.create(
        la_id=placement.la_id,
        pupil_id=placement.pupil_id,
        organisation=placement.pru.organisation,
        kind=kind,
        during=from_to(first),
    )


def leave_roll(placement, last: dt.date) -> None:
    """Off the PRU's roll after the last day; the school's entry is single again when nobody else shares the pupil."""
    until = last + ONE_DAY
    here = Registration.objects.filter(pupil=placement.pupil_id, organisation=placement.pru.organisation)
    for held in here.filter(during__contains=last):
        _end(held, until)
    shared = Registration.objects.filter(pupil=placement.pupil_id, kind=Kind.SUBSIDIARY, during__contains=until)
    main = _main(placement).filter(kind=Kind.MAIN, during__contains=until).first()
    if main and not shared.exists():
        _turn_into(main, Kind.SINGLE, until)


def _main(placement):
    return Registration.objects.filter(pupil=placement.pupil_id, kind__in=[Kind.MAIN, Kind.SINGLE])


def _end(held, until: dt.date) -> None:
    """The entry ends the day before; one that would begin on the day itself never was."""
    if held.during.lower is not None and held.during.lower >= until:
        held.delete()
        return
    held.during = DateRange(held.during.lower, until, "[)")
    held.save(update_fields=["during"])


def _turn_into(held, kind: str, first: dt.date) -> None:
    """From the day on the school's entry is of this kind; before it, it stays what it was."""
    if held.kind == kind:
        return
    if held.during.lower is not None and held.during.lower >= first:
        held.kind = kind
        held.save(update_fields=["kind"])
        return
    upper = held.during.upper
    _end(held, first)
    Registration.objects.create(
        la_id=held.la_id,
        pupil_id=held.pupil_id,
        organisation_id=held.organisation_id,
        kind=kind,
        during=DateRange(first, upper, "[)"),
    )
