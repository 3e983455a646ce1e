"""Found by walking through the product: each sentence of a refusal begins with a capital letter."""

import re

import pytest


@pytest.mark.parametrize(("path", "status"), [("/pupils/", 403), ("/nowhere/", 404)])
def test_a_refusal_ends_with_a_whole_sentence(world, sign_in, path, status):
    answer = sign_in(world.panel_member).get(path)

    assert answer.status_code == status
    paragraphs = re.findall(r'<p class="govuk-body">(?:<a[^>]*>)?([^<])', answer.content.decode())
    assert paragraphs
    assert [letter for letter in paragraphs if not letter.isupper()] == []
