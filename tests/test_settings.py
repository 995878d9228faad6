"""Settings come from the environment and .env, and what cannot be used is refused in one sentence."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relbot.errors.settings import SettingsError
from relbot.secret import Secret
from relbot.settings import NAMES, Settings
from token_traces import TOKEN, traces

EXAMPLE = Path(__file__).parent.parent / ".env.example"


def load(**environ: str) -> Settings:
    return Settings.load(None, environ)


def test_without_an_environment_everything_has_its_default() -> None:
    assert load() == Settings()


def test_the_example_names_every_variable_with_its_default() -> None:
    named = re.findall(r"^(\w+)=", EXAMPLE.read_text("utf-8"), re.MULTILINE)
    assert sorted(named) == sorted(NAMES)
    assert Settings.load(EXAMPLE, {}) == Settings()


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("RELBOT_CORPUS=a\nRELBOT_INDEX=b\n", "utf-8")
    loaded = Settings.load(file, {"RELBOT_INDEX": "c"})
    assert (loaded.corpus, loaded.index) == (Path("a"), Path("c"))


def test_a_tilde_is_the_home_folder_and_makes_no_folder_of_that_name() -> None:
    loaded = load(RELBOT_INDEX="~/i", RELBOT_CORPUS="~/c", RELBOT_STATE="~", RELBOT_FEEDBACK="~/v")
    home = Path.home()
    assert (loaded.index, loaded.corpus, loaded.state, loaded.feedback) == (home / "i", home / "c", home, home / "v")
    assert load(RELBOT_INDEX="~nobody-of-that-name/i").index == Path("~nobody-of-that-name/i")


def test_feedback_lies_with_the_state_unless_it_is_put_elsewhere_or_switched_off() -> None:
    assert load(RELBOT_STATE="x").feedback == Path("x/feedback.jsonl")
    assert load(RELBOT_STATE="x", RELBOT_FEEDBACK="y.jsonl").feedback == Path("y.jsonl")
    assert load(RELBOT_FEEDBACK="Off").feedback is None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("RELBOT_OWNER_IDS", "12, alice"),
        ("RELBOT_OWNER_IDS", "-12"),
        ("RELBOT_OWNER_IDS", "1_2"),
        ("RELBOT_TEACHER_ROLE_IDS", "12.5"),
        ("RELBOT_TEACHER_ROLE_IDS", "٣"),
        ("RELBOT_COOLDOWN", "-1"),
        ("RELBOT_COOLDOWN", "nan"),
        ("RELBOT_QUEUE", "many"),
        ("RELBOT_QUEUE", "0"),
        ("RELBOT_QUEUE", "1.5"),
        ("RELBOT_QUEUE", "1e3"),
        ("RELBOT_QUEUE", "1_000"),
        ("RELBOT_QUEUE", "9" * 5000),
        ("RELBOT_PATIENCE", "inf"),
        ("RELBOT_LOG_LEVEL", "loud"),
        ("RELBOT_CAUTION", "1.5"),
        ("RELBOT_CAUTION", "high"),
        ("RELBOT_METRICS_PORT", "0"),
        ("RELBOT_METRICS_PORT", "65536"),
        ("RELBOT_METRICS_PORT", "http"),
        ("RELBOT_METRICS_PORT", "²"),
        ("RELBOT_METRICS_PORT", "80.5"),
        ("RELBOT_SHARD_COUNT", "0"),
        ("RELBOT_SHARD_COUNT", "2.0"),
        ("RELBOT_SHARDS", "0-3"),
        ("RELBOT_RETENTION_DAYS", "1e300"),
        ("RELBOT_FEEDBACK", "no"),
        ("RELBOT_FEEDBACK", "True"),
        ("RELBOT_COLLECTIONS", ","),
    ],
)
def test_a_value_that_cannot_be_used_is_named(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=rf"^{name} is '{value}', which is not "):
        load(**{name: value})


@pytest.mark.parametrize("written", [" {} ", "{}\r\n", '"{}"', "'{}'", '" {} "'])
def test_white_space_and_quotes_around_a_value_are_no_part_of_it(written: str) -> None:
    values = {"RELBOT_LOG_LEVEL": "debug", "RELBOT_INDEX": "in dex", "RELBOT_QUEUE": "7", "DISCORD_TOKEN": "abc"}
    loaded = load(**{name: written.format(value) for name, value in values.items()})
    assert (loaded.log_level, loaded.index, loaded.queue) == ("debug", Path("in dex"), 7)
    assert loaded.discord_token == Secret("abc")


@pytest.mark.parametrize("value", [" ", "\n", '""', "' '"])
def test_a_value_of_nothing_else_is_not_set(value: str, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(f"RELBOT_INDEX={value.strip()}\nRELBOT_MODEL=' '\n", "utf-8")
    assert Settings.load(tmp_path / ".env", dict.fromkeys(NAMES, value)) == Settings()


def test_quotes_within_a_value_stay() -> None:
    assert load(RELBOT_INDEX="'a' and 'b\"").index == Path("'a' and 'b\"")


@pytest.mark.parametrize(
    ("value", "names"),
    [
        ("rules", {"rules"}),
        ("rules,", {"rules"}),
        (" rules , /", {"rules", ""}),
        ("rules/, kitchen", {"rules", "kitchen"}),
    ],
)
def test_only_a_slash_names_the_sources_in_no_folder(value: str, names: set[str]) -> None:
    assert load(RELBOT_COLLECTIONS=value).collections == frozenset(names)


def test_whole_numbers_are_taken_as_they_are_written() -> None:
    loaded = load(RELBOT_QUEUE="12", RELBOT_OWNER_IDS="18446744073709551615, 7", RELBOT_TEACHER_ROLE_IDS="3 4")
    assert (loaded.queue, loaded.owner_ids) == (12, frozenset({2**64 - 1, 7}))
    assert loaded.teacher_role_ids == frozenset({3, 4})


@pytest.mark.parametrize("value", ["much", "80", "-0.1", "nan"])
def test_a_share_that_is_none_is_told_with_both_ends(value: str) -> None:
    with pytest.raises(SettingsError, match="which is not a number from 0 to 1"):
        load(RELBOT_CAUTION=value)


@pytest.mark.parametrize(("value", "shards"), [("0-3", (0, 1, 2, 3)), ("2", (2,)), ("1-1", (1,)), ("", None)])
def test_a_process_has_some_of_the_shards_or_all(value: str, shards: tuple[int, ...] | None) -> None:
    assert load(RELBOT_SHARD_COUNT="4", RELBOT_SHARDS=value).shards == shards


@pytest.mark.parametrize("value", ["4", "0-4", "3-1", "1-", "-1", "a-b", "1,2", "٣", "9" * 5000])
def test_shards_that_there_cannot_be_are_named(value: str) -> None:
    with pytest.raises(
        SettingsError, match=r"^RELBOT_SHARDS is .* which is not the shards of this process, such as 0-3"
    ):
        load(RELBOT_SHARD_COUNT="4", RELBOT_SHARDS=value)


@pytest.mark.parametrize(
    ("text", "expected"), [("a//b", Path("a/b")), ("x://host:1/name", "x://host:1/name"), ("x://a//b/", "x://a//b/")]
)
def test_an_index_is_in_a_folder_or_at_an_address_which_is_kept_as_it_is(text: str, expected: Path | str) -> None:
    assert Settings.load(None, {"RELBOT_INDEX": text}).index == expected


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("RELBOT_CORPSU", "RELBOT_CORPUS"),
        ("RELBOT_CORPUS_DIR", "RELBOT_CORPUS"),
        ("relbot_index", "RELBOT_INDEX"),
        ("RELBOT_INDX", "RELBOT_INDEX"),
        ("RELBOT_DISCORD_TOKEN", "DISCORD_TOKEN"),
        ("RELBOT_OWNERS", "RELBOT_OWNER_IDS"),
        ("RELBOT_LOGLEVEL", "RELBOT_LOG_LEVEL"),
        ("RELBOT_QDRANT-KEY", "RELBOT_QDRANT_KEY"),
        ("RELBOT_COLECTION", "RELBOT_COLLECTIONS"),
    ],
)
def test_a_misspelt_name_is_told_with_the_setting_that_it_is_near_to(name: str, meant: str, tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text(f"{name}=x\n", "utf-8")
    sentence = f"{name} is no setting and changes nothing; did you mean {meant}?"
    assert Settings.load(file, {}).warnings == Settings.load(None, {name: "x"}).warnings == (sentence,)


@pytest.mark.parametrize("name", NAMES)
def test_every_setting_but_for_one_letter_is_found_again(name: str) -> None:
    for at in range(name.index("_") + 1, len(name)):
        spelt = name[:at] + name[at + 1 :]
        if spelt.startswith("RELBOT_") and spelt not in NAMES:
            assert load(**{spelt: "x"}).warnings[0].endswith(f"; did you mean {name}?"), spelt


def test_a_name_that_is_near_to_no_setting_is_told_without_one() -> None:
    assert load(RELBOT_ZZZ="1").warnings == (
        "RELBOT_ZZZ is no setting and changes nothing; .env.example names all settings.",
    )


def test_what_is_set_rightly_or_to_nothing_or_for_another_program_is_not_told(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("PATH=/bin\nROBOT_CORPUS=x\nRELBOT=1\nRELBOT_CORPSU=\n# RELBOT_INDX=x\nDISCORD_TOKN=x\n", "utf-8")
    assert Settings.load(file, {"HOME": "/", "MY_RELBOT_CORPUS": "x", "RELBOT_QDRANT_KEY": "k"}).warnings == ()
    assert Settings.load(EXAMPLE, dict.fromkeys(NAMES, "")).warnings == ()


# A service has a name, a port, and perhaps a name for that: relbot with 80, relbot-qdrant with http, 6333 of TCP.
SERVICE_LINKS = {
    "RELBOT_SERVICE_HOST": "10.0.0.11",
    "RELBOT_SERVICE_PORT": "80",
    "RELBOT_PORT": "tcp://10.0.0.11:80",
    "RELBOT_PORT_80_TCP": "tcp://10.0.0.11:80",
    "RELBOT_QDRANT_SERVICE_HOST": "10.0.0.12",
    "RELBOT_QDRANT_SERVICE_PORT": "6333",
    "RELBOT_QDRANT_SERVICE_PORT_HTTP": "6333",
    "RELBOT_QDRANT_PORT": "udp://[fd00::12]:6333",
    "RELBOT_QDRANT_PORT_6333_UDP": "udp://[fd00::12]:6333",
    "RELBOT_QDRANT_PORT_6333_UDP_PROTO": "udp",
    "RELBOT_QDRANT_PORT_6333_UDP_PORT": "6333",
    "RELBOT_QDRANT_PORT_6333_UDP_ADDR": "fd00::12",
}


def test_what_kubernetes_tells_of_a_service_is_no_misspelt_setting() -> None:
    assert load(**SERVICE_LINKS).warnings == ()


@pytest.mark.parametrize("name", ["RELBOT_PORT", "RELBOT_METRIC_PORT", "RELBOT_METRICS_PORTS", "RELBOT_PORT_80"])
def test_a_port_that_is_a_number_is_a_misspelt_setting(name: str) -> None:
    assert load(**{name: "9464"}).warnings[0].startswith(f"{name} is no setting")


@given(st.dictionaries(st.text(min_size=1).map("RELBOT_{}".format), st.text(min_size=1), max_size=8))
@settings(max_examples=50)
def test_whatever_names_there_are_each_sentence_fits_a_few_lines(others: dict[str, str]) -> None:
    warnings = Settings(unknown=tuple(others)).warnings
    assert len(warnings) == min(len(others), 5)
    assert all(len(warning) < 150 and warning.isprintable() for warning in warnings)


def test_a_name_that_holds_a_token_does_not_show_it() -> None:
    (warning,) = load(**{f"RELBOT_{TOKEN}": "x"}).warnings
    assert not traces(warning)
