"""När möts vi, vad ska visas, vad beslutades, och vad har invånarna sagt?"""

from lagesbild.ui import arbete_dialoger, arbete_moten, arbete_traffar, render
from lagesbild.ui.guard import open_page

page = open_page("moten")
meetings = arbete_moten.read_page(page)

example = meetings.is_example or arbete_dialoger.is_example(page)
render.show_heading(meetings.sentence, example=example)
meeting, attendance, every, standing, dialogues, youth = render.open_tabs(
    (
        "Mötet", "Närvaro", "Alla möten", "Stående träffar", "Dialoger och vandringar",
        "Ungdomsrådet",
    )
)  # fmt: skip
if meeting.open:
    with meeting:
        arbete_moten.show_meeting(page, arbete_moten.choose_meeting(page, meetings))
if attendance.open:
    with attendance:
        arbete_moten.show_attendance(page, arbete_moten.choose_meeting(page, meetings))
if every.open:
    with every:
        arbete_moten.show_all(page, meetings)
if standing.open:
    with standing:
        arbete_traffar.show_routines(page, is_marked=example)
if dialogues.open:
    with dialogues:
        arbete_dialoger.show_dialogues(page)
if youth.open:
    with youth:
        arbete_dialoger.show_youth(page)
