"""What Lägesbild is measured against: the same figures on the barest page that Streamlit can have.

Copied beside a figures.json and run by `streamlit run` with Streamlit's own settings.
"""

import json
from pathlib import Path

import plotly.graph_objects as go
import streamlit as st


@st.cache_resource
def figures():
    return json.loads((Path(__file__).parent / "figures.json").read_text(encoding="utf-8"))


choice = st.selectbox("Mått", list(figures()), key="choice")
figure = figures()[choice]
st.plotly_chart(go.Figure(figure["spec"]), key="chart", config=figure["config"])
