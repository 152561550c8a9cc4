"""How the clients written in Python say what they found; see table.py."""
import traceback


def report(ability, outcome, note=""):
    print(ability, outcome, " ".join(str(note).split())[-300:], sep="\t", flush=True)


def can(ability, check, left_out=""):
    """Runs a check, which raises where the client fails."""
    try:
        check()
    except Exception:
        report(ability, "fails", traceback.format_exc())
    else:
        report(ability, "yes", left_out)


def cannot(ability, reason):
    report(ability, "none", reason)


def same(found, expected):
    assert found == expected, f"expected {expected!r} and got {found!r}"


def has(text, *parts):
    for part in parts:
        assert part in text, f"expected {part!r} in {text!r}"


def raised(kind, action):
    """The error of this kind that the action ends with."""
    try:
        action()
    except kind as error:
        return error
    raise AssertionError(f"no {kind.__name__} was raised")
