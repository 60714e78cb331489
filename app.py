"""What `streamlit run app.py` serves: the frame, inside our own server rules."""

from __future__ import annotations

from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware

from lagesbild.ui.return_address import ReturnAddress
from lagesbild.ui.server import ServerRules, handle_script_error, refuse_open_address, warm
from lagesbild.ui.wire import look_further_back

refuse_open_address()
look_further_back()

app = st.App(
    Path(__file__).parent / "lagesbild" / "ui" / "frame.py",
    lifespan=warm,
    middleware=[Middleware(ServerRules), Middleware(ReturnAddress)],
    on_script_error=handle_script_error,
)

if __name__ == "__main__":
    app.run()
