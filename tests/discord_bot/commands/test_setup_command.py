from __future__ import annotations

import pytest
from discord import ui
from hypothesis import given
from hypothesis import strategies as st

from relbot.discord.commands.setup_command import Choices, UnknownCollections, completions
from relbot.discord.rendering.setup_layout import (
    NEEDS_INTENT,
    NEVER_SURE,
    ChannelState,
    SetupState,
    collection_label,
    setup_layout,
)
from relbot.discord.server_settings import Policy
from relbot.state.channel_settings import ChannelSettings

KNOWN = ("", "all", "rules", "staff, only", "übung")
names = st.lists(
    st.text(st.characters(exclude_categories=["C"], exclude_characters="/"), max_size=120).map(str.strip), unique=True
)


def test_each_choice_changes_its_own_setting_alone() -> None:
    before = ChannelSettings("off", True, ("rules",), 90)
    assert Choices().applied_to(before, KNOWN) == before
    assert Choices(answers="when sure").applied_to(before, KNOWN) == ChannelSettings("sure", True, ("rules",), 90)
    assert Choices(replies="reply").applied_to(before, KNOWN) == ChannelSettings("off", False, ("rules",), 90)
    assert Choices(expected_right=98).applied_to(before, KNOWN) == ChannelSettings("off", True, ("rules",), 98)
    everything = Choices("as the server", "as the server", "as the server").applied_to(before, KNOWN)
    assert everything == ChannelSettings(expected_right=90)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("all", "all"),
        ("all/", ("all",)),
        ("/", ("",)),
        ("rules", ("rules",)),
        (" rules , / ,rules,", ("", "rules")),
        ("staff, only", ("staff, only",)),
        ("übung, all/", ("all", "übung")),
    ],
)
def test_sources_are_named_as_they_are_shown(typed: str, meant: object) -> None:
    assert Choices(sources=typed).applied_to(ChannelSettings(), KNOWN).collections == meant


def test_a_name_that_there_is_not_is_refused() -> None:
    with pytest.raises(UnknownCollections, match="kitchen"):
        Choices(sources="rules, kitchen").applied_to(ChannelSettings(), KNOWN)


@given(known=names, typed=st.text(max_size=50))
def test_every_completion_fits_and_can_be_chosen(known: list[str], typed: str) -> None:
    offered = completions(typed, known)
    assert len(offered) <= 25
    assert all(0 < len(text) <= 100 for text in offered)
    for text in completions("", known):
        Choices(sources=text).applied_to(ChannelSettings(), known)


@given(
    st.lists(
        st.builds(Policy, st.sampled_from(["off", "mention", "sure"]), collections=st.none() | names.map(frozenset)),
        max_size=120,
    ),
    names,
    st.text(max_size=2000),
)
def test_the_panel_always_fits(policies: list[Policy], known: list[str], problem: str) -> None:
    channels = tuple(ChannelState(10**18 + number, policy) for number, policy in enumerate(policies))
    view = setup_layout(SetupState(ChannelState(0, Policy("sure")), channels, tuple(known), reads_all=False), problem)
    assert view.content_length() <= 4000


def test_what_keeps_it_from_answering_unasked_is_told() -> None:
    sure = SetupState(ChannelState(0, Policy("sure", expected_right=100)), (), (), reads_all=False)
    text = "\n".join(part.content for part in setup_layout(sure).walk_children() if isinstance(part, ui.TextDisplay))
    assert NEEDS_INTENT in text
    assert NEVER_SURE in text


def test_a_label_is_what_is_typed() -> None:
    assert [collection_label(name) for name in KNOWN] == ["/", "all/", "rules", "staff, only", "übung"]
