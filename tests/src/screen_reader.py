"""Answers one sheet as somebody does who sees nothing of the screen: by the names and roles that it tells over AT-SPI, and nothing else.

Runs the window that its arguments name, in a session of its own (dbus-run-session). Writes one line of JSON for each screen: the texts that
were read, the buttons, and the one that was pressed. Ends after the last page, or says what it could not find.
"""

import json
import subprocess
import sys
import time

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, Gio, GLib  # noqa: E402

PATIENCE = 60.0
# How long nothing changes before somebody listens to a screen, in seconds.
STILL = 0.7
NOTE = "Ro"
BUTTONS = {Atspi.Role.PUSH_BUTTON, Atspi.Role.TOGGLE_BUTTON, Atspi.Role.CHECK_BOX, Atspi.Role.RADIO_BUTTON}


def wake_the_bus():
    """Programs tell nothing before somebody listens."""
    session = Gio.bus_get_sync(Gio.BusType.SESSION)
    for name in ("IsEnabled", "ScreenReaderEnabled"):
        arguments = GLib.Variant("(ssv)", ("org.a11y.Status", name, GLib.Variant("b", True)))
        session.call_sync("org.a11y.Bus", "/org/a11y/bus", "org.freedesktop.DBus.Properties", "Set", arguments, None,
                          Gio.DBusCallFlags.NONE, 20_000, None)


def below(node):
    yield node
    for at in range(node.get_child_count()):
        child = node.get_child_at_index(at)
        if child is not None:
            yield from below(child)


def find_window(process):
    desktop = Atspi.get_desktop(0)
    for at in range(desktop.get_child_count()):
        application = desktop.get_child_at_index(at)
        if application is not None and application.get_process_id() == process.pid:
            return application
    return None


def look(process):
    """What stands there: texts, and buttons as (name, whether it is an answer, the button)."""
    if process.poll() is not None:
        sys.exit(f"the window ended with {process.returncode}")
    application = find_window(process)
    if application is None:
        return [], []
    application.clear_cache()
    texts, buttons = [], []
    for node in below(application):
        role, states = node.get_role(), node.get_state_set()
        if not states.contains(Atspi.StateType.SHOWING) and not states.contains(Atspi.StateType.VISIBLE):
            continue
        if role in BUTTONS:
            is_answer = role != Atspi.Role.PUSH_BUTTON or states.contains(Atspi.StateType.CHECKABLE)
            buttons.append((node.get_name() or "", is_answer, node))
        elif role == Atspi.Role.LABEL and node.get_name():
            texts.append(node.get_name())
    return texts, buttons


def wait_for(process, is_there, what):
    """Looks until it is there, and for a while the same: a page that goes is told without its words before the next one is told."""
    begun, before, since = time.monotonic(), None, 0.0
    while time.monotonic() - begun < PATIENCE:
        try:
            texts, buttons = look(process)
        except GLib.Error:
            # What was asked about is gone by now.
            before = None
            continue
        seen = (texts, [name for name, _, _ in buttons])
        if seen != before:
            before, since = seen, time.monotonic()
        elif is_there(texts, seen[1]) and time.monotonic() - since > STILL:
            return texts, buttons
        time.sleep(0.05)
    sys.exit(f"{what}: not there; the last that was told is {before}")


def main():
    Atspi.init()
    wake_the_bus()
    process = subprocess.Popen(sys.argv[1:], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    try:
        answer(process)
    finally:
        process.kill()
        process.wait()


def answer(process):
    told, answered, wrote = None, 0, 0
    while True:
        last = told
        texts, buttons = wait_for(process, lambda texts, names: names and (texts, names) != last, "another screen")
        names = [name for name, _, _ in buttons]
        told = (texts, names)
        answers = [name for name, is_answer, _ in buttons if is_answer]
        if any(text.startswith("Takk!") for text in texts):
            chosen = None
        elif "Begynn" in names:
            chosen = "Begynn"
        elif "Slett siste tegn" in names:
            # The keyboard is there: letter by letter, and then done.
            letter = NOTE[wrote:wrote + 1]
            chosen = letter or "Ferdig"
            wrote += 1
        elif "Skriv på lappen" in names and not wrote:
            chosen = "Skriv på lappen"
        elif answers:
            chosen = answers[answered % len(answers)]
            answered += 1
        else:
            chosen = next((name for name in ("Lever", "Neste", "Hopp over") if name in names), None)
            if chosen is None:
                sys.exit(f"nothing leads on from {told}")
        print(json.dumps({"texts": texts, "buttons": names, "pressed": chosen}), flush=True)
        if chosen is None:
            return
        if chosen not in names:
            sys.exit(f"no button {chosen!r} in {told}")
        button = buttons[names.index(chosen)][2]
        if button.get_action_iface() is None or not button.get_action_iface().do_action(0):
            sys.exit(f"{chosen!r} cannot be pressed")


main()
