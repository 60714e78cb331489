"""Vad väntar på mig, och vad är nytt?"""

from lagesbild.ui import arbete_att_gora
from lagesbild.ui.guard import open_page

page = open_page("att_gora")
arbete_att_gora.show_page(page)
