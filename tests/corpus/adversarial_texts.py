"""Adversarial texts, for invariants that must hold for any corpus."""

from __future__ import annotations

from hypothesis import strategies as st

FRAGMENTS = (
    "The D.P.R.K. was proclaimed in Nov. 1948.",
    "Dr. Kim of the U.S. said so.",
    "It was so.[12]",
    "It was so.[12]",
    "“Never again.”",
    "'Why?' he asked (twice).",
    "地震が起きた。",
    "彼は「はい。」と言った！[3]",
    "هل هذا صحيح؟ نعم.",
    "🎉👨‍👩‍👧‍👦👍🏽",
    "a\u0301e\u0308",
    "zero\u200bwidth\u200b",
    "(unclosed. The",
    "]closed. ",
    "D" * 130,
    "Donaudampfschifffahrt" * 90,
    "漢" * 300,
    "word " * 300,
    "* * *",
    "***",
    "---",
    "...",
    "Infobox",
    "- Filetype: svg",
    "= Title =",
    "== Section ==",
    "== Section ==",
    "== 1948 ==",
    "=== Deeper ===",
    "# Title",
    "## Section",
    "Setext",
    "===",
    "> quoted",
    "> > twice quoted",
    "1. first",
    "   - nested",
    "| a | b |",
    "| - | - |",
    "```",
    "    indented code",
    "<div>raw</div>",
    "<!-- hidden. -->",
    "[ref]: http://example.com",
    "&amp; `code` **bold** [link](x)",
)
UNUSUAL_CHARACTERS = (
    *("ſince 1950", "laſt year", "the fırst half of 1990", "PRİOR to 1956"),  # s and i to a pattern that ignores case
    *("\u0301", "\u0345", "・", "ﾞ", "ﷺ", "Ⅷ", "ŉ", "ß", "²", "٣١", "１９５６"),  # fold to something else, or odd digits
    *("\u202e", "\u2066", "\u200b", "\u2060", "\ufeff", "\U000e0041", "\x1b[2J", "\x9b31m", "\x1b]8;;", "\x07"),
)
"""Characters that look like others, combine, or control the display."""
SEPARATORS = (
    " ",
    " ",
    "\n",
    "\n",
    "\n\n",
    "\n\n",
    "\r\n",
    "\r\n\r\n",
    "\r",
    "\t",
    "",
    "\u2028",
    "\u0085",
    "\f",
    "\v",
    "\u00a0",
    " \n \n",
)

texts = st.lists(
    st.tuples(
        st.one_of(
            st.sampled_from(FRAGMENTS),
            st.sampled_from(UNUSUAL_CHARACTERS),
            st.text(st.characters(exclude_categories=["Cs"]), max_size=20),
        ),
        st.sampled_from(SEPARATORS),
    ),
    max_size=25,
).map(lambda parts: "".join(fragment + joint for fragment, joint in parts).replace("\0", ""))

front_matters = st.sampled_from(
    ("", "\ufeff", "---\ntitle: Some title\n---\n", "\ufeff---\r\ntitle: It. Is\r\nurl: http://a.example/\r\n---\r\n")
)
