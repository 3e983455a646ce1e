"""The register by upload: a file is kept, taken in by the worker once, and what was refused can be had as a list."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

import partnerships.tasks  # noqa: F401  (what the outbox asks for)
from kit import outbox
from kit.models import Document, OutboxItem
from partnerships import register_actions as actions
from partnerships.models import Establishment, ImportRun
from tests.partnerships import register_files as files
from tests.partnerships.register_files import GOOD, HEADER, line
from tests.queries import queries

LIST, UPLOAD = "/schools-register/", "/schools-register/upload/"


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)


def send(client, *lines, name="pupil-premium-2021-22.csv", content=None):
    content = "\n".join([HEADER, *lines]).encode() + b"\n" if content is None else content
    return client.post(UPLOAD, {"file": SimpleUploadedFile(name, content)})


def test_a_file_is_kept_and_taken_in_by_the_worker(world, sign_in):
    client = sign_in(world.manager)

    page = send(client, name=files.REGISTER, content=(files.DATA / files.REGISTER).read_bytes())["Location"]
    assert "waiting to be read" in client.get(page).content.decode()
    assert not Establishment.objects.exists()
    assert outbox.work() == 1

    text = client.get(page).content.decode()
    assert "National register, 20 May 2021" in text
    assert "This authority is in Wales" in text
    assert Establishment.objects.count() == 48
    run = ImportRun.objects.get()
    assert (run.counts["read"], run.counts["refused"], run.counts["new"]) == (99, 51, 48)
    assert run.document is None
    assert "See whether it is done" not in text


def test_it_is_done_once_however_often_the_worker_is_asked(world, sign_in):
    send(sign_in(world.manager), GOOD)
    outbox.work()
    run = ImportRun.objects.get()

    OutboxItem.objects.update(done_at=None)
    outbox.work()

    assert ImportRun.objects.get().done_at == run.done_at
    assert Establishment.objects.count() == 1
    assert not Document.objects.exists()


def test_the_list_of_refused_lines_runs_nothing_in_a_spreadsheet(world, sign_in):
    client = sign_in(world.manager)
    page = send(client, GOOD, line(900002, "=1+1"))["Location"]
    outbox.work()

    answer = client.get(f"{page}refused/")

    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert answer["Content-Disposition"].startswith('attachment; filename="refused-')
    assert [(row["Line"], row["Column"], row["Value"]) for row in rows] == [("3", "School Name", "'=1+1")]
    assert client.get(page).content.decode().count("=1+1") == 1


def test_a_file_that_is_no_register_is_refused_and_says_why(world, sign_in):
    client = sign_in(world.manager)
    page = send(client, content=b"a,b\n1,2\n")["Location"]

    assert outbox.work() == 1

    run = ImportRun.objects.get()
    assert run.problem
    assert run.problem in client.get(page).content.decode().replace("&quot;", '"').replace("&#x27;", "'")
    assert "Refused" in client.get(LIST).content.decode()
    assert client.get(f"{page}refused/").status_code == 404


def test_a_fault_is_tried_again_and_then_shown_to_be_one(world, sign_in, monkeypatch):
    client = sign_in(world.manager)
    page = send(client, GOOD)["Location"]
    run = ImportRun.objects.get()

    def breaks(**_):
        raise RuntimeError

    with monkeypatch.context() as broken:
        broken.setattr(actions, "import_file", breaks)
        assert outbox.work() == 0
    assert ImportRun.objects.get().document == run.document
    OutboxItem.objects.update(attempts=outbox.TRIES)
    assert "a fault in the service" in client.get(page).content.decode()

    OutboxItem.objects.update(attempts=0, claimed_until=None)
    assert outbox.work() == 1
    assert Establishment.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("register.xlsx", b"PK", "The selected file must be a CSV file, or one packed with gzip (.gz)"),
        ("register.csv", b"", "The selected file is empty"),
    ],
)
def test_a_wrong_file_is_refused_at_the_field(world, sign_in, name, content, sentence):
    answer = send(sign_in(world.manager), name=name, content=content)

    assert answer.context["form"].errors["file"] == [sentence]
    assert not ImportRun.objects.exists()


def test_no_file_at_all_is_said_at_the_field(world, sign_in):
    answer = sign_in(world.manager).post(UPLOAD, {})

    assert answer.context["form"].errors["file"] == ["Select a file of the register"]


def test_uploads_of_another_authority_do_not_exist(world, elsewhere, sign_in):
    page = send(sign_in(world.manager), line(900002, "=1+1"))["Location"]
    outbox.work()

    other = sign_in(elsewhere.manager)

    assert other.get(page).status_code == 404
    assert other.get(f"{page}refused/").status_code == 404
    assert "pupil-premium" not in other.get(LIST).content.decode()
    assert sign_in(world.officer).get(page).status_code == 403


def test_the_list_needs_the_same_few_statements_for_one_and_three(world, sign_in):
    client = sign_in(world.manager)
    page = send(client, GOOD)["Location"]
    client.get(LIST)  # the first page of a session also notes that it is used
    one = queries(client, LIST), queries(client, page)

    for number in (2, 3):
        send(client, line(900000 + number))

    assert (queries(client, LIST), queries(client, page)) == one
    assert max(one) <= 12
