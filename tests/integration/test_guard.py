"""The guard: no page without the frame, without a right, or without signing in when that is set up."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from lagesbild.ui import cache
from lagesbild.ui.page_table import PAGES, find_page
from tests.example import EXAMPLE_DAY, copy_example

ROOT = Path(__file__).parents[2]
FRAME = ROOT / "lagesbild" / "ui" / "frame.py"
AUTH = {"redirect_uri": "http://localhost/oauth2callback", "cookie_secret": "x" * 32}


@pytest.fixture(scope="module", autouse=True)
def installation(
    example_folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:  # fmt: skip
    """One installation with the example data: there is something to see for those who may."""
    st.cache_data.clear()
    st.cache_resource.clear()
    with pytest.MonkeyPatch.context() as patch:
        folder = copy_example(example_folder, to=tmp_path_factory.mktemp("guard"))
        patch.setenv("LAGESBILD_DATA", str(folder))
        patch.setenv("LAGESBILD_IDAG", EXAMPLE_DAY.isoformat())
        yield
        cache.context().store.close()
    st.cache_data.clear()
    st.cache_resource.clear()


def read(app: AppTest) -> str:
    parts = [*app.title, *app.markdown, *app.error, *app.warning, *app.info, *app.caption]
    return "\n".join(str(one.value) for one in parts)


@pytest.mark.parametrize("entry", PAGES, ids=lambda entry: entry.id)
def test_a_page_run_without_the_frame_shows_nothing(entry) -> None:
    app = AppTest.from_file(str(entry.path), default_timeout=30).run()
    assert not app.exception
    assert not app.title
    assert len(app.error) == 1
    assert "UI-003" in app.error[0].value
    assert not app.get("plotly_chart")
    assert not app.table


def test_a_visit_that_was_prepared_for_another_page_does_not_count() -> None:
    script = (
        "import streamlit as st\n"
        "from lagesbild.ui.guard import open_page\n"
        "st.session_state['_besok'] = 'administrator'\n"
        "open_page('oversikt')\n"
        "st.title('inne')\n"
    )
    app = AppTest.from_string(script).run()
    assert not app.title
    assert "UI-003" in app.error[0].value


def signed_in_setup(**user: object) -> AppTest:
    app = AppTest.from_file(str(FRAME), default_timeout=60)
    app.secrets["auth"] = AUTH
    app.user = user
    return app


def test_a_signed_out_visitor_is_asked_to_sign_in_and_sees_nothing_else() -> None:
    app = signed_in_setup(is_logged_in=False).run()
    assert not app.exception
    assert "logga in" in read(app)
    assert not app.selectbox
    assert [button.label for button in app.button] == ["Logga in"]


@pytest.mark.parametrize("roles", [None, [], ["chef"], "public", ["public"], ["Administrator"]])
def test_a_visitor_without_a_role_sees_only_that(roles) -> None:
    app = signed_in_setup(is_logged_in=True, name="Ada", roles=roles).run()
    assert not app.exception
    assert "AC-003" in read(app)
    assert not app.selectbox


def test_a_signed_in_visitor_with_a_role_gets_the_pages_of_that_role() -> None:
    app = signed_in_setup(is_logged_in=True, name="Ada", sub="1", roles=["ledamot"]).run()
    assert not app.exception
    assert app.selectbox(key="kommun")
    app.switch_page(str(find_page("lamna_data").path)).run()
    assert "AC-002" in read(app)
    assert not app.title


def test_when_two_roles_are_claimed_the_widest_counts() -> None:
    app = signed_in_setup(is_logged_in=True, sub="1", roles=["samordnare", "ledamot"]).run()
    app.switch_page(str(find_page("lamna_data").path)).run()
    assert app.title


def test_secrets_that_cannot_be_read_let_nobody_in(monkeypatch: pytest.MonkeyPatch) -> None:
    from streamlit.errors import StreamlitSecretNotFoundError

    from lagesbild.domain.errors import SetupError
    from lagesbild.ui import identity

    class Broken:
        def __contains__(self, key: object) -> bool:
            raise StreamlitSecretNotFoundError("trasig", error_id="secrets-parse-error")

    monkeypatch.setattr(identity.st, "secrets", Broken())
    with pytest.raises(SetupError, match=r"secrets\.toml") as refused:
        identity.sign_in_is_configured()
    assert refused.value.code == "UI-001"
