"""One thing at a time in one authority: so that nothing is made twice, and no period slips in beside another."""

from accounts.models import Organisation
from prus.setup.errors import SetupError


def lock(by) -> Organisation:
    """The authority, held until the transaction ends. Others may still read it and refer to it."""
    return Organisation.objects.select_for_update(of=("self",), no_key=True).get(pk=by.la.pk)


def new_body(*, la: Organisation, kind: str, name: str) -> Organisation:
    """Raises SetupError when the authority has a body of this kind with the name."""
    refuse_name(la=la, kind=kind, name=name)
    return Organisation.objects.create(la=la, kind=kind, name=name)


def refuse_name(*, la: Organisation, kind: str, name: str, but: int | None = None) -> None:
    same = Organisation.objects.filter(la=la, kind=kind, name__iexact=name)
    if (same.exclude(pk=but) if but else same).exists():
        word = Organisation.Kind(kind).label
        raise SetupError(f"{word} “{name}” is already there. Enter another name", "name")
