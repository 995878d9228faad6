from __future__ import annotations

import base64

import pytest

from corpus.formats.shown import blocks, sectioned
from relbot.corpus.documents import parse
from relbot.errors.corpus import SourceRejected

HEAD = (
    "From: Anna Berg <anna@a.example>\nTo: otto@a.example\nSubject: The mill\nDate: Tue, 01 Oct 2024 12:34:56 +0200\n"
)
PAIRS = ["From: Anna Berg <anna@a.example>", "To: otto@a.example", "Date: 2024-10-01 12:34"]


def body(mail: str | bytes) -> list[str]:
    found = blocks("a.eml", mail)
    assert found[:3] == PAIRS
    return found[3:]


def multipart(kind: str, *parts: str) -> str:
    joined = "".join(f"--x\n{part}\n" for part in parts)
    return f'{HEAD}MIME-Version: 1.0\nContent-Type: multipart/{kind}; boundary="x"\n\n{joined}--x--\n'


def html(markup: str) -> str:
    return f"{HEAD}Content-Type: text/html; charset=utf-8\n\n{markup}"


def test_the_subject_is_the_title_and_the_headers_can_be_asked() -> None:
    data = (HEAD + "\nThe mill was built in 1904.\n").encode()
    assert parse("a.eml", data).source.title == "The mill"
    assert body(data) == ["The mill was built in 1904."]


def test_who_gets_a_copy_is_read_between_the_recipients_and_the_date() -> None:
    copied = HEAD.replace("Subject:", "Cc: =?utf-8?Q?J=C3=BCrgen?= <j@a.example>,\n cora@a.example\nSubject:")
    found = blocks("a.eml", f"{copied}\nThe mill was built in 1904.\n")
    assert found[:4] == [*PAIRS[:2], "Cc: Jürgen <j@a.example>, cora@a.example", PAIRS[2]]


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("=?utf-8?B?R3LDvMOfZQ==?=", "Grüße"),
        ("=?iso-8859-1?Q?Gr=FC=DFe?= =?iso-8859-1?Q?_aus_Oslo?=", "Grüße aus Oslo"),
        ("=?utf-8?Q?Gr=C3?= =?utf-8?Q?=BC=C3=9Fe?=", "Grüße"),
        ("Gr\xfc\xdfe", "Grüße"),
        ("a\n  folded line", "a folded line"),
        ("=?nonsense?Q?x?=", "x"),
    ],
)
def test_a_subject_is_decoded(written: str, shown: str) -> None:
    data = HEAD.replace("The mill", written).encode("latin-1") + b"\nText of the mail.\n"
    assert parse("a.eml", data).source.title == shown


@pytest.mark.parametrize(
    ("encoding", "content"),
    [
        ("8bit", "Die Mühle fährt für 5 €.".encode()),
        ("quoted-printable", b"Die M=C3=BChle f=C3=A4hrt f=\n=C3=BCr 5 =E2=82=AC."),
        ("base64", base64.b64encode("Die Mühle fährt für 5 €.".encode())),
    ],
)
def test_a_body_is_decoded(encoding: str, content: bytes) -> None:
    head = f"{HEAD}Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: {encoding}\n\n".encode()
    assert body(head + content) == ["Die Mühle fährt für 5 €."]


@pytest.mark.parametrize("charset", ["iso-8859-15", "unknown-8bit", "us-ascii"])
def test_a_wrong_or_unknown_charset_costs_nothing(charset: str) -> None:
    encoding = charset if charset.startswith("iso") else "utf-8"
    head = f"{HEAD}Content-Type: text/plain; charset={charset}\nContent-Transfer-Encoding: 8bit\n\n".encode()
    assert body(head + "Die Mühle fährt.".encode(encoding)) == ["Die Mühle fährt."]


PLAIN = "Content-Type: text/plain\n\nThe plain part.\n"
MARKUP = "Content-Type: text/html\n\n<p>The <b>marked</b> part.</p>\n"


@pytest.mark.parametrize(
    ("mail", "shown"),
    [
        (multipart("alternative", PLAIN, MARKUP), ["The plain part."]),
        (multipart("alternative", "Content-Type: text/plain\n\n \n", MARKUP), ["The marked part."]),
        (multipart("mixed", PLAIN, 'Content-Type: text/plain; name="a.txt"\n'
                   "Content-Disposition: attachment; filename=a.txt\n\nAttached."), ["The plain part."]),
        (multipart("mixed", PLAIN, f"Content-Type: message/rfc822\n\n{HEAD}\nA mail within."), ["The plain part."]),
        (multipart("signed", PLAIN, "Content-Type: application/pgp-signature\n\nxyz"), ["The plain part."]),
    ],
)  # fmt: skip
def test_one_text_is_read_and_no_attachment(mail: str, shown: list[str]) -> None:
    assert body(mail) == shown


@pytest.mark.parametrize(
    ("markup", "shown"),
    [
        ("<html><head><style>p {x: y}</style></head><body><h1>News</h1><p>It is <i>on</i>.<br>Come!</p></body></html>",
         ["It is on.\nCome!"]),
        ('<div style="display:none">Preview</div><div>Shown to all.</div>', ["Shown to all."]),
        ("<table><tr><td><table><tr><td><p>Laid out.</p></td></tr></table></td></tr></table>", ["Laid out."]),
        ("<table><tr><th>Day</th><th>Hour</th></tr><tr><td>Monday</td><td>9</td></tr></table>",
         ["Day: Monday; Hour: 9"]),
        ('<p>My answer.</p><blockquote type="cite"><p>Your question.</p></blockquote>', ["My answer."]),
        ('<div>My answer.</div><div class="gmail_quote">On Monday Otto wrote: x</div>', ["My answer."]),
        ("<ul><li>One thing</li><li>Two things</li></ul><script>no()</script><!-- no -->", ["One thing", "Two things"]),
        ("<p>" + "</p><p>".join(["All the same words."] * 5000) + "</p>", ["All the same words."] * 5000),
    ],
)  # fmt: skip
def test_a_mail_in_html_is_read_as_it_is_shown(markup: str, shown: list[str]) -> None:
    assert body(html(markup)) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Yes, at nine.\n\nOn Mon, 30 Sep 2024 at 09:00, Otto\n<otto@a.example> wrote:\n> When do we meet?\n> Otto\n",
         ["Yes, at nine."]),
        ("Ja.\n\nAm 30.09.2024 um 09:00 schrieb Otto:\n> Wann?\n", ["Ja."]),
        ("Yes.\n\n-----Original Message-----\nFrom: Otto\nWhen do we meet?\n", ["Yes."]),
        ("> Is it open?\nIt is open on Monday.\n> And on Tuesday?\nIt is closed on Tuesday.\n",
         ["It is open on Monday.", "It is closed on Tuesday."]),
        ("> All of it is quoted here.\n", ["All of it is quoted here."]),
        ("The text of it.\n-- \nAnna Berg\nThe Mill, Oslo\n", ["The text of it.", "Anna Berg\nThe Mill, Oslo"]),
        ("Please bring with you:\n- a coat\n- good boots\n", ["Please bring with you:\na coat\ngood boots"]),
    ],
)  # fmt: skip
def test_what_the_sender_wrote_is_told_from_what_is_quoted(text: str, shown: list[str]) -> None:
    assert body(f"{HEAD}\n{text}") == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("** Soup Thursday\n------\nWe serve soup.", ("Soup Thursday", "We serve soup.")),
        ("Hello.\n\n** What is new?\n======\n\nWe serve soup.", ("What is new?", "We serve soup.")),
        ("PROGRAMME\n=========\n* We serve soup.", ("PROGRAMME", "We serve soup.")),
        ("We are away.\n------\nWe serve soup.", ("We serve soup.",)),
        ("Greetings\nAnna\n------\nWe serve soup.", ("We serve soup.",)),
        ("Anna\n______\nWe serve soup.", ("We serve soup.",)),
    ],
)
def test_a_short_line_above_a_rule_is_a_heading_and_the_rule_is_no_word(text: str, shown: tuple[str, ...]) -> None:
    assert sectioned("a.eml", f"{HEAD}\n{text}\n")[-1] == shown


def test_flowed_lines_are_joined() -> None:
    mail = f"{HEAD}Content-Type: text/plain; format=flowed\n\nThe mill was built \nin 1904.\nIt burned.\n"
    assert body(mail) == ["The mill was built in 1904.\nIt burned."]


def test_a_question_of_the_mail_is_the_section_of_its_answer() -> None:
    found = sectioned("a.eml", f"{HEAD}\nWhen do we meet?\n\nWe meet at nine o'clock.\n")
    assert found[-1] == ("When do we meet?", "We meet at nine o'clock.")


@pytest.mark.parametrize("data", [b"", b"Just a text.\nNo mail.", b"\0\1\2", b"PK\3\4: x"])
def test_what_is_no_mail_is_refused(data: bytes) -> None:
    with pytest.raises(SourceRejected, match=r"it is (empty|no mail|a ZIP archive)"):
        parse("a.eml", data)


OUTLOOK = (
    "\n\n{}\nFrom: Petra Holm <p@a.example>\nSent: Monday, 30 September 2024\nTo: Anna\nSubject: {}\n\nIt is broken.\n"
)


@pytest.mark.parametrize("above", ["", "________________________________"])
@pytest.mark.parametrize("subject", ["The mill", "RE: The mill", "AW: Re: the mill"])
def test_the_mail_below_its_own_fields_is_left_out(above: str, subject: str) -> None:
    assert body(f"{HEAD}\nIt turns again.{OUTLOOK.format(above, subject)}") == ["It turns again."]


def test_fields_in_another_language_are_known_by_the_subject() -> None:
    below = "\n\nVon: Petra Holm\nGesendet: Montag\nAn: Anna\nBetreff: AW: The mill\n\nEs steht.\n"
    assert body(f"{HEAD}\nIt turns again.{below}") == ["It turns again."]


@pytest.mark.parametrize("subject", ["Fwd: The mill", "WG: The mill"])
def test_a_mail_that_is_forwarded_is_read(subject: str) -> None:
    mail = f"{HEAD.replace('The mill', subject)}\nSee below.{OUTLOOK.format('', 'The mill')}"
    assert body(mail)[-1] == "It is broken."


def test_lines_of_keys_and_values_about_something_else_are_read() -> None:
    assert (
        body(f"{HEAD}\nThe new hours:\n\nMonday: 9 to 5\nTuesday: closed\nSubject: weaving\n")[-1] == "Subject: weaving"
    )


def test_the_mail_below_its_fields_is_left_out_in_html_too() -> None:
    fields = "<b>From:</b> Petra <br><b>Sent:</b> Monday<br><b>To:</b> Anna<br><b>Subject:</b> The mill"
    below = f"<div style='border-top: solid'><p>{fields}</p></div><p>It is broken.</p>"
    assert body(html(f"<div><p>It turns again.</p>{below}</div><p>Nor this.</p>")) == ["It turns again."]
    assert body(html(below))[-1] == "It is broken."
    assert body(html(f"<p>It turns again.</p>{below.replace('The mill', 'The canal')}"))[-1] == "It is broken."
