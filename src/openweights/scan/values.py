"""What expressions of Python come to, as far as one file says: constants, names, defaults, choices. Nothing is run."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import cast

#: How many steps from a name to its value are followed, and how many values a name may have.
MOST_STEPS = 12
MOST_VALUES = 200


class Scope:
    """The names of a function or of the module, with what is assigned to them."""

    __slots__ = ("bound", "outer", "parameters")

    def __init__(self, outer: Scope | None) -> None:
        self.outer: Scope | None = outer
        self.bound: dict[str, list[ast.expr]] = {}
        self.parameters: set[str] = set()

    def bind(self, name: str, value: ast.expr) -> None:
        """Note that a value is assigned to a name."""
        values = self.bound.setdefault(name, [])
        if len(values) < MOST_VALUES:
            values.append(value)

    def find(self, name: str) -> list[ast.expr] | None:
        """Return what is assigned to a name here or outside; nothing if it is not known or a parameter without a default."""
        scope: Scope | None = self
        while scope is not None:
            if name in scope.bound:
                return scope.bound[name]
            if name in scope.parameters:
                return None
            scope = scope.outer
        return None


#: Calls whose argument is the value if nothing else is given: `getenv("X", "default")`, `Field("default")`.
_SECOND = frozenset({"getenv", "get", "pop", "setdefault", "config", "env", "str", "getattr"})
_FIRST = frozenset({"Field", "Option", "Argument", "field", "Input", "SecretStr", "str", "cast", "Form", "Query"})
_PATHS = frozenset({"join", "Path", "PurePath", "resolve", "abspath"})


class Values:
    """The places of a file that may name a model, and what names stand for."""

    def __init__(self, tree: ast.Module) -> None:
        #: What the file imports, as dotted names.
        self.imported: set[str] = set()
        #: The dotted name by the name that the file gives it.
        self.aliases: dict[str, str] = {}
        #: Calls, assignments, dictionaries, lists, parameters and long texts, with the scope that they stand in.
        self.nodes: list[tuple[ast.AST, Scope]] = []
        self._attributes: dict[str, list[ast.expr]] = {}
        self._classes: set[str] = set()
        self._meet: dict[type[ast.AST], Callable[..., Scope | None]] = {
            ast.Call: self._place,
            ast.Dict: self._place,
            ast.List: self._sequence,
            ast.Tuple: self._sequence,
            ast.Assign: self._assignment,
            ast.AnnAssign: self._assignment,
            ast.FunctionDef: self._function,
            ast.AsyncFunctionDef: self._function,
            ast.Lambda: self._function,
            ast.ClassDef: self._class,
            ast.For: self._loop,
            ast.AsyncFor: self._loop,
            ast.comprehension: self._loop,
            ast.NamedExpr: self._named,
            ast.Import: self._import,
            ast.ImportFrom: self._import_from,
        }
        self._walk(tree)

    def _walk(self, tree: ast.Module) -> None:
        stack: list[tuple[ast.AST, Scope, bool]] = [(tree, Scope(None), False)]
        while stack:
            node, scope, in_class = stack.pop()
            kind = type(node)
            if kind is ast.Constant:
                self._constant(cast("ast.Constant", node), scope)
                continue
            meet = self._meet.get(kind)
            inner = (meet(node, scope, in_class) if meet else None) or scope
            is_inside = kind is ast.ClassDef or (in_class and kind in (ast.If, ast.Try))
            stack.extend([(child, inner, is_inside) for child in reversed(_children(node))])

    # What is met on the way: each returns the scope of what is inside, if it is another.

    def _constant(self, node: ast.Constant, scope: Scope) -> None:
        if isinstance(node.value, str) and len(node.value) > 12 and ("hf" in node.value or "huggingface" in node.value):
            self.nodes.append((node, scope))

    def _place(self, node: ast.AST, scope: Scope, in_class: bool) -> None:  # noqa: ARG002, FBT001 - one shape for all
        self.nodes.append((node, scope))

    def _sequence(self, node: ast.List | ast.Tuple, scope: Scope, in_class: bool) -> None:  # noqa: ARG002, FBT001
        if len(node.elts) > 1 and isinstance(node.elts[0], ast.Constant):
            self.nodes.append((node, scope))

    def _assignment(self, node: ast.Assign | ast.AnnAssign, scope: Scope, in_class: bool) -> None:  # noqa: FBT001
        self.nodes.append((node, scope))
        self._bind(node, scope, in_class=in_class)

    def _function(self, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda, scope: Scope, in_class: bool) -> Scope:  # noqa: ARG002, FBT001
        inner = Scope(scope)
        self.nodes.append((node.args, inner))
        _bind_parameters(node.args, inner)
        return inner

    def _class(self, node: ast.ClassDef, scope: Scope, in_class: bool) -> None:  # noqa: ARG002, FBT001
        self._classes.add(node.name)

    def _loop(self, node: ast.For | ast.AsyncFor | ast.comprehension, scope: Scope, in_class: bool) -> None:  # noqa: ARG002, FBT001
        if isinstance(node.target, ast.Name):
            scope.bind(node.target.id, ast.Starred(node.iter, lineno=0, col_offset=0))

    def _named(self, node: ast.NamedExpr, scope: Scope, in_class: bool) -> None:  # noqa: ARG002, FBT001
        scope.bind(node.target.id, node.value)

    def _import(self, node: ast.Import, scope: Scope, in_class: bool) -> None:  # noqa: ARG002, FBT001
        for alias in node.names:
            self.imported.add(alias.name)
            first = alias.name.partition(".")[0]
            self.aliases[alias.asname or first] = alias.name if alias.asname else first

    def _import_from(self, node: ast.ImportFrom, scope: Scope, in_class: bool) -> None:  # noqa: ARG002, FBT001
        module = node.module or ""
        for alias in node.names:
            self.imported.add(f"{module}.{alias.name}" if node.level == 0 else f".{module}")
            self.aliases[alias.asname or alias.name] = f"{module}.{alias.name}".strip(".")

    def _bind(self, node: ast.Assign | ast.AnnAssign, scope: Scope, *, in_class: bool) -> None:
        if node.value is None:
            return
        for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
            if isinstance(target, ast.Name):
                if in_class:
                    self._attributes.setdefault(target.id, []).append(node.value)
                else:
                    scope.bind(target.id, node.value)
            elif isinstance(target, ast.Attribute) and isinstance(target.value, ast.Name) and target.value.id in ("self", "cls"):
                self._attributes.setdefault(target.attr, []).append(node.value)
            elif isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple) and len(target.elts) == len(node.value.elts):
                for part, value in zip(target.elts, node.value.elts, strict=True):
                    if isinstance(part, ast.Name):
                        scope.bind(part.id, value)

    def full_name(self, node: ast.expr) -> str:
        """Return the dotted name of what is called, with the names that imports gave."""
        name = dotted(node)
        first, dot, rest = name.partition(".")
        return f"{self.aliases[first]}{dot}{rest}" if first in self.aliases else name

    def literals(self, node: ast.expr, scope: Scope, *, follow: bool) -> list[ast.Constant]:
        """Return the texts that stand in an expression as a value: without following names, unless asked to."""
        found, _ = self.of(node, scope, follow=follow)
        return found

    def of(self, node: ast.expr, scope: Scope, *, follow: bool = True) -> tuple[list[ast.Constant], list[ast.expr]]:
        """Return the texts that an expression may come to, and the parts that only running the code would tell."""
        literals: list[ast.Constant] = []
        others: list[ast.expr] = []
        seen: set[int] = set()
        stack: list[tuple[ast.expr, int]] = [(node, 0)]
        while stack and len(seen) < MOST_VALUES:
            each, steps = stack.pop()
            if id(each) in seen or steps > MOST_STEPS:
                continue
            seen.add(id(each))
            if isinstance(each, ast.Constant):
                if isinstance(each.value, str):
                    literals.append(each)
                continue
            parts = self._parts(each, scope, follow=follow)
            if parts is None:
                others.append(each if hasattr(each, "end_lineno") and each.lineno else node)
            else:
                stack.extend((part, steps + 1) for part in reversed(parts))
        return literals, others

    def _parts(self, node: ast.expr, scope: Scope, *, follow: bool) -> list[ast.expr] | None:
        """Return the expressions of which one is the value of `node`; nothing if only running the code would tell."""
        if isinstance(node, ast.IfExp):
            return [node.body, node.orelse]
        if isinstance(node, ast.BoolOp):
            return list(node.values)
        if isinstance(node, (ast.List, ast.Tuple, ast.Set)):
            return list(node.elts)
        if isinstance(node, ast.Dict):
            return list(node.values) if follow else []
        if isinstance(node, (ast.NamedExpr, ast.Await, ast.Starred)):
            return [node.value]
        if isinstance(node, ast.Call):
            return _default(node)
        if not follow:
            return None
        if isinstance(node, ast.Name):
            return scope.find(node.id)
        if isinstance(node, ast.Attribute):
            return self._attribute(node)
        if isinstance(node, ast.Subscript):
            return self._item(node, scope)
        return None

    def _attribute(self, node: ast.Attribute) -> list[ast.expr] | None:
        if node.attr == "value" and isinstance(node.value, ast.Attribute):  # a member of an enumeration
            node = node.value
        if isinstance(node.value, ast.Name) and (node.value.id in ("self", "cls") or node.value.id in self._classes):
            return self._attributes.get(node.attr)
        return None

    def _item(self, node: ast.Subscript, scope: Scope) -> list[ast.expr] | None:
        if not isinstance(node.value, ast.Name):
            return None
        held = scope.find(node.value.id) or []
        tables = [each for each in held if isinstance(each, ast.Dict)]
        if not tables:
            return [item for each in held if isinstance(each, (ast.List, ast.Tuple)) for item in each.elts] or None
        key = node.slice.value if isinstance(node.slice, ast.Constant) else None
        pairs = [pair for table in tables for pair in zip(table.keys, table.values, strict=True)]
        exact = [value for each, value in pairs if isinstance(each, ast.Constant) and each.value == key]
        return exact or [value for _, value in pairs]


def _default(node: ast.Call) -> list[ast.expr] | None:
    """Return what a call gives back if nothing else is set: the default of an environment variable, of an option, of a field."""
    last = dotted(node.func).rpartition(".")[2]
    for keyword in node.keywords:
        if keyword.arg == "default" and last != "add_argument":
            return [keyword.value]
    if last in _SECOND and len(node.args) >= 2:
        return [node.args[-1]] if last != "str" else None
    if last in _FIRST and node.args:
        return [node.args[0]]
    if last in ("strip", "lower", "rstrip", "lstrip") and isinstance(node.func, ast.Attribute):
        return [node.func.value]
    return None


def _bind_parameters(arguments: ast.arguments, scope: Scope) -> None:
    positional = [*arguments.posonlyargs, *arguments.args]
    for argument in (*positional, *arguments.kwonlyargs):
        scope.parameters.add(argument.arg)
    defaults = positional[len(positional) - len(arguments.defaults) :]
    for argument, default in (
        *zip(defaults, arguments.defaults, strict=True),
        *zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True),
    ):
        if default is not None and not (isinstance(default, ast.Constant) and default.value is None):
            scope.bind(argument.arg, default)


#: Fields of nodes that hold no value of their own.
_PASSED = frozenset("ctx op ops annotation returns type_comment type_params".split())
_FIELDS: dict[type[ast.AST], tuple[str, ...]] = {}


def _children(node: ast.AST) -> list[ast.AST]:
    kind = type(node)
    names = _FIELDS.get(kind)
    if names is None:
        names = _FIELDS.setdefault(kind, tuple(name for name in node._fields if name not in _PASSED))
    found: list[ast.AST] = []
    for name in names:
        value = getattr(node, name, None)
        if isinstance(value, list):
            found += [each for each in cast("list[object]", value) if isinstance(each, ast.AST) and type(each) is not ast.Name]
        elif isinstance(value, ast.AST) and type(value) is not ast.Name:
            found.append(value)
    return found


def dotted(node: ast.AST) -> str:
    """Return `a.b.c` for a chain of attributes; what comes before them, if it is no name, is left out.

    Examples:
        >>> dotted(ast.parse("client().chat.create", mode="eval").body)
        'chat.create'
    """
    parts: list[str] = []
    while isinstance(node, ast.Attribute) and len(parts) < 50:
        parts.append(node.attr)
        node = node.value
    if isinstance(node, ast.Name):
        parts.append(node.id)
    return ".".join(reversed(parts))
