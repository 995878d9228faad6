"""Renders directives and roles that docutils does not know, such as those of Sphinx and its extensions.

Docutils registers directives and roles by name for the whole process. Those registered here only show their words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from docutils import nodes
from docutils.parsers.rst import Directive, directives, roles
from docutils.parsers.rst.languages import en
from docutils.utils import unescape

from relbot.text.english import word_set

_DIRECTIVE = re.compile(r"^[ \t]*\.\.[ \t]+(?:\|[^|\n]{1,100}\|[ \t]+)?([\w.+:-]{1,60}?)::(?=\s|$)", re.MULTILINE)
_ROLE = re.compile(r":([A-Za-z][\w.+:-]{0,60}):`")
_ROLE_BEHIND = re.compile(r"`:([A-Za-z][\w.+:-]{0,60}):")
_TITLE_AND_TARGET = re.compile(r"(?P<title>.+?)\s*<[^<>]+>", re.DOTALL)
_WITHOUT_WORDS = word_set("""
toctree index highlight currentmodule module automodule autoclass autofunction automethod autodata autoexception
autosummary literalinclude graphviz digraph graph plot tabularcolumns mermaid uml video youtube sectionauthor codeauthor
default-domain program-output command-output jupyter-execute todo todolist
""")
"""Directives that show nothing of their own source: lists of links, generated documentation, pictures, settings."""
_CODE = word_set("""
code-block sourcecode code ipython ipython3 prompt doctest testcode testoutput productionlist console
""")
"""Directives that show code. Docutils knows some of them, but fewer options than Sphinx, and drops one with others."""
_PLAIN = word_set("only ifconfig hlist grid grid-item tab-set centered rst-class cssclass highlights")
"""Directives whose argument is a setting."""
_SIGNATURES = word_set("function class method attribute exception data option envvar describe object cmdoption")
"""Directives whose argument is the name of something in code."""
_VERSIONS: Mapping[str, str] = MappingProxyType(
    {
        "versionadded": "Added in version {}",
        "versionchanged": "Changed in version {}",
        "deprecated": "Deprecated since version {}",
        "versionremoved": "Removed in version {}",
    }
)
"""The text that Sphinx writes before the words of these directives."""


def register_unknown(source: str) -> None:
    """Register the directives and roles in a source that docutils does not know."""
    for name in {found.lower() for found in _DIRECTIVE.findall(source)}:
        if name not in en.directives or name in _CODE:
            directives.register_directive(name, _directive_class(name))
    for name in {found.lower() for pattern in (_ROLE, _ROLE_BEHIND) for found in pattern.findall(source)}:
        if name not in en.roles:
            roles.register_local_role(name, _shown_role)  # type: ignore[arg-type]  # the stubs want references


class _ShownDirective(Directive):
    """A directive that shows its argument and contents, as far as they are words."""

    optional_arguments = 1
    final_argument_whitespace = True
    has_content = True
    option_spec = None

    def run(self) -> Sequence[nodes.Node]:
        name = self.name.lower()
        argument = self.arguments[0].strip() if self.arguments else ""
        if name in _WITHOUT_WORDS:
            return []
        if name in _CODE:
            code = "\n".join(self.content)
            return [nodes.literal_block(code, code)]
        container = nodes.container()
        if name in _VERSIONS and argument:
            version, words = [*argument.split(None, 1), ""][:2]
            text = f"{_VERSIONS[name].format(version)}: {words}".rstrip(": ")
            parsed, _ = self.state.inline_text(text if words or self.content else f"{text}.", self.lineno)
            container += nodes.paragraph("", "", *parsed)
        elif argument and (":" in name or name in _SIGNATURES):
            container += nodes.literal_block(argument, argument)
        elif argument and self.content and name not in _PLAIN:
            parsed, _ = self.state.inline_text(argument, self.lineno)
            container += nodes.rubric("", "", *parsed)
        elif " " in argument and name not in _PLAIN:
            parsed, _ = self.state.inline_text(argument, self.lineno)
            container += nodes.paragraph("", "", *parsed)
        self.state.nested_parse(self.content, self.content_offset, container)
        return [container]


def _directive_class(name: str) -> type[Directive]:
    return type(f"_Shown{abs(hash(name))}", (_ShownDirective,), {"option_spec": _AnyOption()})


class _AnyOption(dict[str, Any]):
    """An option specification that accepts every option unchanged."""

    def __getitem__(self, key: str) -> Any:
        return directives.unchanged

    def __bool__(self) -> bool:
        return True


def _shown_role(
    name: str,
    rawtext: str,
    text: str,
    lineno: int,  # noqa: ARG001
    inliner: Any,  # noqa: ARG001
    options: Mapping[str, Any] | None = None,  # noqa: ARG001
    content: Sequence[str] | None = None,  # noqa: ARG001
) -> tuple[list[nodes.Node], list[nodes.system_message]]:
    """Return the words of a role: its title, or its target, of which a "~" keeps only the last part."""
    words = unescape(text)
    if titled := _TITLE_AND_TARGET.fullmatch(words):
        words = titled["title"]
    elif words.startswith("~"):
        words = words[1:].rpartition(".")[2]
    elif name == "menuselection":
        words = words.replace("-->", "‣")
    return [nodes.inline(rawtext, words.lstrip("!"))], []
