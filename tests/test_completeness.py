"""Nothing half-made: what exists is documented, tested and has data. Each failure says what to write.

The tests read the tree and the tables of the code itself, so a new page, setting, code, indicator,
source or method is asked for here without anyone adding it to a list.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import re
from functools import cache
from pathlib import Path
from types import FunctionType

import pytest

import lagesbild
from lagesbild.catalog.reading import check_catalog, load_catalog
from lagesbild.domain.errors import LagesbildError
from lagesbild.settings import DATA, SETTINGS
from lagesbild.ui.page_table import PAGES, SECTIONS
from tests.example import copy_example
from tests.syntax import nodes

ROOT = Path(__file__).resolve().parent.parent
CODE = re.compile(r"\b[A-Z]{2,3}-\d{3}\b")


@cache
def text_of(folder: str, pattern: str) -> str:
    """All text below a folder, for looking whether something is mentioned."""
    this = Path(__file__).resolve()
    paths = [path for path in sorted((ROOT / folder).rglob(pattern)) if path.resolve() != this]
    return "\n".join(path.read_text(encoding="utf-8") for path in paths)


@cache
def code_literals() -> set[str]:
    """Every error code that stands as a text in the code, docstrings left out."""
    files = [*(ROOT / "lagesbild").rglob("*.py"), *(ROOT / "pages").rglob("*.py")]
    return {
        code
        for path in files
        if CODE.search(path.read_text(encoding="utf-8"))
        for text in texts_in(path)
        for code in CODE.findall(text)
    }


def texts_in(path: Path) -> list[str]:
    docs = {
        id(node.body[0].value)
        for node in nodes(path)
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef))
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    return [
        node.value
        for node in nodes(path)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs
    ]


def modules() -> list[str]:
    names = [m.name for m in pkgutil.walk_packages(lagesbild.__path__, "lagesbild.")]
    # frame and __main__ do their work when they are imported.
    return [n for n in names if not n.endswith(("__main__", "ui.frame"))]


def public_functions(module: str) -> list[FunctionType]:
    loaded = importlib.import_module(module)
    return [
        value
        for name, value in vars(loaded).items()
        if inspect.isfunction(value) and value.__module__ == module and not name.startswith("_")
    ]


# Pages


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.id)
def test_a_page_in_the_table_has_its_script_section_and_test(page) -> None:
    assert page.path.exists(), f"write {page.path.relative_to(ROOT)}"
    assert page.section in SECTIONS, f"add {page.section} to SECTIONS"
    assert page.help, "the menu shows the help text"
    assert re.search(rf"\b{page.id}\b", text_of("tests/pages", "*.py")), (
        f"mention {page.id} in a test below tests/pages"
    )


def test_every_script_in_pages_is_in_the_table() -> None:
    scripts = set((ROOT / "pages").rglob("*.py"))
    assert scripts == {page.path for page in PAGES}, "add the page to lagesbild/ui/page_table.py"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.id)
def test_the_handbook_tells_of_the_page(page) -> None:
    assert page.title in text_of("docs/handbok", "*.md"), f"docs/handbok does not name {page.title}"


# Settings


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.name)
def test_a_setting_is_documented_and_tested(setting) -> None:
    text = (ROOT / "docs" / "installningar.md").read_text(encoding="utf-8")
    row = f"| `{setting.name}` | {f'`{setting.default}`' if setting.default else 'tomt'} | {setting.help} |"
    assert row in text, f"add to docs/installningar.md:\n{row}"
    assert setting.name in text_of("tests", "*.py"), f"no test sets {setting.name}"


def test_no_setting_is_documented_that_does_not_exist() -> None:
    text = (ROOT / "docs" / "installningar.md").read_text(encoding="utf-8")
    rows = set(re.findall(r"^\| `(\w+)` \|", text, re.MULTILINE))
    assert rows == {setting.name for setting in SETTINGS}


# Error codes


def test_every_error_code_is_explained_and_provoked() -> None:
    explained, provoked = text_of("docs", "felkoder.md"), text_of("tests", "*.py")
    silent = [
        code
        for code in sorted(code_literals())
        if not re.search(rf"^\|\s*`?{code}`?\s*\|", explained, re.MULTILINE)
    ]
    assert not silent, f"add rows to docs/felkoder.md: what happened, what to do: {silent}"
    untried = [code for code in sorted(code_literals()) if code not in provoked]
    assert not untried, f"no test provokes {untried}"


def test_no_error_code_is_explained_that_cannot_happen() -> None:
    rows = re.findall(
        r"^\|\s*`?([A-Z]{2,3}-\d{3})`?\s*\|", text_of("docs", "felkoder.md"), re.MULTILINE
    )
    assert sorted(rows) == sorted(set(rows)), "a code stands twice in docs/felkoder.md"
    assert set(rows) == code_literals(), "docs/felkoder.md and the code name different codes"


def test_every_error_says_what_to_do() -> None:
    """Errors are raised with code, message and remedy, written where they are raised."""
    known = {LagesbildError, *LagesbildError.__subclasses__()}
    # One that says it itself, like Conflict, is not told it.
    kinds = {kind.__name__ for kind in known if "remedy" in inspect.signature(kind).parameters}
    assert "LagesbildError" in kinds
    raising = re.compile(rf"\b({'|'.join(kinds)})\(")
    broken = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in (ROOT / "lagesbild").rglob("*.py")
        if raising.search(path.read_text(encoding="utf-8"))
        for node in nodes(path)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in kinds
        and not any(k.arg in ("remedy", None) for k in node.keywords)
    ]
    assert not broken, f"an error without a remedy leaves the user alone: {broken}"


# The catalogue


def test_the_catalogue_is_whole() -> None:
    catalogue = load_catalog(DATA / "catalog")
    assert not check_catalog(DATA / "catalog"), (
        "python -m lagesbild catalog check says what is wrong"
    )
    assert len(catalogue.indicators) >= 60
    for indicator in catalogue.indicators.values():
        assert indicator.question.endswith("?"), f"{indicator.id}: question"
        assert indicator.definition, f"{indicator.id}: definition"
        assert indicator.caveats, f"{indicator.id}: what can fool us?"
        assert indicator.source in catalogue.sources, f"{indicator.id}: source {indicator.source}"
    for source in catalogue.sources.values():
        assert source.provider, source.id
        assert source.contact_role, source.id
        assert source.licence, source.id


def test_every_theme_and_every_source_has_an_indicator() -> None:
    from lagesbild.domain.indicator import Theme

    catalogue = load_catalog(DATA / "catalog")
    used = {indicator.theme for indicator in catalogue.indicators.values()}
    assert used == set(Theme)


def test_every_catalogue_file_is_read() -> None:
    catalogue = load_catalog(DATA / "catalog")
    files = {path.stem for path in (DATA / "catalog" / "indicators").glob("*.toml")}
    assert files == set(catalogue.indicators)
    sources = {path.stem for path in (DATA / "catalog" / "sources").glob("*.toml")}
    assert sources == set(catalogue.sources)


@pytest.fixture(scope="module")
def example_extent(example_folder: Path, tmp_path_factory: pytest.TempPathFactory):
    """What the example data holds."""
    from lagesbild.store.connection import open_store
    from lagesbild.store.observations import fetch_extent

    store = open_store(copy_example(example_folder, to=tmp_path_factory.mktemp("extent")))
    found = fetch_extent(store, kommun_code="2260")
    store.close()
    return found


def test_every_indicator_has_example_data(example_extent) -> None:
    have = {one.measure for one in example_extent}
    lacking = [
        f"{indicator.id}: {measure}"
        for indicator in load_catalog(DATA / "catalog").indicators.values()
        for measure in (indicator.leading_measure, indicator.denominator)
        if measure and measure not in have
    ]
    assert not lacking, f"lagesbild/sample makes nothing for {lacking}"


def test_every_source_has_example_data(example_extent) -> None:
    """All but lists of kommungrupper: invented groups of real kommuner would be taken for SKR's."""
    known = load_catalog(DATA / "catalog").sources.values()
    lacking = {s.id for s in known if not s.groups} - {one.source for one in example_extent}
    assert not lacking, f"lagesbild/sample makes nothing from {sorted(lacking)}"


def test_example_data_is_marked_as_invented(example_extent) -> None:
    assert all(one.is_example for one in example_extent)


# Methods


def stats_functions() -> list[FunctionType]:
    return [
        f
        for name in modules()
        if name.startswith("lagesbild.stats.")
        for f in public_functions(name)
    ]


def test_every_method_names_its_reference_and_has_golden_numbers() -> None:
    golden = text_of("tests/golden", "*.py")
    functions = stats_functions()
    assert len(functions) > 90
    silent = [
        f"{function.__module__}.{function.__name__}"
        for function in functions
        if not re.search(r"^\s*reference\s+\S", function.__doc__ or "", re.MULTILINE)
    ]
    assert not silent, f"the docstrings need a line `reference   ...`: {silent}"
    untried = [f.__name__ for f in functions if not re.search(rf"\b{f.__name__}\b", golden)]
    assert not untried, f"compare with published numbers in tests/golden: {untried}"


# Words


def test_what_is_public_says_what_it_is() -> None:
    """Modules and public classes always; public functions of more than a few lines too."""
    silent = [fault for module in modules() for fault in faults_of(module)]
    assert not silent, f"write docstrings: {silent}"


def faults_of(module: str) -> list[str]:
    loaded = importlib.import_module(module)
    is_empty = not loaded.__file__ or not Path(loaded.__file__).read_text(encoding="utf-8").strip()
    silent = [
        f"{module}.{name}"
        for name, value in vars(loaded).items()
        if getattr(value, "__module__", None) == module
        and not name.startswith("_")
        and not own_doc(value)
        and (inspect.isclass(value) or (inspect.isfunction(value) and len(body_of(value)) > 3))
    ]
    return silent if is_empty or loaded.__doc__ else [module, *silent]


def body_of(function: FunctionType) -> list[str]:
    return [line for line in inspect.getsource(function).splitlines()[1:] if line.strip()]


def own_doc(value: object) -> str:
    """The docstring someone wrote, not the signature that dataclass puts there."""
    doc = vars(value).get("__doc__") or "" if inspect.isclass(value) else value.__doc__ or ""
    return "" if inspect.isclass(value) and doc.startswith(f"{value.__name__}(") else doc
