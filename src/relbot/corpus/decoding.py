"""Decodes the bytes of a source: UTF-8, UTF-16 and UTF-32 with a byte order mark, else the encoding that fits best."""

from __future__ import annotations

import codecs

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SINGLE_BYTE = ["cp1252", "cp1250", "cp1251", "latin_1", "iso8859_15", "mac_roman", "koi8_r", "cp1253", "cp1254"]
"""Single-byte encodings that are detected."""
_MULTI_BYTE = ["cp932", "gb18030", "big5", "euc_jp", "euc_kr"]
"""Multi-byte encodings that are detected; cp932 is Shift JIS."""
_SAMPLE = 256 * 1024
"""Bytes from which an encoding is detected."""
_MIN_DETECTED = 200
"""Non-ASCII bytes that make a detection reliable; with fewer, Windows-1252, the most frequent, is tried first."""
_WESTERN = frozenset(
    "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖØÙÚÛÜÝÞßàáâãäåæçèéêëìíîïðñòóôõöøùúûüýþÿŠšŽžŒœŸ“”‘’„–—…€£°§«»©®™•·¿¡²³½¼¾×±µªº\xa0"
)
"""The common non-ASCII characters of Windows-1252. Its other ones mostly come from another encoding read as it."""
_MAX_FOREIGN = 0.4
"""Largest share of non-ASCII letters in a Western European text; such languages have about a quarter at most."""
_MAX_UNUSUAL = 0.2
"""Largest share of the non-ASCII characters of a Western European text that are not in `_WESTERN`."""
_MIN_GUESSED = 8
"""Non-ASCII bytes below which any encoding but Windows-1252 and Latin-1 would be a guess."""


_MAX_LINES = 1_000_000
"""The most lines of a source. Parsing an empty Markdown line takes 200 bytes, so 16 MB of them would take 3 GB."""


def decode(data: bytes) -> str:
    """Return the text of a source. Raises ValueError with the reason if it is empty, no text, or has too many lines."""
    text = _decoded(data)
    if max(text.count("\n"), text.count("\r")) > _MAX_LINES:
        raise ValueError(f"it has more than {_MAX_LINES:,} lines; split it")
    return text


def _decoded(data: bytes) -> str:
    if not data.strip():
        raise ValueError("it is empty")
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError as error:
                raise ValueError(f"it is not {encoding.upper()} at byte {error.start}; save it as UTF-8") from None
    if b"\0" in data:
        raise ValueError(f"it is not text (a NUL at byte {data.index(0)}); save it as UTF-8 text")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        text = _detected(data)
        if text is None:
            raise ValueError(f"it is not UTF-8 at byte {error.start}; save it as UTF-8") from None
        return text


def _detected(data: bytes) -> str | None:
    """Return the text in the most likely encoding; None if no encoding fits."""
    western = data.decode("cp1252", "replace")
    high = sum(byte >= 0x80 for byte in data[:_SAMPLE])
    if high < _MIN_DETECTED and _is_western(western):
        return western
    encodings = ["cp1252", "latin_1"] if high < _MIN_DETECTED else []
    if high >= _MIN_GUESSED:
        from charset_normalizer import from_bytes  # imported here: it takes 40 ms and is seldom needed

        best = from_bytes(data[:_SAMPLE], cp_isolation=[*_SINGLE_BYTE, *_MULTI_BYTE]).best()
        encodings = [*([best.encoding] if best else []), *encodings]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not any(_is_control(character) for character in text):
            return text
    return None


def _is_western(text: str) -> bool:
    letters = [character for character in text if character.isalpha()]
    foreign = [character for character in text if not character.isascii()]
    unusual = sum(character not in _WESTERN for character in foreign)
    return (
        "\ufffd" not in text
        and not any(map(_is_control, text))
        and sum(not character.isascii() for character in letters) <= _MAX_FOREIGN * len(letters)
        and unusual <= _MAX_UNUSUAL * len(foreign)
    )


def _is_control(character: str) -> bool:
    return (character < " " and character not in "\t\n\r\x0b\x0c\x1b") or "\x7f" <= character <= "\x9f"
