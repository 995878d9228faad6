"""Settings come from the environment and .env, and what cannot be used is refused in one sentence."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from relbot import settings
from relbot.errors import SettingsError
from relbot.settings import Settings

EXAMPLE = Path(__file__).parent.parent / ".env.example"


def load(**environ: str) -> Settings:
    return Settings.load(None, environ)


def test_without_an_environment_everything_has_its_default() -> None:
    assert load() == Settings()


def test_the_example_names_every_variable_with_its_default() -> None:
    known = set(re.findall(r'"((?:RELBOT|DISCORD)_\w+)"', Path(settings.__file__).read_text("utf-8")))
    named = re.findall(r"^(\w+)=", EXAMPLE.read_text("utf-8"), re.MULTILINE)
    assert set(named) == known
    assert len(named) == len(known)
    assert Settings.load(EXAMPLE, {}) == Settings()


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("RELBOT_CORPUS=a\nRELBOT_INDEX=b\n", "utf-8")
    loaded = Settings.load(file, {"RELBOT_INDEX": "c"})
    assert (loaded.corpus, loaded.index) == (Path("a"), Path("c"))


def test_feedback_lies_with_the_state_unless_it_is_put_elsewhere_or_switched_off() -> None:
    assert load(RELBOT_STATE="x").feedback == Path("x/feedback.jsonl")
    assert load(RELBOT_STATE="x", RELBOT_FEEDBACK="y.jsonl").feedback == Path("y.jsonl")
    assert load(RELBOT_FEEDBACK="Off").feedback is None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("RELBOT_OWNER_IDS", "12, alice"),
        ("RELBOT_COOLDOWN", "-1"),
        ("RELBOT_COOLDOWN", "nan"),
        ("RELBOT_QUEUE", "many"),
        ("RELBOT_QUEUE", "0"),
        ("RELBOT_PATIENCE", "inf"),
        ("RELBOT_LOG_LEVEL", "loud"),
        ("RELBOT_CAUTION", "1.5"),
        ("RELBOT_CAUTION", "high"),
        ("RELBOT_METRICS_PORT", "0"),
        ("RELBOT_METRICS_PORT", "65536"),
        ("RELBOT_METRICS_PORT", "http"),
        ("RELBOT_METRICS_PORT", "²"),
        ("RELBOT_SHARD_COUNT", "0"),
        ("RELBOT_SHARDS", "0-3"),
    ],
)
def test_a_value_that_cannot_be_used_is_named(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=rf"^{name} is '{value}', which is not "):
        load(**{name: value})


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
