from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from relbot import Relbot


def test_more_is_always_something_new_until_the_section_ends(seed_bot: Relbot) -> None:
    conversation = seed_bot.conversation()
    shown = [conversation.ask("What is Hoxhaism?").text]
    while (answer := conversation.ask("Tell me more")).answered:
        assert [statement.text for statement in answer.statements] == [answer.text]
        shown.append(answer.text)
        citation = answer.citations[0]
        assert citation.highlights[0].text == answer.text
        assert citation.highlights[0].text in citation.quote
    assert len(shown) == len(set(shown)) > 1
    assert answer.reason == "The section says no more."
    assert answer.citations == ()


def test_more_goes_on_to_what_stands_before(indexed: Callable[[dict[str, str]], Path]) -> None:
    source = "# Mill\n\nThe mill was built in 1801. It burned down in 1850. Its owner left for Riga.\n"
    conversation = Relbot.open(indexed({"mill.md": source})).conversation()
    assert "1850" in (conversation.ask("When did the mill burn down?").text or "")
    shown = [conversation.ask("Tell me more").text for _ in range(2)]
    assert any("Riga" in (text or "") for text in shown)
    assert conversation.ask("more").reason == "The section says no more."


def test_more_after_a_list_repeats_none_of_its_sentences(indexed: Callable[[dict[str, str]], Path]) -> None:
    source = "# Mill\n\nThe mill was built in 1801. It burned down in 1806. A school was opened in 1809. It is white.\n"
    conversation = Relbot.open(indexed({"mill.md": source})).conversation()
    listed = conversation.ask("what happened between 1800 and 1809").text or ""
    assert "1801" in listed
    assert "1809" in listed
    assert conversation.ask("more").text == "It is white."
    assert conversation.ask("more").reason == "The section says no more."


def test_what_came_next_stands_behind_in_the_next_section_too(indexed: Callable[[dict[str, str]], Path]) -> None:
    source = (
        "# Halvani\n\n## Youth\n\nHe was born in Pula. Moro dismissed him in 1765.\n\n## Voyages\n\nHe sailed in May.\n"
    )
    conversation = Relbot.open(indexed({"halvani.md": source})).conversation()
    assert "1765" in (conversation.ask("when did Moro dismiss him").text or "")
    assert conversation.ask("and then?").text == "He sailed in May."
    assert not conversation.ask("what next").answered


def test_more_after_an_overview_goes_through_all_sections_it_quotes(seed_bot: Relbot) -> None:
    conversation = seed_bot.conversation()
    overview = conversation.ask("give me an overview")
    shown = [statement.text for statement in overview.statements]
    while (answer := conversation.ask("more")).answered:
        assert 1 <= len(answer.statements) <= 3
        shown += [statement.text for statement in answer.statements]
    sections = {citation.section for citation in overview.citations}
    (source,) = {citation.document.path for citation in overview.citations}
    assert len(sections) > 1
    assert len(shown) == len(set(shown)) >= 14
    assert all(text in seed_bot.document(source).text for text in shown)
    assert answer.reason == "The sections quoted say no more."


def test_as_many_more_as_asked_for_are_told(seed_bot: Relbot) -> None:
    conversation = seed_bot.conversation()
    first = conversation.ask("give me an overview in 2 sentences")
    assert len(first.statements) == 2
    assert len(conversation.ask("two more").statements) == 2
    assert len(conversation.ask("another one").statements) == 1


def test_after_a_shorter_version_nothing_told_before_is_told_again(seed_bot: Relbot) -> None:
    conversation = seed_bot.conversation()
    whole = conversation.ask("give me an overview").text or ""
    assert len(conversation.ask("just two sentences pls").statements) == 2
    assert not {statement.text for statement in conversation.ask("more").statements} & {*whole.split("\n")}
