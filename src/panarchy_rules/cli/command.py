"""Run a command: the words after `panarchy` in, an exit code out. Nothing a user does ends in a traceback."""

import os
import sys
from collections.abc import Sequence
from contextlib import nullcontext
from importlib import import_module

from panarchy_rules import __version__
from panarchy_rules.base.diagnostics import Diagnostic
from panarchy_rules.base.kept import nothing_kept
from panarchy_rules.base.spans import whole_file
from panarchy_rules.cli.arguments import Command, Verb, understand
from panarchy_rules.cli.exits import Exit, Stopped, exit_of
from panarchy_rules.cli.output import as_table, letters, open_streams, say, say_json
from panarchy_rules.cli.progress import progress


def main(argv: Sequence[str] | None = None) -> int:
    """Do what the words say, those of the command line if none are given."""
    try:
        open_streams()
        code = _run(sys.argv[1:] if argv is None else argv)
        sys.stdout.flush()
    except KeyboardInterrupt:
        say("interrupted", sys.stderr)
        return _silenced(Exit.INTERRUPTED)
    except BrokenPipeError:
        return _silenced(Exit.BROKEN_PIPE)
    except OSError as error:
        # Only what is printed can still fail here, as on a full disk.
        return _output_failed(error)
    return int(code)


def _run(words: Sequence[str]) -> Exit:
    verb: Verb | None = None
    wants_json = False
    try:
        command = understand(words, __version__)
        verb, wants_json = command.verb, getattr(command.arguments, "format", "text") == "json"
        with progress(wanted=not wants_json):
            return _obey(command)
    except Stopped as stopped:
        return _report(stopped, verb, wants_json=wants_json)
    except BrokenPipeError:
        raise
    except OSError as error:
        if error.filename is None:
            raise
        return _report(_unreadable(error), verb, wants_json=wants_json)
    except Exception:  # noqa: BLE001
        return _our_mistake()


def _obey(command: Command) -> Exit:
    if command.verb is None:
        say(command.show)
        return Exit.OK
    module = import_module(f"panarchy_rules.cli.{command.verb.module}")
    with nothing_kept() if command.arguments.no_cache else nullcontext():
        code: Exit = module.run(command.arguments)
    return code


def _report(stopped: Stopped, verb: Verb | None, *, wants_json: bool) -> Exit:
    """Say why nothing was done: programs read it where they read results, people beside them."""
    code = exit_of(stopped.diagnostics)
    if verb and wants_json:
        status = verb.statuses[code is Exit.UNREADABLE]
        say_json({"status": status, "diagnostics": [as_table(d) for d in stopped.diagnostics]})
    else:
        say(letters(stopped.diagnostics, stopped.texts), sys.stderr)
    return code


def _unreadable(error: OSError) -> Stopped:
    reason = error.strerror or "it cannot be opened"
    message = f"this cannot be read or written: {reason[:1].lower()}{reason[1:]}"
    return Stopped([Diagnostic("PR100", message, whole_file(os.fsdecode(error.filename)))])


def _our_mistake() -> Exit:
    say("internal error: this is a mistake in panarchy_rules, not in your files", sys.stderr)
    if os.environ.get("PANARCHY_DEBUG"):
        import traceback

        traceback.print_exc()
    else:
        say("  = help: please report it, with the output of the same command with PANARCHY_DEBUG=1 set", sys.stderr)
    return Exit.INTERNAL


def _output_failed(error: OSError) -> int:
    code = _silenced(Exit.UNREADABLE)
    reason = error.strerror or "the place it goes to is gone"
    say(f"error[PR100]: the output cannot be written: {reason[:1].lower()}{reason[1:]}", sys.stderr)
    return code


def _silenced(code: Exit) -> int:
    """Let Python close the output without a word about what is left in it."""
    try:
        nothing = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nothing, sys.stdout.fileno())
        os.close(nothing)
    except (OSError, ValueError):
        pass
    return int(code)
