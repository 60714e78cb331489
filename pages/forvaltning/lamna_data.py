"""lamna_data"""

import streamlit as st

from lagesbild.ui.guard import open_page

page = open_page("lamna_data")
st.title("lamna_data")
