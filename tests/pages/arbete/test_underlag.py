"""Underlag: an inventory that several people keep, rounds that follow deliveries, and groups' answers."""

from __future__ import annotations

from datetime import date

from lagesbild.domain.work.inventory import (
    Availability,
    CollectionRound,
    Gap,
    GroupAnswer,
    Obstacle,
    Request,
    Talk,
    Underlag,
)
from lagesbild.ui import cache
from lagesbild.workspace.records import history_of
from tests.pages.small_store import deliver, observation, words
from tests.pages.work_pages import ANNA, BO, CAI, LENA, arrive, keep, kept, tables

PAGE = "underlag"


def test_an_underlag_with_an_obstacle_is_written_on_the_page(become) -> None:
    app = arrive(PAGE)
    assert app.title[0].value.startswith("Inget är inventerat än: ")
    app.selectbox(key="underlag").select("ny").run()
    key = "ny-underlag-"
    app.text_input(key=f"{key}-name").set_value("Polisens lägesbild")
    app.selectbox(key=f"{key}-availability").select(Availability.PARTLY)
    app.button(key=f"{key}-spara").click().run()
    assert not app.exception
    [one] = kept(Underlag)
    assert one.record == Underlag(name="Polisens lägesbild", availability=Availability.PARTLY)
    assert app.selectbox(key="underlag").value == one.id, "what was saved is shown"
    key = f"{one.id}-1-obstacles-0"
    app.text_input(key=f"{key}-about").set_value("Pågående ärenden")
    app.text_input(key=f"{key}-legal_ground").set_value("OSL 18 kap. 1 §")
    app.button(key=f"{key}-spara").click().run()
    assert not app.exception
    assert kept(Underlag)[0].record.obstacles == (
        Obstacle(about="Pågående ärenden", legal_ground="OSL 18 kap. 1 §"),
    )
    assert "1 har hinder kvar" in app.title[0].value
    assert "OSL 18 kap. 1 §" in tables(app)
    app = arrive(PAGE, underlag=one.id)
    assert app.selectbox(key="underlag").value == one.id, "the address is the state"
    assert "Hinder: 1 tillkom" in tables(app)


def test_a_source_of_the_catalogue_is_judged_from_what_is_known(become) -> None:
    app = arrive(PAGE, underlag="kalla-skola")
    key = "ny-underlag-Kommunens skolor"
    assert app.selectbox(key=f"{key}-source_id").value == "skola"
    app.text_input(key=f"{key}-organisation").set_value("Barn- och utbildning")
    app.button(key=f"{key}-spara").click().run()
    assert not app.exception
    [one] = kept(Underlag)
    assert (one.record.source_id, one.record.organisation) == ("skola", "Barn- och utbildning")
    assert app.selectbox(key="underlag").value == one.id
    assert f"av {len(cache.context().catalog().sources)} underlag" in app.title[0].value


def test_two_people_at_the_same_card_see_both_texts_and_lose_none(become) -> None:
    first = keep(Underlag(name="Elevenkäten", about="Rad ett"))
    app = arrive(PAGE, underlag=first.id)
    keep(Underlag(name="Elevenkäten", about="Bos text", responsible="rektor"), BO, record_id=first.id, based_on=1)  # fmt: skip
    key = f"{first.id}-1"
    app.text_area(key=f"{key}-about").set_value("Annas text")
    app.text_input(key=f"{key}-how_often").set_value("varje höst")
    app.button(key=f"{key}-spara").click().run()
    assert not app.exception
    assert "AB-002" in app.error[0].value
    assert all(text in tables(app) for text in ("Bos text", "Annas text", "rektor", "varje höst"))
    assert app.radio(key="krock-about").value == "båda"
    app.button(key="krock-spara").click().run()
    assert not app.exception
    assert not app.error
    [now] = kept(Underlag)
    assert now.record == Underlag(
        name="Elevenkäten",
        about="Bos text\nAnnas text",
        responsible="rektor",
        how_often="varje höst",
    )
    told = [one.what for one in history_of(cache.context().store, record_id=first.id, person=ANNA)]
    assert told == ["ändrades", "lades åt sidan, någon annan hann före", "ändrades", "skapades"]


def test_the_other_text_may_stand_and_ones_own_is_taken_back_later(become) -> None:
    first = keep(Underlag(name="Elevenkäten"))
    app = arrive(PAGE, underlag=first.id)
    keep(Underlag(name="Skolenkäten"), BO, record_id=first.id, based_on=1)
    app.text_input(key=f"{first.id}-1-name").set_value("Annas enkät")
    app.button(key=f"{first.id}-1-spara").click().run()
    app.radio(key="krock-name").set_value("den andras").run()
    app.button(key="krock-behall").click().run()
    assert not app.error
    assert kept(Underlag)[0].record.name == "Skolenkäten"
    app.selectbox(key=f"{first.id}-tidigare").select(3).run()
    app.button(key=f"{first.id}-aterstall").click().run()
    assert kept(Underlag)[0].record.name == "Annas enkät"


def test_what_is_removed_is_taken_back(become) -> None:
    one = keep(Gap(what="Kriminolog"))
    app = arrive(PAGE, flik="Det som saknas", lucka=one.id)
    app.checkbox(key=f"{one.id}-saker").check().run()
    app.button(key=f"{one.id}-bort").click().run()
    assert not app.exception
    assert kept(Gap) == []
    assert "Ingen har skrivit vad som saknas än" in words(app)
    app.button(key="lucka-ta-tillbaka").click().run()
    assert [one.record.what for one in kept(Gap)] == ["Kriminolog"]


def test_a_text_with_a_person_number_is_neither_kept_nor_shown(become) -> None:
    app = arrive(PAGE, flik="Det som saknas")
    app.text_input(key="ny-lucka--what").set_value("gäller 19511013-3815")
    app.button(key="ny-lucka--spara").click().run()
    assert "IN-026" in app.error[0].value
    assert kept(Gap) == []
    assert "3815" not in words(app) + tables(app) + repr(app.session_state)


def test_what_is_missing_or_no_day_is_said(become) -> None:
    app = arrive(PAGE, flik="Insamling")
    key = "ny-insamling-"
    app.text_input(key=f"{key}-name").set_value("Hösten")
    app.text_input(key=f"{key}-due_on").set_value("i höst")
    app.button(key=f"{key}-spara").click().run()
    assert "inte ett datum" in app.error[0].value
    assert "AB-001" in app.error[0].value
    app.text_input(key=f"{key}-due_on").set_value("2026-12-01")
    app.button(key=f"{key}-spara").click().run()
    assert "Öppnar saknas" in app.error[0].value
    assert kept(CollectionRound) == []
    assert app.text_input(key=f"{key}-name").value == "Hösten", "what was written stands"


def test_a_round_follows_the_deliveries_and_reminds(offered) -> None:
    keep(
        CollectionRound(
            name="Hösten 2026", opens_on=date(2020, 1, 1), due_on=date(2026, 11, 1),
            requests=(
                Request(what="Anmälda brott", source_id="bra"),
                Request(what="Orosanmälningar", source_id="socialtjanst", responsible="enhetschef"),
            ),
        )
    )  # fmt: skip
    deliver([observation("bra.anmalda_valdsbrott", "2260", 40)])
    app = arrive(PAGE, flik="Insamling")
    assert not app.exception
    assert "Hösten 2026: 1 av 2 är mottagna, 1 är försenad." in words(app)
    assert "mottaget" in tables(app)
    assert "enhetschef – Hej! Orosanmälningar till Hösten 2026 skulle ha kommit" in words(app).replace("**", "")  # fmt: skip
    calendar = offered["Ladda ner dagarna som kalenderfil"]
    assert calendar["file_name"] == "insamling.ics"
    assert b"DTSTART;VALUE=DATE:20261101" in calendar["data"]()


def test_groups_answer_and_their_answers_are_put_together(become) -> None:
    talk = keep(Talk(name="Workshop i maj"))
    keep(GroupAnswer(group="Grupp 1", talk_id=talk.id, available=("Elevenkäten",)))
    become(LENA)
    app = arrive(PAGE, flik="Gruppsamtal", svar="ny")
    key = "ny-gruppsvar-"
    app.text_input(key=f"{key}-group").set_value("Grupp 2")
    app.text_area(key=f"{key}-available").set_value("elevenkäten\nVäktarrapporter")
    app.text_area(key=f"{key}-missing").set_value("Kriminolog")
    app.button(key=f"{key}-spara").click().run()
    assert not app.exception
    assert not app.error
    assert {"Svar": "Elevenkäten", "Grupper": "Grupp 1, Grupp 2"} in app.table[0].value.to_dict("records")  # fmt: skip
    assert "for-in" not in [one.key for one in app.button], "a member does not change the inventory"
    become(ANNA)
    app = arrive(PAGE, flik="Gruppsamtal")
    app.button(key="for-in").click().run()
    assert not app.exception
    assert [one.record.name for one in kept(Underlag)] == ["Elevenkäten", "Väktarrapporter"]
    assert [one.record.what for one in kept(Gap)] == ["Kriminolog"]
    assert "for-in" not in [one.key for one in app.button]


def test_a_member_reads_and_another_kommun_sees_nothing(become) -> None:
    one = keep(Underlag(name="Elevenkäten"))
    become(LENA)
    app = arrive(PAGE, underlag=one.id)
    assert app.subheader[0].value == "Elevenkäten"
    assert not app.text_input
    assert [one.key for one in app.button if one.key] == []
    become(CAI)
    app = arrive(PAGE, underlag=one.id)
    assert "Elevenkäten" not in words(app) + tables(app)
    assert "Inget är inventerat än" in app.title[0].value


def test_a_form_stays_under_the_hands_of_its_writer_until_they_begin_anew() -> None:
    first = keep(Underlag(name="Elevenkäten"))
    app = arrive(PAGE, underlag=first.id)
    keep(Underlag(name="Elevenkäten", about="Bos text"), BO, record_id=first.id, based_on=1)
    app.run()
    assert "bo har sparat sedan du öppnade posten" in words(app)
    assert app.text_area(key=f"{first.id}-1-about").value == "", (
        "the form is the one that was opened"
    )
    assert "Bos text" in tables(app), "what is read is the newest"
    app.button(key=f"{first.id}-1-omstart").click().run()
    assert app.text_area(key=f"{first.id}-2-about").value == "Bos text"


def test_an_address_that_names_nothing_here_is_told_and_not_repeated() -> None:
    for bad in ("underlag-999", "<script>alert(1)</script>", "'; DROP TABLE record; --"):
        app = arrive(PAGE, underlag=bad)
        assert not app.exception
        assert "Adressen anger en post som inte finns här" in words(app)
        assert bad not in words(app) + tables(app)
