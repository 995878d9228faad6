"""A text tells a man from a woman by a pronoun that surely means the name, and by what somebody is to others."""

from __future__ import annotations

import pytest

from relbot.text.he_or_she import said_of


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("Rourke", "Rourke was arrested twice, and during her last stay she refused food.", "she"),
        ("Holm", "Holm left in 1999 after a quarrel. He founded a rival game.", "he"),
        ("Pym", "Pym played the Last Post at the memorial and put down his cornet.", "he"),
        ("Elsbeth", "She was the daughter of the smith Anton Pruin and his wife Elsbeth.", "she"),
        ("Anton Pruin", "She was the daughter of the smith Anton Pruin and his wife Elsbeth.", "he"),
        ("Carrow", "The chapel was let by Sir Carrow.", "he"),
        ("Ana Lunt", "In 1782 he married Ana Lunt, who managed the sale of his maps.", None),
        ("Ebers", "Ebers met Caro, and she won.", None),
        ("Ebers", "Ebers won. It rained. He lost.", None),
        ("Ebers", "Nobody of the name is here.", None),
    ],
)
def test_only_what_is_certain_is_told(name: str, text: str, told: str | None) -> None:
    assert said_of(name, text) == told
