"""Other bodies of the same authority, a person in each of their roles, and children of their own."""

from accounts.models import Organisation
from partnerships.models import District, Partnership, PartnershipSchool
from tests.factories import ALWAYS, World


class Neighbours(World):
    """A world inside the authority of another world: its own school, PRU, panel, provider and committee.

    Everything `World` can make, this can; whoever belongs here has no business with the other's children.
    """

    def __init__(self, world: World):
        self.la, self.calendar = world.la, world.calendar
        self.district = District.objects.create(la=self.la, name="South")
        self.school = self.make_school("Valley High School")
        self.other_school = self.make_school("Moorland Academy")
        self.partnership_body = self._body("PARTNERSHIP", "South partnership")
        self.partnership = Partnership.objects.create(organisation=self.partnership_body, district=self.district)
        for school in (self.school, self.other_school):
            PartnershipSchool.objects.create(partnership=self.partnership, school=school.school, during=ALWAYS)
        self._make_pru("South")
        self._make_panel("South")
        self._make_provider("South")
        self._make_people()

    def _body(self, kind: str, name: str) -> Organisation:
        return Organisation.objects.create(kind=Organisation.Kind[kind], name=name, la=self.la)
