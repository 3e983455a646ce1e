"""The pages of the set-up: who gets them, what they show, what they refuse and keep, how much they ask."""

import re

import pytest
from django.urls import reverse

from accounts.models import Organisation
from kit.periods import from_to
from partnerships.models import District, OfficerDistrict, Partnership, PartnershipSchool, School
from prus.models import Judgement, Pru, PruPartnership, SitePlaces
from referrals.models import Panel
from tests.factories import ALWAYS, World, member
from tests.house.doors import setup_arguments
from tests.prus.test_setup import TODAY, entry
from tests.queries import queries

LISTS = ["home", "districts", "schools", "choose_schools", "partnerships", "prus", "panels", "officers"]
ON = {"first_day": "1", "first_month": "9", "first_year": "2026"}
LAST = {"last_day": "31", "last_month": "8", "last_year": "2026"}


@pytest.fixture
def manager(world, sign_in):
    return sign_in(world.manager)


class Named:
    """What the addresses need of a thread."""

    def __init__(self, world):
        self.world = world


def at(world, name: str) -> str:
    return reverse(f"setup:{name}", kwargs=setup_arguments(Named(world)).get(f"setup:{name}", {}))


def text_of(answer) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def more_of_everything(world: World, number: int) -> None:
    """Another of each thing that a list shows."""
    district = District.objects.create(la=world.la, name=f"District {number}")
    school = world.make_school(f"Extra School {number}")
    body = Organisation.objects.create(kind="partnership", name=f"Partnership {number}", la=world.la)
    partnership = Partnership.objects.create(organisation=body, district=district)
    PartnershipSchool.objects.create(partnership=partnership, school=school.school, during=ALWAYS)
    body = Organisation.objects.create(kind="pru", name=f"PRU {number}", la=world.la)
    pru = Pru.objects.create(organisation=body, responsible_body="trust")
    PruPartnership.objects.create(pru=pru, partnership=partnership, during=ALWAYS)
    PruPartnership.objects.create(pru=world.pru, partnership=partnership, during=ALWAYS)
    PartnershipSchool.objects.create(partnership=world.partnership, school=school.school, during=ALWAYS)
    Judgement.objects.create(pru=world.pru, on=TODAY.replace(year=2010 + number), kind="review", grade="Good")
    body = Organisation.objects.create(kind="panel", name=f"Panel {number}", la=world.la)
    Panel.objects.create(organisation=body, kind="dip", partnership=partnership)
    officer = member(world.la, "inclusion_officer")
    OfficerDistrict.objects.create(membership=officer, district=district, during=ALWAYS)
    OfficerDistrict.objects.create(membership=world.officer, district=district, during=ALWAYS)
    SitePlaces.objects.create(site=world.site, key_stage=(1, 2, 5)[number], number=4, during=ALWAYS)
    entry(number)
    world.placement()


@pytest.mark.parametrize("name", [*LISTS, "pru", "partnership", "officer"])
def test_a_page_asks_the_same_however_much_it_shows(world, manager, name):
    more_of_everything(world, 0)
    manager.get("/")  # the first page of a sitting also notes that the session is used
    one = queries(manager, at(world, name))

    for number in (1, 2):
        more_of_everything(world, number)

    assert queries(manager, at(world, name)) == one
    assert one <= 12


@pytest.mark.parametrize("name", LISTS)
def test_another_authoritys_bodies_are_on_no_list(world, elsewhere, manager, name):
    entry(1, la_code="885", name="Worcestershire Secret School")

    # Each page says whose authority it is; the other one's name stands in all its bodies' names.
    assert "Worcestershire" not in text_of(manager.get(at(world, name)))


@pytest.mark.parametrize("name", ["change_pru", "add_judgement", "move_site", "end_member", "change_panel"])
def test_another_authoritys_bodies_are_not_found(elsewhere, manager, name):
    assert manager.get(at(elsewhere, name)).status_code == 404
    assert manager.post(at(elsewhere, name), {"name": "x", **LAST, **ON}).status_code == 404


def test_the_start_page_says_what_is_missing(world, manager):
    Organisation.objects.create(kind="panel", name="Empty panel", la=world.la)
    body = Organisation.objects.create(kind="pru", name="Lonely PRU", la=world.la)
    Pru.objects.create(organisation=body, responsible_body="trust")

    text = text_of(manager.get("/setup/"))

    assert "2 PRUs. 1 serves no partnership yet." in text
    assert "1 site open." in text
    assert "7 of 8 steps completed" in text


def test_an_empty_authority_is_told_where_to_begin(world, sign_in):
    la = Organisation.objects.create(kind="local_authority", name="Newshire")

    text = text_of(sign_in(member(la, "inclusion_manager")).get("/setup/"))

    assert "0 of 8 steps completed" in text
    assert "0 districts. Add the first one." in text
    assert "Give somebody in a school the role of school lead" in text


def test_chosen_schools_are_added_and_no_longer_offered(world, manager):
    entry(1, name="Alder High")
    entry(2, name="Birch High")
    district = {"district": str(world.district.uuid)}

    answer = manager.post(at(world, "choose_schools"), {"schools": ["700001"], **district}, follow=True)

    assert "1 school added." in text_of(answer)
    assert School.objects.get(urn="700001").district == world.district
    left = text_of(manager.get(at(world, "choose_schools")))
    assert "Birch High" in left
    assert "Alder High" not in left


def test_all_that_match_the_filter_can_be_added_at_once(world, manager):
    for number in range(3):
        entry(number, name=f"Alder High {number}")
    entry(9, name="Birch High")

    manager.post(f"{at(world, 'choose_schools')}?q=alder", {"everything": "on", "district": "register"})

    assert School.objects.filter(urn__startswith="7").count() == 3


@pytest.mark.parametrize(
    ("name", "sent", "says"),
    [
        ("add_district", {"name": " "}, "Enter a name for the district"),
        ("add_district", {"name": "staffordshire north"}, "There is already a district called staffordshire north"),
        ("choose_schools", {}, "Select at least one school"),
        ("choose_schools", {}, "Select the district of these schools"),
        ("add_school", {"urn": "12"}, "URN must be 6 digits, like 123456"),
        ("add_school", {}, "Select who runs the school"),
        ("add_partnership", {}, "Select what kind of partnership it is"),
        ("add_members", {}, "Enter the day from which they are members"),
        ("end_member", {"last_day": "31", "last_month": "2", "last_year": "2026"}, "must be a real date"),
        ("end_member", {}, "Enter the last day"),
        ("add_pru", {}, "Select who is responsible for the PRU"),
        ("add_pru", {"unit": "by_hand"}, "Enter the name of the PRU"),
        ("serve", {}, "Select a partnership"),
        ("open_site", {"postcode": "nowhere"}, "Postcode must be a full UK postcode, like WR1 2AB"),
        ("open_site", {}, "Enter the address"),
        ("set_places", ON, "Enter a number of places for at least one key stage"),
        ("set_places", {"stage_3": "many", **ON}, "Key stage 3 must be a whole number, like 12"),
        ("add_judgement", {}, "Enter the judgement in the words of the report"),
        ("add_judgement", {"on_day": "1", "on_month": "1", "on_year": "2027"}, "must be today or in the past"),
        ("give_district", {}, "Select a district"),
        ("add_panel", {"quorum": "1"}, "Quorum must be 2 or more: nobody decides alone"),
        ("change_panel", {}, "Enter the name of the panel"),
    ],
)
def test_a_wrong_answer_gets_its_own_sentence(world, manager, name, sent, says):
    entry(1)

    answer = manager.post(at(world, name), sent)

    assert answer.status_code == 200
    assert says in text_of(answer)


def test_what_was_typed_is_kept_on_an_error(world, manager):
    answer = manager.post(at(world, "open_site"), {"name": "Bridge House", "address": "2 Bridge Street"})

    assert 'value="Bridge House"' in answer.content.decode()
    assert 'value="2 Bridge Street"' in answer.content.decode()


def test_a_site_is_not_closed_on_the_page_while_pupils_are_due(world, manager):
    world.placement()

    answer = manager.post(at(world, "close_site"), LAST)

    assert "1 pupil is due at Mill Lane after 31 August 2026" in text_of(answer)


def test_a_pru_of_the_register_is_added(world, manager):
    entry(1, name="Invented Short Stay School", kind="pru", number="1104")

    answer = manager.post(at(world, "add_pru"), {"unit": "700001", "responsible_body": "heads"}, follow=True)

    made = Pru.objects.get(urn="700001")
    assert (str(made), made.number, made.responsible_body) == ("Invented Short Stay School", "1104", "heads")
    assert answer.redirect_chain[-1][0] == f"/setup/prus/{made.organisation.uuid}/"
    assert "Now say whom it serves" in text_of(answer)


def test_places_are_entered_from_a_day_on(world, manager):
    answer = manager.post(at(world, "set_places"), {"stage_3": "24", "stage_4": "20", **ON}, follow=True)

    text = text_of(answer)
    assert "Places at Mill Lane are saved." in text
    assert "1 September 2015 to 31 August 2026" in text
    assert "From 1 September 2026" in text


def test_a_panel_is_added_and_its_quorum_changed(world, manager):
    sent = {"name": "Fair access", "kind": "fair_access", "partnership": str(world.partnership_body.uuid)}
    manager.post(at(world, "add_panel"), {**sent, "quorum": "4"})
    panel = Panel.objects.get(kind="fair_access")

    manager.post(reverse("setup:change_panel", args=[panel.organisation.uuid]), {"name": "Fair access", "quorum": "5"})

    panel.refresh_from_db()
    assert (panel.quorum, panel.partnership, panel.organisation.la) == (5, world.partnership, world.la)


def test_caseload_counts_the_pupils_of_an_officers_districts(world, manager):
    world.placement()
    world.placement(running=False)
    second = member(world.la, "inclusion_officer", name="Zed Second")
    gone = District.objects.create(la=world.la, name="Uncovered")
    OfficerDistrict.objects.create(
        membership=second, district=gone, during=from_to(TODAY.replace(year=2020), TODAY.replace(year=2021))
    )

    text = text_of(manager.get(at(world, "officers")))

    assert re.search(r"Olu Officer .*Staffordshire North .*Pupils placed 1 .*To start 1 ", text)
    assert re.search(r"Zed Second .*None yet .*Pupils placed 0 ", text)
    assert "Nobody looks after Uncovered today" in text


def test_the_menu_leads_a_manager_here_and_nobody_else(world, sign_in):
    assert 'href="/setup/"' in sign_in(world.manager).get("/").content.decode()
    assert 'href="/setup/"' not in sign_in(world.officer).get("/").content.decode()
