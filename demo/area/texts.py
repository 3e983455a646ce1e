"""What people of the demonstration wrote: invented, and about nobody."""

MOVED_SCHOOL = ("Moved to another school by agreement", "Admitted to a new school")
LEFT_YEAR_11 = "Left at the end of year 11"
RETURNED = "Back at the school full time"
END_REASONS = {
    "dual": (
        RETURNED,
        RETURNED,
        RETURNED,
        MOVED_SCHOOL[0],
        "The family moved away",
        "Moved to a special school named in the plan",
    ),
    "single": (
        MOVED_SCHOOL[1],
        MOVED_SCHOOL[1],
        MOVED_SCHOOL[1],
        "Moved to a special school named in the plan",
        "The family moved away",
    ),
}
OBJECTIVES = (
    ("Attend every morning of the week", "2 of 5 mornings before the placement", "5 of 5 mornings for four weeks"),
    ("Arrive on time and settle within ten minutes", "Late on 3 days in 5", "On time on 4 days in 5"),
    ("Read for pleasure and raise reading age", "Reading age 8 years 6 months", "Reading age above 9 years 6 months"),
    ("Stay in lessons when work is hard", "Leaves 4 lessons a week", "Leaves no more than 1 lesson a week"),
    ("Ask an adult for help before leaving the room", "Asks once in ten times", "Asks eight times in ten"),
    ("Complete entry level mathematics", "2 of 8 units", "8 of 8 units by July"),
    ("Spend two full days a week at the main school", "No day at the main school", "Two days a week for a half term"),
    ("Work with another pupil without conflict", "Works alone by choice", "Paired work in three lessons a week"),
    ("Decide on a course after 16", "Undecided", "One application sent, one visit made"),
)
REVIEWS = (
    "Attendance is better in the mornings than in the afternoons. Next: a phased afternoon with a key adult.",
    "Settled, and proud of the work in mathematics. The school will visit before the end of the half term.",
    "Attendance has dropped since the last review. A home visit is arranged and the timetable changed.",
    "On course for two objectives of three. Reading is tested again next month.",
    "The family likes the daily call. A first day back at the school is planned.",
    "Good progress with staff, slower with other pupils. Small group work goes on.",
)
BRIEF = (
    "Please greet {name} at the door and agree the first task together. {name} works best with short tasks and a "
    "break after an hour. Tell us by 9:30am if {name} has not arrived. Call our office if {name} leaves the site."
)
REASONS_OF_ABSENCE = (
    "Parent rang the office in the afternoon",
    "Doctor's note handed in",
    "Home visit: the pupil was at home and unwell",
    "Parent answered our message",
)
STRENGTHS = (
    "Kind to younger pupils. Good with engines and bicycles. Remembers everything about football.",
    "Draws beautifully and explains ideas well out loud. Likes animals. Trusts adults who keep promises.",
    "Quick at mental arithmetic. Helps at home with two small brothers. Wants to be a joiner.",
)
CONCERNS = (
    (
        "Lessons end early on most days, and attendance has fallen since January. Suspension has not changed "
        "anything. We think a permanent exclusion can be prevented by a time away with a way back."
    ),
    (
        "Refuses most lessons after break and walks the corridors. Has been in three fights since half term. "
        "Parents and school agree that a smaller place is needed for a time."
    ),
    (
        "Very low attendance after a loss in the family. Comes in for one trusted adult only. We fear that the "
        "habit of staying at home will set."
    ),
)
STRATEGIES = (
    ("Report card and daily check-in with the head of year", "Helped for two weeks, then was forgotten."),
    ("Mentor from the youth service, one hour a week", "Arrives on mentor days. No change on other days."),
    ("Changed sets in English and mathematics", "Calmer in mathematics. No change in English."),
    ("Nurture room at break and lunch", "No more fights at break."),
    ("Reduced timetable agreed with parents for six weeks", "Attended 24 of 30 sessions of it."),
)
PUPIL_SAYS = (
    "I get told off before I have sat down. I like it when it is quiet. I want to come back for PE.",
    "I do not mind going as long as I can still see my friends. I want to do something with my hands.",
    "It is too loud here. I would go if somebody came with me the first time.",
)
PARENTS_SAY = (
    "We want it to stop before it gets worse. We would accept a place until the summer if there is a way back.",
    "Happy when working with tools at grandad's. Please find something like that. We cannot drive there every day.",
    "Our child needs people who listen. We agree, but we would like a visit first.",
)
