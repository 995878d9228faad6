from __future__ import annotations

import pytest

from relbot.corpus.documents import parse


def passages(source: str, path: str = "a.md") -> list[tuple[str, str]]:
    """The innermost section and the words of each block."""
    document = parse(path, source.encode())
    return [((block.section or ("",))[-1], document.text[block.start : block.end]) for block in document.blocks]


ANSWERED = [("Do you ship?", "Only within Norway.")]


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("a.md", "## Do you ship?\n\nOnly within Norway."),
        ("a.md", "**Do you ship?**\n\nOnly within Norway."),
        ("a.md", "**Do you ship?** Only within Norway."),
        ("a.md", "**Q: Do you ship?**\n\nA: Only within Norway."),
        ("a.md", "Q: Do you ship?\nA: Only within Norway."),
        ("a.md", "1. **Do you ship?**\n   Only within Norway."),
        ("a.md", "- *Do you ship?* Only within Norway."),
        ("a.md", "- Do you ship? Only within Norway."),
        ("a.md", "Do you ship?\n: Only within Norway."),
        ("a.md", "<details><summary>Do you ship?</summary>\nOnly within Norway.\n</details>"),
        ("a.md", "<details>\n<summary>Do you ship?</summary>\n\nOnly within Norway.\n\n</details>"),
        ("a.txt", "Q: Do you ship?\nA: Only within Norway."),
        ("a.txt", "Do you ship?\n\nOnly within Norway."),
        ("a.txt", "3. Do you ship?\nOnly within Norway."),
    ],
)
def test_a_question_of_a_document_is_the_section_of_its_answer(path: str, source: str) -> None:
    assert passages(source, path) == ANSWERED


@pytest.mark.parametrize("path", ["a.txt", "a.md"])
@pytest.mark.parametrize("indent", ["", "   "])
def test_an_answer_over_several_lines_is_one_below_its_own_question(path: str, indent: str) -> None:
    asked = (
        "Q: How do I pay?\nA: By card.\n\nQ: What does it cost?\nA: It is 5 euros a month, and\n{}students pay 3 euros."
    )
    found = [(section, " ".join(words.split())) for section, words in passages(asked.format(indent), path)]
    assert found == [
        ("How do I pay?", "By card."),
        ("What does it cost?", "It is 5 euros a month, and students pay 3 euros."),
    ]


def test_a_question_ends_with_the_next_and_with_a_heading() -> None:
    source = "## FAQ\n\n**Is it free?**\n\nYes.\n\n**Do you ship?**\n\nOnly within Norway.\n\n## Use\n\nRun it daily."
    assert passages(source) == [("Is it free?", "Yes."), *ANSWERED, ("Use", "Run it daily.")]


FAQ = "Is it free?\nYes, it is.\n\nDo you ship?\nOnly within Norway.\n\n"


@pytest.mark.parametrize(
    ("part", "found"),
    [
        ("Broken glass\nIt is not covered.", [("Broken glass", "It is not covered.")]),
        ("Contact\nWe are open on Monday.\nCall us.", [("Contact", "We are open on Monday.\nCall us.")]),
        ("Our office\nis shut in May.", [("", "Our office\nis shut in May.")]),
        ("Ola Berg\n12 Hill Road\nBergen", [("", "Ola Berg\n12 Hill Road\nBergen")]),
    ],
)
def test_a_few_words_above_sentences_are_a_title_beside_questions(part: str, found: list[tuple[str, str]]) -> None:
    in_faq = passages(FAQ + part, "a.txt")
    assert in_faq[:2] == [("Is it free?", "Yes, it is."), *ANSWERED]
    assert in_faq[2:] == (found if found[0][0] else [("Do you ship?", found[0][1])])
    assert passages(part, "a.txt") == [("", part)]


def test_a_question_within_prose_stays_in_it() -> None:
    prose = "What did they do next? They dug a well."
    assert passages(prose) == [("", prose)]


def test_direct_speech_is_no_question_of_an_faq() -> None:
    assert passages('"Is it done?"\n\nHe walked home.') == [("", '"Is it done?"'), ("", "He walked home.")]


def test_a_lead_in_is_quoted_with_its_short_list_or_code() -> None:
    assert passages("To run it you need:\n\n- Python 3.10\n- 4 GB of memory\n") == [
        ("", "To run it you need:\n\nPython 3.10\n4 GB of memory")
    ]
    assert passages("Then run the installer:\n\n```sh\n./install.sh\n```\n") == [
        ("", "Then run the installer:\n\n./install.sh")
    ]


def test_items_that_are_sentences_stand_alone_below_their_lead_in() -> None:
    assert passages("These are the rules:\n\n- Dogs are forbidden.\n- Doors stay shut.\n") == [
        ("", "These are the rules:"),
        ("", "Dogs are forbidden."),
        ("", "Doors stay shut."),
    ]


def test_a_label_is_the_section_of_its_list_alone() -> None:
    assert passages("Action items:\n- Rosa orders the tents\n- Ken calls\n\nAll went home.", "a.txt") == [
        ("Action items", "Rosa orders the tents"),
        ("Action items", "Ken calls"),
        ("", "All went home."),
    ]


@pytest.mark.parametrize("path", ["a.txt", "a.md"])
@pytest.mark.parametrize(
    ("behind", "shown"),
    [
        ("Bus: 7:40 at the gym\nCosts: 85 euros", ["Bus: 7:40 at the gym", "Costs: 85 euros"]),
        ("Leader: Rosa\nPhone: 555-0101\nSings at work.", ["Leader: Rosa", "Phone: 555-0101", "Sings at work."]),
        ("We leave early.", ["We leave early."]),
    ],
)
def test_whatever_is_no_item_ends_the_list_of_a_label(behind: str, shown: list[str], path: str) -> None:
    source = f"Please bring:\n\n- a coat\n- good boots\n\n{behind}"
    listed = [("Please bring", "a coat"), ("Please bring", "good boots")]
    assert passages(source, path) == [*listed, *(("", line) for line in shown)]


def test_a_table_ends_the_list_of_a_label() -> None:
    source = "Please bring:\n\n- a coat\n- boots\n\n| Day | Place |\n|---|---|\n| Monday | Bergen |"
    assert passages(source)[-1] == ("", "Day: Monday; Place: Bergen")


def test_pairs_within_the_items_of_a_label_stay_under_it() -> None:
    source = "Leaders:\n\n- Rosa\n- Name: Ken\n  Phone: 555-0102\n- Ann\n\nTown: Bergen\nYear: 2025"
    lines = ["Rosa", "Name: Ken", "Phone: 555-0102", "Ann"]
    behind = [("", "Town: Bergen"), ("", "Year: 2025")]
    assert passages(source) == [*(("Leaders", line) for line in lines), *behind]


def test_lines_of_keys_and_values_are_told_apart() -> None:
    assert passages("IP: 10.4.0.17\nOS: Debian 12\n**Place:** Bergen\n") == [
        ("", "IP: 10.4.0.17"),
        ("", "OS: Debian 12"),
        ("", "Place: Bergen"),
    ]


def test_lines_of_keys_and_values_stand_alone_with_a_sentence_behind_them() -> None:
    lines = ["role: baker", "mail: ann@oven.example", "phone: 555-0101", "Sings at work."]
    source = "### Ann\n\n" + "\n".join(lines)
    assert passages(source) == [("Ann", line) for line in lines]


def test_entries_with_hanging_lines_are_parted_and_wrapped_prose_is_not() -> None:
    entries = ["Ann .... bread\n         ann@oven.example", "Ben .... cakes\n         ben@oven.example"]
    assert passages("\n".join(entries), "a.txt") == [("", entry) for entry in entries]
    wrapped = "  The oven is old\nand the bread that comes\nout of it is good."
    assert passages(wrapped, "a.txt") == [("", wrapped.strip())]
