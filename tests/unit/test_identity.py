"""Who a signed-in visitor is, by the register and by what the provider says."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from lagesbild.access.identity import Claims, RoleSource, recognise, widest
from lagesbild.domain.errors import SetupError
from lagesbild.domain.person import Member, Role, same_address
from lagesbild.ui import ended, identity

TODAY = date(2026, 11, 21)
ISSUER = "https://login.example/kommunen"
ANNA = Member(
    person_id="p1", name="Anna", email="anna@kommun.se", role=Role.LEDAMOT, kommun_code="2260",
    starts_on=date(2026, 1, 1),
)  # fmt: skip
BOUND = replace(ANNA, issuer=ISSUER, subject="s1")


def claims(**changes: object) -> Claims:
    base = {"issuer": ISSUER, "subject": "s1", "addresses": frozenset({"anna@kommun.se"})}
    return Claims(**{**base, **changes})  # type: ignore[arg-type]


def who(*members: Member, asked: Claims | None = None, rule=RoleSource.BOTH, today=TODAY):
    return recognise(asked or claims(), members, rule=rule, home="2260", today=today)


def test_a_new_person_is_found_by_address_whatever_its_case() -> None:
    found = who(replace(ANNA, email=same_address("  ANNA@Kommun.SE ")))
    assert found.person is not None
    assert (found.person.id, found.person.role, found.is_new) == ("p1", Role.LEDAMOT, True)


def test_a_bound_person_is_found_by_identity_and_not_by_address() -> None:
    moved = claims(addresses=frozenset({"ny@kommun.se"}))
    assert who(BOUND, asked=moved).person is not None
    assert not who(BOUND, asked=moved).is_new
    inherited = claims(subject="s2", roles=frozenset({Role.ADMINISTRATOR}))
    assert who(BOUND, asked=inherited).person is None, "the address was handed on to somebody else"


@pytest.mark.parametrize(
    "asked",
    [
        claims(subject="s1", issuer="https://evil.example", addresses=frozenset()),
        claims(subject="", addresses=frozenset()),
        claims(addresses=frozenset({"anna@kommun.se.evil.example"}), subject="s9"),
    ],
)
def test_somebody_else_is_nobody(asked: Claims) -> None:
    assert who(BOUND, asked=asked).person is None


def test_an_entry_for_one_provider_is_closed_to_the_others() -> None:
    entry = replace(ANNA, issuer="https://other.example")
    assert who(entry).person is None


@pytest.mark.parametrize(
    "entry",
    [
        replace(BOUND, is_removed=True),
        replace(ANNA, is_removed=True),
        replace(BOUND, ends_on=date(2026, 11, 20)),
        replace(BOUND, starts_on=date(2026, 11, 22)),
    ],
)
@pytest.mark.parametrize("rule", RoleSource)
def test_who_was_removed_or_whose_time_is_over_stays_out(entry: Member, rule: RoleSource) -> None:
    """Whatever the provider still says."""
    asked = claims(roles=frozenset({Role.ADMINISTRATOR}))
    assert who(entry, asked=asked, rule=rule).person is None


def test_the_last_day_still_counts() -> None:
    assert who(replace(BOUND, ends_on=TODAY)).person is not None


@pytest.mark.parametrize(
    ("rule", "registered", "unregistered"),
    [
        (RoleSource.REGISTER, Role.LEDAMOT, None),
        (RoleSource.BOTH, Role.LEDAMOT, Role.SAMORDNARE),
        (RoleSource.CLAIMS, Role.SAMORDNARE, Role.SAMORDNARE),
    ],
)
def test_the_setting_says_who_decides_the_role(rule, registered, unregistered) -> None:
    asked = claims(roles=frozenset({Role.SAMORDNARE, Role.LEDAMOT}))
    known, unknown = who(BOUND, asked=asked, rule=rule).person, who(asked=asked, rule=rule).person
    assert known is not None
    assert (known.id, known.role) == ("p1", registered)
    assert (unknown.role if unknown else None) == unregistered


def test_by_claims_alone_a_registered_person_without_a_claimed_role_stays_out() -> None:
    assert who(BOUND, rule=RoleSource.CLAIMS).person is None


def test_an_active_deputy_has_the_wider_role_for_the_period_only() -> None:
    deputy = replace(
        BOUND, deputy_role=Role.ORDFORANDE, deputy_from=TODAY, deputy_until=date(2026, 11, 30)
    )
    roles = {
        day: who(deputy, today=day).person.role  # type: ignore[union-attr]
        for day in (date(2026, 11, 20), TODAY, date(2026, 11, 30), date(2026, 12, 1))
    }
    assert list(roles.values()) == [Role.LEDAMOT, Role.ORDFORANDE, Role.ORDFORANDE, Role.LEDAMOT]
    assert not replace(deputy, deputy_from=None).stands_in(TODAY)
    narrower = replace(deputy, role=Role.ADMINISTRATOR)
    assert narrower.role_on(TODAY) is Role.ADMINISTRATOR


def test_sources_hold_a_provider_and_nobody_else() -> None:
    provider = replace(BOUND, role=Role.DATALEVERANTOR, sources=("skola",))
    assert who(provider).person.sources == ("skola",)  # type: ignore[union-attr]
    assert who(replace(provider, role=Role.LEDAMOT)).person.sources is None  # type: ignore[union-attr]
    unsaid = replace(provider, sources=None)
    assert who(unsaid).person.sources == (), "not named is none, not all"  # type: ignore[union-attr]
    asked = claims(roles=frozenset({Role.DATALEVERANTOR}), subject="s8", addresses=frozenset())
    assert who(asked=asked).person.sources == ()  # type: ignore[union-attr]
    assert who(asked=replace(asked, sources=("avlopp",))).person.sources == ("avlopp",)  # type: ignore[union-attr]


def test_the_public_is_no_role_to_sign_in_with() -> None:
    assert widest({Role.PUBLIC}) is None
    assert who(asked=claims(roles=frozenset({Role.PUBLIC}))).person is None


class SignedInAs(dict):  # type: ignore[type-arg]
    """What Streamlit gives as st.user."""


def addresses(monkeypatch: pytest.MonkeyPatch, **user: object) -> frozenset[str]:
    monkeypatch.setattr(identity.st, "user", SignedInAs(user))
    return identity.claims_of_visitor().addresses


def test_an_address_that_is_not_verified_is_nobodys(monkeypatch: pytest.MonkeyPatch) -> None:
    email = "Anna@Kommun.se"
    assert addresses(monkeypatch, email=email) == {"anna@kommun.se"}
    assert addresses(monkeypatch, email=email, email_verified=True) == {"anna@kommun.se"}
    assert addresses(monkeypatch, email=email, email_verified=False) == frozenset()
    assert addresses(monkeypatch, email=email, email_verified="false") == frozenset()


def test_a_user_name_is_an_address_only_where_an_organisation_gives_it(monkeypatch) -> None:
    chosen = {"preferred_username": "chef@kommun.se"}
    assert addresses(monkeypatch, iss="https://keycloak.example", **chosen) == frozenset()
    entra = "https://login.microsoftonline.com/0000/v2.0"
    assert addresses(monkeypatch, iss=entra, **chosen) == {"chef@kommun.se"}


@pytest.mark.parametrize("tenant", ["common", "organizations", "consumers"])
def test_a_sign_in_open_to_every_organisation_is_refused(tenant: str) -> None:
    url = f"https://login.microsoftonline.com/{tenant}/v2.0/.well-known/openid-configuration"
    for section in ({"server_metadata_url": url}, {"entra": {"server_metadata_url": url}}):
        with pytest.raises(SetupError) as refused:
            identity.refuse_any_tenant(section)
        assert refused.value.code == "UI-004"
    own = {"server_metadata_url": url.replace(tenant, "7f1c-kommunen")}
    identity.refuse_any_tenant(own)


def test_a_sign_in_wears_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LAGESBILD_INLOGGNING_TIMMAR", "2")
    monkeypatch.setattr(identity.time, "time", lambda: 100_000.0)
    for since, is_in in ((100_000 - 7_100, True), (100_000 - 7_300, False)):
        user = SignedInAs(is_logged_in=True, sub="s1", iat=since)
        monkeypatch.setattr(identity.st, "user", user)
        assert identity.is_signed_in() is is_in


def test_signing_out_ends_the_same_sign_in_everywhere_and_after_a_restart(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("LAGESBILD_DATA", str(tmp_path))
    monkeypatch.setattr(identity.st, "logout", lambda: None)
    monkeypatch.setattr(identity.st, "session_state", {"_sedd_som": "ledamot"})
    here = SignedInAs(is_logged_in=True, iss=ISSUER, sub="s1", nonce="a")
    elsewhere = SignedInAs(here, nonce="b")
    monkeypatch.setattr(identity.st, "user", here)
    assert identity.is_signed_in()
    identity.sign_out()
    assert not identity.is_signed_in(), "another window on the same signing in"
    assert identity.st.session_state == {}
    ended._known.clear()
    assert not identity.is_signed_in(), "the server was started again"
    assert "s1" not in (tmp_path / ended.FILE).read_text(), "nobody can be told from it"
    monkeypatch.setattr(identity.st, "user", elsewhere)
    assert identity.is_signed_in(), "another signing in of the same person"
