"""A line of the log is JSON, and holds no word that a person or a row may have put there."""

import json
import logging

import pytest

from config.logging import JsonFormatter, configuration


def line_of(message, *args, trouble=None, name="casebook") -> dict:
    info = (type(trouble), trouble, trouble.__traceback__) if trouble else None
    record = logging.LogRecord(name, logging.ERROR, __file__, 1, message, args, info)
    return json.loads(JsonFormatter().format(record))


def raised() -> Exception:
    try:
        try:
            raise KeyError("Alex Example")
        except KeyError as cause:
            raise ValueError("Key (upn)=(A860400012345) already exists") from cause
    except ValueError as trouble:
        return trouble


def test_a_line_says_when_where_and_what():
    line = line_of("outbox item %s failed", 7)

    assert (line["level"], line["logger"], line["message"]) == ("ERROR", "casebook", "outbox item 7 failed")
    assert line["at"].endswith("+00:00")


def test_a_fault_is_told_by_its_kind_and_place_never_by_its_words():
    line = line_of("outbox item failed", trouble=raised())

    assert line["fault"] == "builtins.ValueError"
    assert len(line["where"]) == 2
    assert all("test_logging.py" in place for place in line["where"])
    assert "A860400012345" not in json.dumps(line)
    assert "Alex" not in json.dumps(line)


def test_the_workers_habit_of_repeating_the_exception_is_undone():
    trouble = raised()

    line = line_of("Task %s[%s] raised unexpected: %s", "kit.tasks.sweep", "id", repr(trouble), trouble=trouble)

    assert line["message"] == "Task kit.tasks.sweep[id] raised unexpected: ValueError"


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("mail to someone.else@school.example failed", "mail to [e-mail] failed"),
        ("pupil A860400012345 is there", "pupil [pupil number] is there"),
        ("Not Found: /pupils/?name=Example&page=2", "Not Found: /pupils/?[query]"),
        ("two\nlines\r", "two lines "),
    ],
)
def test_the_last_net(said, written):
    assert line_of(said)["message"] == written


def test_servers_write_json_and_developers_plain_lines():
    kinds = {flag: configuration(structured=flag)["handlers"]["console"]["formatter"] for flag in (True, False)}

    assert kinds == {True: "json", False: "plain"}


def test_a_fault_in_a_page_tells_the_log_nothing_of_the_row(client, caplog, monkeypatch, db):
    from accounts import views

    def fails(*args, **kwargs):
        raise ValueError("A860400012345 Alex Example")

    monkeypatch.setattr(views, "render", fails)
    client.raise_request_exception = False

    with caplog.at_level(logging.ERROR):
        assert client.get("/privacy/?who=Alex").status_code == 500

    written = "".join(JsonFormatter().format(record) for record in caplog.records)
    assert "/privacy/" in written
    assert "Alex" not in written
    assert "A860400012345" not in written
