from __future__ import annotations

from relbot import Relbot


def test_a_question_for_confirmation_repeats_the_answer_with_its_citation(seed_bot: Relbot) -> None:
    conversation = seed_bot.conversation()
    shown, again = conversation.ask("Who came to Albania in 1959?"), conversation.ask("Really?")
    assert (again.question, again.text, again.citations) == ("Really?", shown.text, shown.citations)
    assert again.interpreted_as == shown.question


def test_each_of_several_statements_can_be_asked_for_one_after_another(seed_bot: Relbot) -> None:
    conversation = seed_bot.conversation()
    told = conversation.ask("give me an overview").statements
    assert conversation.ask("the second one").text == told[1].text
    assert conversation.ask("and the last?").text == told[-1].text
    assert conversation.ask("shorter").text == told[-1].text
