"""Who may do what: the table names real functions, every function in use, and known roles."""

import ast
import inspect
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import FunctionType

from clinicdesk.desk import Work
from clinicdesk.policy import permissions
from clinicdesk.rights import permission_key
from clinicdesk.staff.rules import Role

ROOT = Path(__file__).parents[2]
BEFORE_SIGN_IN = {"nobody", "console"}
ROLES = {str(role) for role in Role}
_PLACES = re.compile(r"^clinicdesk\.\w+\.(actions|queries)\b")


def modules() -> Iterator[str]:
    for kind in ("actions", "queries"):
        for file in sorted((ROOT / "clinicdesk").glob(f"*/{kind}.py")):
            yield f"clinicdesk.{file.parent.name}.{kind}"
        for file in sorted((ROOT / "clinicdesk").glob(f"*/{kind}/[a-z]*.py")):
            yield f"clinicdesk.{file.parents[1].name}.{kind}.{file.stem}"


def public() -> Iterator[FunctionType]:
    """Every public function of an action or query module that takes the unit of work first."""
    for name in modules():
        for function in vars(import_module(name)).values():
            if inspect.isfunction(function) and function.__module__ == name:
                first = next(iter(inspect.signature(function).parameters.values()), None)
                if first and first.annotation is Work and not function.__name__.startswith("_"):
                    yield function


def test_every_line_of_the_table_is_one_real_function():
    found = [permission_key(function) for function in public()]

    assert set(permissions()) - set(found) == set()
    assert {key for key in permissions() if found.count(key) > 1} == set()


def test_every_role_of_the_table_is_known():
    assert set().union(*permissions().values()) <= ROLES | BEFORE_SIGN_IN
    assert {key for key, roles in permissions().items() if not roles} == set()


def imported(folder: str) -> Iterator[tuple[str, str]]:
    """What the code of a folder takes from action and query modules, with where it does."""
    for file in sorted((ROOT / folder).rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and _PLACES.search(node.module or ""):
                for name in node.names:
                    taken = getattr(import_module(node.module), name.name)
                    home = getattr(taken, "__module__", node.module)
                    yield f"{home}:{name.name}", str(file.relative_to(ROOT))


def test_the_window_uses_only_functions_that_have_a_line():
    """Whatever the window takes from a feature and is run by the desk can be asked for."""
    run_by_desk = {f"{one.__module__}:{one.__name__}": permission_key(one) for one in public()}
    unlisted = {
        (name, where)
        for name, where in imported("ui")
        if name in run_by_desk and run_by_desk[name] not in permissions()
    }

    assert unlisted == set()
