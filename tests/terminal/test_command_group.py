import click
import pytest
from click.testing import CliRunner, Result

from relbot.errors import RelbotError
from relbot.terminal.command_group import CommandGroup


@click.group("relbot", cls=CommandGroup)
@click.option("--debug", is_flag=True)
def group(debug: bool) -> None:
    pass


def caused(error: Exception, by: BaseException) -> Exception:
    """As `raise error from by` makes it."""
    error.__cause__ = by
    return error


def after(error: Exception, other: BaseException) -> Exception:
    """As raising it while the other is handled makes it, `from None`."""
    error.__context__, error.__suppress_context__ = other, True
    return error


@group.command()
@click.argument("name")
@click.pass_context
def leave(ctx: click.Context, name: str) -> None:
    ways_out: dict[str, BaseException] = {
        "wrong": RelbotError("There is no \x1b[31mindex; build it."),
        "broken": ZeroDivisionError("by zero"),
        "ctrl-c": KeyboardInterrupt(),
        "cause": caused(ImportError("initialization failed"), by=KeyboardInterrupt()),
        "context": after(OSError("no such file"), KeyboardInterrupt()),
        "sentence": after(RelbotError("No model."), caused(ImportError(), by=KeyboardInterrupt())),
    }
    if name in ways_out:
        raise ways_out[name]
    ctx.exit(int(name))


def run(*arguments: str) -> Result:
    return CliRunner().invoke(group, arguments)


@pytest.mark.parametrize("code", [0, 1])
def test_a_command_says_its_own_exit_code(code: int) -> None:
    assert run("leave", str(code)).exit_code == code


def test_an_error_is_one_sentence_on_stderr_and_exit_2() -> None:
    result = run("leave", "wrong")
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", "relbot: There is no [31mindex; build it.\n")


def test_the_unexpected_is_one_sentence_too() -> None:
    result = run("leave", "broken")
    assert result.exit_code == 2
    expected = "relbot: Something went wrong inside relbot (ZeroDivisionError: by zero); --debug shows where.\n"
    assert result.stderr == expected


@pytest.mark.parametrize("error", ["wrong", "broken"])
def test_debug_shows_where_an_error_came_from(error: str) -> None:
    stderr = run("--debug", "leave", error).stderr
    assert stderr.startswith("Traceback")
    assert "raise ways_out[name]" in stderr


def test_ctrl_c_leaves_with_130_and_without_a_word() -> None:
    result = run("leave", "ctrl-c")
    assert (result.exit_code, result.output.strip()) == (130, "")


@pytest.mark.parametrize("options", [(), ("--debug",)])
@pytest.mark.parametrize("raised", ["cause", "context", "sentence"])
def test_what_a_library_makes_of_ctrl_c_is_ctrl_c_still(raised: str, options: tuple[str, ...]) -> None:
    result = run(*options, "leave", raised)
    assert (result.exit_code, result.output.strip()) == (130, "")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("stay",), "relbot: No such command 'stay'; see `relbot --help`.\n"),
        (("leave",), "relbot: Missing argument 'NAME'; see `relbot leave --help`.\n"),
        (("leave", "--now"), "relbot: No such option '--now'; see `relbot leave --help`.\n"),
        (("leave", "--hlep"), "relbot: No such option '--hlep'. Did you mean '--help'? See `relbot leave --help`.\n"),
    ],
)
def test_a_wrong_call_is_one_sentence_and_exit_2(arguments: tuple[str, ...], message: str) -> None:
    result = run(*arguments)
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", message)


def test_a_call_without_a_command_shows_the_help() -> None:
    result = run()
    assert result.exit_code == 2
    assert result.stderr.startswith("Usage: relbot")
