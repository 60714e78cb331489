"""Records of one kind on a page: choose one, read it, change it, see its history, take it back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from lagesbild.domain.errors import LagesbildError
from lagesbild.domain.work.record import FieldShape, Part, Record, asked_fields
from lagesbild.ingest.personal_data import refuse_personal_data
from lagesbild.ui.arbete_conflict import note_conflict, show_conflict
from lagesbild.ui.arbete_fields import ask, show_fields, show_lines
from lagesbild.ui.arbete_words import moment_words, who
from lagesbild.ui.filters import choose_one
from lagesbild.ui.guard import PageContext
from lagesbild.ui.render import as_label, plain, show_empty, show_error
from lagesbild.ui.row_table import show_rows
from lagesbild.ui.state import Address, Key, Option
from lagesbild.ui.text_form import text_form
from lagesbild.workspace.records import (
    Conflict,
    Saved,
    Version,
    count_unreadable,
    history_of,
    may_edit,
    removed_of,
    restore,
    save,
)
from lagesbild.workspace.records import remove as remove_record
from lagesbild.workspace.wording import Names, heading_of

NEW = "ny"
SAVE = ":material/check:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """Where the records of a kind stand on a page.

    add     "Lägg till ett underlag"
    empty   what to do when there is none
    blank   what a new one begins with
    more    entries that are not kept yet, by id: what the catalogue says of a source
    is_listed  True when the page shows the records' lines elsewhere
    chosen  id of the record when the page has its own way to choose, NEW for a new one
    """

    kind: type[Record]
    address: Address
    label: str
    add: str
    empty: str
    blank: Record
    names: Names
    more: dict[str, Record]
    is_listed: bool = False
    chosen: str = ""


def show_shelf(page: PageContext, shelf: Shelf, *, records: Sequence[Saved[Any]]) -> None:
    """One record of the kind, chosen in the address, and what can be done with it."""
    _tell_unreadable(page, shelf)
    edits = may_edit(page.person, kind=shelf.kind)
    if not records and not shelf.more and not edits:
        show_empty(shelf.empty)
        return
    if not records and not shelf.more:
        show_empty(shelf.empty)
    chosen = shelf.chosen or _choose(shelf, records=records, edits=edits)
    saved = next((one for one in records if one.id == chosen), None)
    record = saved.record if saved else shelf.more.get(chosen, shelf.blank)
    if show_conflict(page, record_id=chosen, names=shelf.names, save_as=_save_merged(page, shelf)):
        return
    if saved is not None or chosen in shelf.more:
        _show_record(shelf, record, is_example=bool(saved and saved.is_example))
    if edits:
        _show_editing(page, shelf, newest=saved, blank=record)
    if saved is not None:
        _show_history(page, shelf, saved=saved, edits=edits)
    if edits:
        show_removed(page, shelf)


def _tell_unreadable(page: PageContext, shelf: Shelf) -> None:
    lost = count_unreadable(page.context.store, kind=shelf.kind, person=page.person)
    if lost:
        st.warning(
            f"{lost} poster visas inte: de är sparade av en nyare version av Lägesbild, eller är skadade. "
            "De ligger kvar orörda. (AB-003)"
        )  # fmt: skip


def _choose(shelf: Shelf, *, records: Sequence[Saved[Any]], edits: bool) -> str:
    options = [Option(id=one.id, label=_label(one.id, one.record.heading)) for one in records]
    options += [Option(id=one, label=_label(one, r.heading)) for one, r in shelf.more.items()]
    names = [one.label for one in options]
    options = [
        one if names.count(one.label) == 1 else replace(one, label=f"{one.label} [{one.id}]")
        for one in options
    ]
    if edits:
        options.append(Option(id=NEW, label=shelf.add))
    follow_saved(shelf.address, options)
    if not edits or len(options) == 1:
        return _choose_among(shelf, options)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = _choose_among(shelf, options)
        st.button(
            shelf.add, key=f"{shelf.address}-ny", icon=":material/add:", on_click=_start_new,
            args=(shelf.address,), disabled=chosen == NEW,
        )  # fmt: skip
    return chosen


def follow_saved(address: Address, options: Sequence[Option]) -> None:
    """Before the choice is drawn: what was saved at the last run is what is shown now."""
    just_saved = st.session_state.get(Key.JUST_SAVED, {})
    if just_saved.get(address) in {one.id for one in options}:
        st.session_state[address] = just_saved.pop(address)


def _choose_among(shelf: Shelf, options: Sequence[Option]) -> str:
    with st.container(width=420):
        return choose_one(shelf.label, options, key=shelf.address, what="en post")


def _start_new(address: Address) -> None:
    st.session_state[address] = NEW


def _label(record_id: str, heading: str) -> str:
    return as_label(heading) or record_id


def _show_record(shelf: Shelf, record: Record, *, is_example: bool) -> None:
    st.subheader(plain(record.heading), anchor=False)
    if is_example:
        st.caption("Det här är ett påhittat exempel.")
    show_fields(record, names=shelf.names, alt=record.heading)
    for shape in [] if shelf.is_listed else _line_fields(shelf.kind):
        show_lines(getattr(record, shape.name), shape=shape, names=shelf.names)


def _line_fields(kind: type[Record]) -> list[FieldShape]:
    return [shape for shape in asked_fields(kind) if shape.is_part]


MOST_BEGUN = 20


def as_begun(saved: Saved[Any]) -> Saved[Any]:
    """The record as it stood when its form was first shown: the form must not change under the hands
    of whoever writes in it, and what is saved is based on what they saw."""
    begun = st.session_state.setdefault(Key.BEGUN, {})
    if saved.id not in begun and len(begun) >= MOST_BEGUN:
        begun.pop(next(iter(begun)))
    return begun.setdefault(saved.id, saved)  # type: ignore[no-any-return]


def begin_anew(record_id: str) -> None:
    """Let the record's form start from what is saved: nobody has begun to write in it."""
    st.session_state.get(Key.BEGUN, {}).pop(record_id, None)


def tell_newer(saved: Saved[Any], *, page: PageContext, newest: Saved[Any]) -> None:
    """Say it to whoever writes in a form that somebody else has saved beside."""
    if saved.version == newest.version:
        return
    st.info(
        f"{plain(who(page, newest.saved_by))} har sparat sedan du öppnade posten. Det du skriver försvinner "
        "inte: sparar du får du se båda texterna."
    )  # fmt: skip
    st.button(
        "Börja om från det senaste", key=f"{saved.id}-{saved.version}-omstart",
        icon=":material/refresh:", on_click=begin_anew, args=(saved.id,),
    )  # fmt: skip


def _show_editing(
    page: PageContext, shelf: Shelf, *, newest: Saved[Any] | None, blank: Record
) -> None:
    saved = as_begun(newest) if newest else None
    record = saved.record if saved else blank
    key = f"{saved.id}-{saved.version}" if saved else f"{NEW}-{record.KIND}-{record.heading}"
    if saved and newest:
        tell_newer(saved, page=page, newest=newest)
    is_new = record is shelf.blank
    title = shelf.add if is_new else f"Ändra {shelf.kind.CALLED}"
    with st.expander(title, expanded=is_new, icon=":material/edit:", key=f"{key}-andra"):
        if saved and saved.is_example:
            st.caption(f"Det här är ett påhittat exempel. {_of_example(shelf.kind)}")
        _show_form(page, shelf, saved=saved, part=record, key=key, put=lambda part: part)
    if saved is None:
        return
    for shape in _line_fields(shelf.kind):
        title = f"Lägg till eller ändra: {shape.asked.label.lower()}"
        with st.expander(title, icon=":material/playlist_add:", key=f"{key}-{shape.name}"):
            _show_line_form(page, shelf, saved=saved, shape=shape, key=f"{key}-{shape.name}")


def _of_example(kind: type[Record]) -> str:
    if kind.IN_CHAIN:
        return (
            "Pröva fritt: det du ändrar är fortfarande ett exempel tills ni lägger in något eget."
        )
    return "När du sparar blir det ert eget."


def _show_line_form(
    page: PageContext, shelf: Shelf, *, saved: Saved[Any], shape: FieldShape, key: str
) -> None:
    """One line at a time: a new one, or one that there is."""
    lines: tuple[Part, ...] = getattr(saved.record, shape.name)
    places = [*range(len(lines)), len(lines)]
    place = st.selectbox(
        "Vilken rad?", places, index=len(lines), key=f"{key}-rad",
        format_func=lambda n: as_label(heading_of(lines[n])) if n < len(lines) else "En ny",
    )  # fmt: skip
    line = lines[place] if place < len(lines) else shape.holds()

    def put(part: Part | None) -> Record:
        after = () if part is None else (part,)
        kept = (*lines[:place], *after, *lines[place + 1 :])
        return replace(saved.record, **{shape.name: kept})

    _show_form(page, shelf, saved=saved, part=line, key=f"{key}-{place}", put=put)
    if place < len(lines):
        st.button(
            "Ta bort raden", key=f"{key}-{place}-bort", icon=":material/remove:",
            on_click=_try_save, args=(page, shelf, saved, put(None)),
        )  # fmt: skip


def _show_form(
    page: PageContext, shelf: Shelf, *, saved: Saved[Any] | None, part: Part, key: str,
    put: Callable[[Any], Record],
) -> None:  # fmt: skip
    with text_form(f"form-{key}") as form:
        fault: LagesbildError | None = None
        given: Part = part
        try:
            given = ask(form, part, key=key, names=shelf.names)
        except LagesbildError as error:
            fault = error
        st.caption("Det som är märkt med * behövs.")
        if not form.submit("Spara", icon=SAVE, key=f"{key}-spara"):
            return
    if fault is not None:
        show_error(fault)
    elif _try_save(page, shelf, saved, put(given)):
        st.rerun()


def _try_save(page: PageContext, shelf: Shelf, saved: Saved[Any] | None, record: Record) -> bool:
    return save_record(page, address=shelf.address, saved=saved, record=record)


def save_record(
    page: PageContext, *, address: Address, saved: Saved[Any] | None, record: Record
) -> bool:
    """Save and show it next; False when it was not saved, and why has been said.

    saved  what the writer had before them, None for a new record
    """
    try:
        after = save(
            page.context.store, record=record, person=page.person, check_text=refuse_personal_data,
            record_id=saved.id if saved else "", based_on=saved.version if saved else 0,
        )  # fmt: skip
    except Conflict as conflict:
        note_conflict(conflict)
        begin_anew(conflict.theirs.id)
        return True
    except LagesbildError as error:
        show_error(error)
        return False
    begin_anew(after.id)
    show_next(address, after.id)
    st.toast(f"Sparat: {plain(record.heading)}.", icon=SAVE)
    return True


def show_next(address: Address, record_id: str) -> None:
    """Let the page show this record when it is drawn again."""
    st.session_state.setdefault(Key.JUST_SAVED, {})[address] = record_id


def _save_merged(page: PageContext, shelf: Shelf) -> Callable[[Saved[Any], Record], bool]:
    return lambda theirs, record: _try_save(page, shelf, theirs, record)


def _show_history(page: PageContext, shelf: Shelf, *, saved: Saved[Any], edits: bool) -> None:
    with st.expander("Historik", icon=":material/history:", key=f"{saved.id}-historik"):
        versions = history_of(
            page.context.store, record_id=saved.id, person=page.person, names=shelf.names
        )
        show_rows([_history_row(page, one) for one in versions], alt="Historik")
        if not edits:
            return
        _offer_earlier(page, saved=saved, versions=versions)
        sure = st.checkbox("Ja, ta bort posten", key=f"{saved.id}-saker")
        st.button(
            "Ta bort", disabled=not sure, key=f"{saved.id}-bort", icon=":material/delete:",
            on_click=_do, args=(lambda: _remove(page, saved),),
        )  # fmt: skip


def _history_row(page: PageContext, one: Version) -> dict[str, str]:
    return {
        "Version": f"{one.version}",
        "När": moment_words(one.saved_at),
        "Vem": who(page, one.saved_by),
        "Vad": f"{one.what} (gäller nu)" if one.is_current else one.what,
        "Ändringar": ". ".join(one.changes) or "–",
    }


def _offer_earlier(page: PageContext, *, saved: Saved[Any], versions: Sequence[Version]) -> None:
    earlier = [one for one in versions if not one.is_current and one.record is not None]
    if not earlier:
        return
    texts = {one.version: f"Version {one.version}, {moment_words(one.saved_at)}" for one in earlier}
    chosen = st.selectbox(
        "Gå tillbaka till", list(texts), key=f"{saved.id}-tidigare",
        format_func=lambda number: texts.get(number, str(number)),
    )  # fmt: skip
    st.button(
        "Låt den gälla igen", key=f"{saved.id}-aterstall", icon=":material/undo:",
        on_click=_do, args=(lambda: _restore(page, saved.id, chosen),),
    )  # fmt: skip


def show_removed(page: PageContext, shelf: Shelf) -> None:
    """What was removed of the kind, each with its way back."""
    removed = {
        one.id: one for one in removed_of(page.context.store, kind=shelf.kind, person=page.person)
    }
    if not removed:
        return
    with st.expander("Borttaget", icon=":material/delete_sweep:", key=f"{shelf.address}-borttaget"):
        chosen = st.selectbox(
            "Post", list(removed), key=f"{shelf.address}-borttagen",
            format_func=lambda one: as_label(removed[one].record.heading) if one in removed else "",
        )  # fmt: skip
        version = removed[chosen].version
        st.button(
            "Ta tillbaka", key=f"{shelf.address}-ta-tillbaka", icon=":material/undo:",
            on_click=_do, args=(lambda: _restore(page, chosen, version),),
        )  # fmt: skip


def _remove(page: PageContext, saved: Saved[Any]) -> None:
    begin_anew(saved.id)
    remove_record(
        page.context.store, record_id=saved.id, person=page.person, based_on=saved.version
    )


def _restore(page: PageContext, record_id: str, version: int) -> None:
    begin_anew(record_id)
    restore(page.context.store, record_id=record_id, version=version, person=page.person)


def _do(act: Callable[[], None]) -> None:
    try:
        act()
    except LagesbildError as error:
        show_error(error)
