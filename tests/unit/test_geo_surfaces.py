"""The kept square kilometres are those of the boundaries."""

from lagesbild.geo.surfaces import SURFACES_FILE, read_km2, write_km2


def test_the_kept_file_is_what_the_boundaries_give(tmp_path):
    write_km2(tmp_path / "km2.csv")
    assert (tmp_path / "km2.csv").read_text(encoding="utf-8") == SURFACES_FILE.read_text(
        encoding="utf-8"
    )


def test_every_kommun_and_lan_has_a_surface():
    found = read_km2()
    assert sum(len(code) == 4 for code in found) == 290
    assert sum(len(code) == 2 for code in found) == 21
    assert min(found.values()) > 5
