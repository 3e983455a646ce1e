"""Verbs of the register by upload: keep the file, take it in later."""

import io

from django.db import transaction

from kit import documents, outbox
from kit.models import OutboxItem
from kit.today import now
from partnerships.models import ImportRun
from partnerships.register import refusals
from partnerships.register.importing import Outcome, import_file
from partnerships.register.refusals import FileRefusedError

SHOWN = 20
NO_CLASS = ""  # public facts about schools: no class of record


@transaction.atomic
def ask_for_import(*, file_name: str, content: bytes, by) -> ImportRun:
    """Keep the file and ask a worker to take it in."""
    document = documents.keep(
        content,
        title="File of the national register of schools",
        content_type="application/octet-stream",
        record_class=NO_CLASS,
        la_id=by.la.pk,
        by=by.person,
    )
    run = ImportRun.objects.create(
        kind=ImportRun.Kind.REGISTER,
        organisation=by.la,
        by=by.person,
        at=now(),
        file_name=file_name[:200],
        document=document,
    )
    outbox.put("import_register", once=_key(run), la_id=by.la.pk, run=run.pk)
    return run


@transaction.atomic
def take_in(*, run: ImportRun) -> ImportRun:
    """Import the file, whole or not at all, and say in the row what came of it. Done twice, it is done once."""
    run = ImportRun.objects.select_for_update(of=("self",)).select_related("document", "organisation").get(pk=run.pk)
    if run.done_at or run.document is None:
        return run
    try:
        raw = io.BytesIO(documents.content_of(run.document))
        _note(run, import_file(name=run.file_name, raw=raw))
    except FileRefusedError as why:
        run.problem = str(why)[:500]
    except (OSError, ValueError):
        run.problem = "The file was lost on its way or is damaged. Upload it again."
    done, run.document, run.done_at = run.document, None, now()
    run.save()
    done.delete()  # the file itself goes with the nightly tidying
    return run


def has_failed(run: ImportRun) -> bool:
    """Whether the worker gave up, through a fault and not through what is in the file."""
    given_up = OutboxItem.objects.filter(key=_key(run), attempts__gte=outbox.TRIES, done_at=None)
    return run.done_at is None and given_up.exists()


def _key(run: ImportRun) -> str:
    return f"import_register:{run.uuid}"


def _note(run: ImportRun, outcome: Outcome) -> None:
    merged = outcome.merged
    title = outcome.layout.title
    run.layout = f"{title[:1].upper()}{title[1:]}, {outcome.day.day} {outcome.day:%B %Y}"
    run.counts = {
        "read": outcome.read,
        "refused": outcome.refused,
        "left_out": sum(not one.refused for one in outcome.troubles),
        "new": merged.new,
        "changed": merged.changed,
        "confirmed": merged.confirmed,
        "same": merged.same,
        "links": outcome.layout.are_links,
    }
    run.troubles = [
        {
            "line": one.line,
            "column": one.column,
            "value": refusals.shown(one.value),
            "reason": one.reason,
            "done": one.done,
        }
        for one in outcome.troubles[:SHOWN]
    ]
    if outcome.troubles:
        run.refused = _list_of_refused(run, outcome)


def _list_of_refused(run: ImportRun, outcome: Outcome):
    text = io.StringIO(newline="")
    refusals.write(text, [(outcome.name, outcome.troubles)])
    return documents.keep(
        text.getvalue().encode("utf-8-sig", "replace"),
        title="Lines and values that were refused",
        content_type="text/csv; charset=utf-8",
        record_class=NO_CLASS,
        la_id=run.organisation_id,
        by=run.by,
    )
