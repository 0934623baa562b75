"""Imports point one way, each library has its one home, and nothing grows out of hand."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("transcripts", "evidence", "nlp", "papers", "flows")
MAY_IMPORT = {
    "transcripts": (),
    "evidence": ("transcripts",),
    "nlp": ("transcripts", "evidence"),
    "papers": ("transcripts", "evidence"),
    "flows": ("transcripts", "evidence", "nlp", "papers"),
}
HOMES = {
    "prefect": "flows",
    "fsspec": "flows",
    "spacy": "nlp",
    "simplemma": "nlp",
    "weasyprint": "papers",
    "pyphen": "papers",
    "markdown": "papers",
    "jinja2": "papers",
    "babel": "papers nlp",
    "docx": "papers",
    "pypdf": "transcripts",
}
MODULES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
LONGEST_FILE, LONGEST_FUNCTION = 400, 50


def named(path):
    return path.relative_to(ROOT).as_posix()


def imported(path):
    """The names that a module imports, dotted."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{named(path)} imports relatively"
            yield node.module


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_imports_point_one_way(path):
    package = path.relative_to(ROOT).parts[0]
    others = {name.partition(".")[0] for name in imported(path)} & set(PACKAGES) - {package}
    assert others <= set(MAY_IMPORT[package])


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_each_library_has_one_home(path):
    package = path.relative_to(ROOT).parts[0]
    libraries = {name.partition(".")[0] for name in imported(path)}
    assert {name for name in libraries if package not in HOMES.get(name, package).split()} == set()


def test_python_docx_stands_in_the_word_writer_alone():
    users = {named(path) for path in MODULES if "docx" in {n.split(".")[0] for n in imported(path)}}
    assert users
    assert all(Path(name).stem.startswith(("word", "reference")) for name in users)


@pytest.mark.parametrize("package", PACKAGES)
def test_a_model_knows_nothing_but_plain_values(package):
    path = ROOT / package / "model.py"
    if path.exists():
        assert {name.partition(".")[0] for name in imported(path)} <= {
            "__future__",
            "collections",
            "dataclasses",
        }


def test_a_module_bears_no_library_s_name():
    libraries = {"docx", "markdown", "weasyprint", "spacy", "prefect", "jinja2", "lxml", "babel"}
    assert {path.stem for path in MODULES} & libraries == set()


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_a_file_can_be_read_in_one_sitting(path):
    assert len(path.read_text("utf-8").splitlines()) <= LONGEST_FILE


def functions(path):
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def lines_of(function):
    """Lines of code, the docstring left out."""
    first = function.body[1] if ast.get_docstring(function) and len(function.body) > 1 else None
    start = first.lineno if first else function.body[0].lineno
    return function.end_lineno - start + 1


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_a_function_holds_one_thought(path):
    long = [one.name for one in functions(path) if lines_of(one) > LONGEST_FUNCTION]
    assert long == []


def test_most_functions_are_short():
    lengths = sorted(lines_of(one) for path in MODULES for one in functions(path))
    assert lengths[len(lengths) // 2] < 10


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_what_is_public_is_documented(path):
    tree = ast.parse(path.read_text("utf-8"))
    kinds = (ast.FunctionDef, ast.ClassDef)
    bodies = [tree, *(node for node in tree.body if isinstance(node, ast.ClassDef))]
    public = [
        node
        for body in bodies
        if body is tree or not body.name.startswith("_")
        for node in body.body
        if isinstance(node, kinds) and not node.name.startswith("_")
    ]
    assert ast.get_docstring(tree), "the module"
    assert [node.name for node in public if not documented(node)] == []


def documented(node):
    """A docstring, or a decorated or library-given method that needs none."""
    return ast.get_docstring(node) or node.name in {"handleMatch", "run"}
