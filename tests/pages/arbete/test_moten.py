"""Möten och dialoger: from the call to the notes, who came, what residents said, and two reports a year."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from lagesbild.domain.errors import LagesbildError
from lagesbild.domain.work.causes import Evidence, Problem
from lagesbild.domain.work.dialogues import Dialogue, DialogueKind, Mention, YouthReport
from lagesbild.domain.work.meetings import (
    AgendaItem,
    AgendaView,
    Attendance,
    Meeting,
    MeetingState,
    Presence,
)
from lagesbild.domain.work.register import Seat
from lagesbild.domain.work.routines import Held, Routine
from lagesbild.domain.work.telling import ResidentsDraft
from lagesbild.ingest.personal_data import refuse_personal_data
from lagesbild.sample.records import load_example_records
from lagesbild.settings import today
from lagesbild.ui import cache
from lagesbild.workspace.dialogues import compare_waves, count_youth_reports
from lagesbild.workspace.meetings import absent_twice, read_meetings
from lagesbild.workspace.pinning import pin_to_meeting
from tests.pages.small_store import deliver, people, violence, words
from tests.pages.work_pages import ANNA, BO, LENA, arrive, keep, kept, tables

PAGE = "moten"
COMING = Meeting(
    title="Trygghetsrådet", held_on=date(2026, 12, 8), at="13.00", place="Kommunhuset",
    agenda=(AgendaItem(title="Läget"), AgendaItem(title="Kameran", who="samordnaren")),
    distribution=("Kommunstyrelsen",),
)  # fmt: skip


def test_a_meeting_begins_with_an_agenda_and_is_in_the_year_wheel() -> None:
    app = arrive(PAGE, flik="Alla möten")
    assert app.title[0].value == "Inget möte är inlagt för Trygghetsrådet."
    key = "ny-mote-Trygghetsrådet, möte"
    app.text_input(key=f"{key}-held_on").set_value("2026-12-08")
    app.button(key=f"{key}-spara").click().run()
    assert not app.exception
    [one] = kept(Meeting)
    assert [item.title for item in one.record.agenda][-1] == "Nästa möte"
    assert "Ungdomsrådet" in one.record.distribution
    assert app.title[0].value == (
        "Nästa möte: Trygghetsrådet 8 december, 6 punkter på dagordningen."
    )
    assert "Trygghetsrådet, möte" in tables(arrive("arshjul"))


def test_views_are_shown_at_their_item_and_what_is_said_is_written_at_once(become, offered) -> None:
    says = Evidence(says="41 skador", address="karta?indikator=skadegorelse", indicator="skadegorelse")  # fmt: skip
    keep(Problem(title="Skador", evidence=(says,)))
    one = keep(COMING)
    app = arrive(PAGE)
    app.selectbox(key=f"{one.id}-vid").select(2).run()
    app.button(key=f"{one.id}-1-lagg-vy").click().run()
    assert not app.exception
    [saved] = kept(Meeting)
    assert [(view.item, view.says) for view in saved.record.views] == [(2, "41 skador")]
    key = f"{one.id}-2-punkt-2"
    app.text_area(key=f"{key}-sagt").set_value("Alla var överens")
    app.text_input(key=f"{key}-beslut").set_value("Kameran är kvar")
    app.button(key=f"{key}-spara").click().run()
    assert not app.exception
    assert kept(Meeting)[0].record.agenda[1].decision == "Kameran är kvar"
    assert "Beslut: Kameran är kvar" in words(app).replace("**", "")
    notes = app.code[0].value
    assert "Visades: 41 skador" in notes
    assert "Beslut: Kameran är kvar" in notes
    assert "Närvaron är inte ifylld." in notes
    arrive(PAGE)
    pdf = offered["Minnesanteckningar som PDF"]["data"]()
    assert pdf.startswith(b"%PDF-")
    assert offered["Kallelse som PDF"]["file_name"] == "kallelse.pdf"
    assert b"SUMMARY:Trygghetsr" in offered["Mötet som kalenderfil"]["data"]()


def test_who_may_not_see_the_figures_reads_no_view_and_no_note_of_it(become) -> None:
    view = AgendaView(item=1, says="62 anmälningar", address="indikator", indicator="orosanmalningar")  # fmt: skip
    keep(replace(COMING, views=(view,)))
    app = arrive(PAGE)
    assert "62 anmälningar" in words(app)
    assert "62" not in app.code[0].value, "notes are sent out"
    assert "en vy med känsliga uppgifter" in app.code[0].value
    become(LENA)
    app = arrive(PAGE)
    assert "62" not in words(app) + app.code[0].value
    assert "din roll inte får se" in words(app)
    assert not [b for b in app.button if b.key and b.key.endswith("-spara")]


def test_members_are_called_and_the_roll_is_taken() -> None:
    keep(Seat(name="Alva", organisation="Polisen", deputy="Ove"))
    keep(Seat(name="Bo", organisation="Skolan", ends_on=date(2026, 1, 1)))
    one = keep(COMING)
    app = arrive(PAGE, flik="Närvaro")
    app.button(key=f"{one.id}-1-kalla").click().run()
    assert not app.exception
    assert [a.name for a in kept(Meeting)[0].record.attendance] == ["Alva"], "who sits that day"
    app.radio(key=f"{one.id}-2-narvaro-0").set_value(Presence.DEPUTY)
    app.button(key=f"{one.id}-2-narvaro-spara").click().run()
    assert not app.exception
    assert kept(Meeting)[0].record.attendance[0].presence is Presence.DEPUTY
    assert "Ersättaren kom: Ove för Alva." in arrive(PAGE).code[0].value


def test_two_who_write_at_the_same_meeting_lose_nothing() -> None:
    one = keep(COMING)
    app = arrive(PAGE)
    keep(replace(COMING, place="Biblioteket"), BO, record_id=one.id, based_on=1)
    key = f"{one.id}-1-punkt-1"
    app.text_area(key=f"{key}-sagt").set_value("Annas anteckning")
    app.button(key=f"{key}-spara").click().run()
    assert not app.exception
    assert "AB-002" in app.error[0].value
    app.button(key="krock-spara").click().run()
    now = kept(Meeting)[0].record
    assert (now.place, now.agenda[0].said) == ("Biblioteket", "Annas anteckning")


def test_an_organisation_that_stays_away_is_named_and_the_last_meeting_is_known() -> None:
    def held(day: date, presence: Presence) -> None:
        who = (Attendance(name="A", organisation="Polisen", presence=presence),)
        keep(replace(COMING, held_on=day, state=MeetingState.HELD, attendance=who))

    held(date(2026, 5, 1), Presence.HERE)
    held(date(2026, 9, 1), Presence.ABSENT)
    store = cache.context().store
    found = read_meetings(store, person=ANNA, today=today())
    assert absent_twice(found, body=COMING.body) == []
    held(date(2026, 11, 1), Presence.ABSENT)
    found = read_meetings(store, person=ANNA, today=today())
    assert absent_twice(found, body=COMING.body) == ["Polisen"]
    assert "två möten i rad från: Polisen" in words(arrive(PAGE, flik="Närvaro"))
    assert found.sentence.endswith("Senaste mötet var 1 november klockan 13.00.")


def dialogue(day: date, count: int, people: int = 50) -> Dialogue:
    return Dialogue(
        title="Kartan", kind=DialogueKind.MAP, held_on=day, participants=people,
        mentions=(Mention(theme="Mörkt", place="parken", count=count),),
    )  # fmt: skip


def test_themes_are_compared_between_seasons() -> None:
    for day, count in ((date(2025, 12, 3), 5), (date(2026, 1, 20), 4), (date(2026, 10, 3), 30)):
        keep(dialogue(day, count))
    app = arrive(PAGE, flik="Dialoger och vandringar")
    assert not app.exception
    assert app.subheader[0].value == (
        "Trygghetskarta hösten 2026: 50 deltog. Mest togs upp: mörkt (parken), 30 gånger, tas upp av fler."
    )
    assert "'vintern 2026': '9 av 100'" in tables(app), "a winter is one season"
    assert "30 av 50" in app.get("plotly_chart")[0].proto.spec
    [row] = compare_waves(kept(Dialogue), kind=DialogueKind.MAP).rows
    assert row.change == "tas upp av fler"
    few = [replace(kept(Dialogue)[0], record=dialogue(date(2026, month, 1), 1, people=0)) for month in (4, 9)]  # fmt: skip
    assert compare_waves(few, kind=DialogueKind.MAP).rows[0].change == "kan inte bedömas"
    wrong = dialogue(date(2026, 4, 1), 60)
    assert wrong.problems() == ("Fler har tagit upp något än som deltog.",)


def test_the_youth_councils_reports_are_counted_two_a_year() -> None:
    app = arrive(PAGE, flik="Ungdomsrådet")
    assert "0 av 2 rapporter från ungdomsrådet har kommit 2026; vårens saknas" in app.warning[0].value  # fmt: skip
    report = YouthReport(title="Våren", received_on=date(2026, 5, 13), says="x", wants="Öppet längre")  # fmt: skip
    keep(report)
    app = arrive(PAGE, flik="Ungdomsrådet")
    assert "1 av 2 rapporter från ungdomsrådet har kommit 2026; nästa väntas" in app.info[0].value
    assert "Rådet har inte svarat på: Våren" in words(app)
    keep(replace(report, title="Hösten", received_on=date(2026, 11, 2)))
    assert count_youth_reports(kept(YouthReport), today=today()).came == 2


def test_the_example_is_marked_on_every_tab() -> None:
    load_example_records(cache.context().store, today=today())
    for tab in ("Mötet", "Närvaro", "Alla möten", "Dialoger och vandringar", "Ungdomsrådet"):
        app = arrive(PAGE, flik=tab)
        assert not app.exception
        assert not app.error
        assert words(app).count("Exempeldata – påhittade siffror") >= 1
    assert "Nästa möte: Trygghetsrådet 8 december" in app.title[0].value


def test_a_view_goes_from_its_page_to_an_item_of_the_next_meeting() -> None:
    deliver([*people(), *violence({2024: 40, 2025: 62})])
    one = keep(COMING)
    app = arrive("indikator", indikator="anmalda_valdsbrott")
    app.button(key="fast-mote-oppna").click().run()
    app.selectbox(key="fast-mote-val").select("2").run()
    app.button(key="fast-mote-spara").click().run()
    assert not app.exception
    assert "Vyn finns nu i Trygghetsrådet, 2026-12-08, Kameran." in app.toast[0].value
    [view] = kept(Meeting)[0].record.views
    assert (view.item, view.indicator) == (2, "anmalda_valdsbrott")
    assert "62" in view.says
    evidence = Evidence(says="x", address="karta")
    pinned = {"evidence": evidence, "person": ANNA, "check_text": refuse_personal_data, "today": today()}  # fmt: skip
    store = cache.context().store
    assert pin_to_meeting(store, item=1, **pinned).is_new
    assert not pin_to_meeting(store, item=1, **pinned).is_new, "the same view once"
    with pytest.raises(LagesbildError, match="Mötet eller punkten"):
        pin_to_meeting(store, item=9, **pinned)
    keep(replace(kept(Meeting)[0].record, state=MeetingState.HELD), record_id=one.id, based_on=3)
    with pytest.raises(LagesbildError) as refused:
        pin_to_meeting(store, item=1, **pinned)
    assert refused.value.code == "AB-031"


def test_a_standing_meeting_is_counted_and_todays_is_noted_by_one_button() -> None:
    from_day = today() - timedelta(days=100)
    held = tuple(Held(on=today() - timedelta(days=14 * n + 3)) for n in range(4))
    one = keep(Routine(title="Polisen och socialtjänsten", starts_on=from_day, held=held))
    app = arrive(PAGE, flik="Stående träffar")
    assert "var 14:e dag: 4 av 7 träffar har blivit av" in words(app)
    app.button(key=f"{one.id}-1-holls").click().run()
    assert not app.exception
    assert "5 av 7 träffar" in words(app)
    assert kept(Routine)[0].record.held[-1].on == today()


def test_the_residents_are_told_by_a_draft_out_of_the_meeting(become) -> None:
    agenda = (AgendaItem(title="Belysning", said="Anders tyckte annat.", decision="Lampor köps."),)
    one = keep(replace(COMING, state=MeetingState.HELD, held_on=date(2026, 11, 2), agenda=agenda))
    become(BO)
    app = arrive(PAGE, mote=one.id)
    app.button(key=f"{one.id}-beratta").click().run()
    assert not app.exception
    assert "Ett utkast finns. Det är inte publicerat" in words(app)
    [made] = kept(ResidentsDraft)
    assert made.record == ResidentsDraft(
        title="Från Trygghetsrådet 2 november 2026", doing="- Lampor köps.", meeting=one.id,
        intro="Trygghetsrådet möttes 2 november 2026 och talade om belysning.",
    )  # fmt: skip
    assert "Öppna Publicera" not in [link.label for link in app.get("page_link")], (
        "Bo may not publish"
    )
    become(LENA)
    assert f"{one.id}-beratta" not in [button.key for button in arrive(PAGE, mote=one.id).button]
