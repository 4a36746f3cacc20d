"""What scripts/try-boot does with the two machines: a hub that is set up by its guide, a tablet that starts for the first time without a
network and in 1970, enrols by its managed settings, is answered by fingers, loses its power, and delivers."""

import json
import os
import subprocess
import sys
import time

from guest import Guest, differ

folder = sys.argv[1]
HUB, TABLET = "10.77.0.1", "10.77.0.2"
HUB_FOLDER, KIOSK_FOLDER = "/var/lib/trykk/hub", "/var/lib/trykk/kiosk"
PIN = "428317"
# Where things stand on a screen of 1280 by 800.
NEXT = (1074, 727)
OFTEN, SELDOM, YES = (873, 526), (432, 526), (347, 600)
NAME = (85, 47)
DIGITS = {"1": (844, 215), "2": (995, 215), "3": (1148, 215), "4": (844, 328), "5": (995, 328), "6": (1148, 328), "7": (844, 439), "8": (995, 439)}
SAVE, RESTART, QUIT, SURE, BACK = (638, 637), (911, 637), (810, 728), (204, 636), (138, 728)
LIGHT_AND_SOUND, LESS_LIGHT, MORE_LIGHT, MORE_SOUND = (1121, 120), (101, 273), (382, 273), (382, 411)

well, wrong = 0, []


def found(said, is_so, why=""):
    global well
    if is_so:
        well += 1
        print(f"  well   {said}", flush=True)
    else:
        wrong.append(said)
        print(f"  WRONG  {said}\n         | {why}", flush=True)


def hub_says(words, **more):
    return hub.sh(f"setpriv --reuid=trykk-hub --regid=trykk-hub --init-groups trykk-hub {words}", **more)


def kiosk_says(words, **more):
    return tablet.sh(f"setpriv --reuid=trykk-kiosk --regid=trykk-kiosk --init-groups trykk-kiosk {words}", **more)


def finger(deed, *at):
    """A finger does something, and the screen has changed after it."""
    before = tablet.picture()
    tablet.sh(f"rm -f /run/fingers.done; echo {deed} {' '.join(str(number) for number in at)} > /run/fingers; until [ -e /run/fingers.done ]; do sleep 0.05; done")
    return before


def tap(at):
    return tablet.still(unlike=finger("tap", *at), patience=120)


def says_next():
    """Whether a full button stands where one goes on: after a question was answered, and where there is nothing to answer."""
    red, green, blue = tablet.still()[-3 * (1280 * 800 - 727 * 1280 - 960) :][:3]
    return red < 60 and green < 140 and blue < 140


def wait_for(look, patience=120):
    """Until the pixels of the tablet's screen, three bytes each, are as `look` says."""
    until = time.monotonic() + patience
    while not look(tablet.picture()[-3 * 1280 * 800 :]):
        if time.monotonic() > until:
            raise TimeoutError("the screen does not come to that picture")
        time.sleep(0.5)


def lay_fingers():
    """Plugs the touchscreen in."""
    tablet.sh("rm -f /run/fingers; setsid python3 /root/fingers.py >/run/fingers.log 2>&1 & until [ -p /run/fingers ]; do sleep 0.1; done; sleep 1")


def failed(guest):
    return guest.sh("systemctl --failed --no-legend --plain", check=False).strip()


def make_disk(name, changes):
    """The image that both are made from, with a few files of its own: as whoever sets up ten tablets does it."""
    disk = os.path.join(folder, f"{name}.img")
    subprocess.run(["cp", "--sparse=always", os.path.join(folder, "base.img"), disk], check=True)
    for nth, (path, (text, mode)) in enumerate(changes.items()):
        file = os.path.join(folder, f"{name}.{nth}.new")
        with open(file, "w") as written:
            written.write(text)
        place, name = os.path.split(path)
        commands = f"rm {path}\ncd {place}\nwrite {file} {name}\nset_inode_field {path} mode 0{mode}\nset_inode_field {path} uid 0\nset_inode_field {path} gid 0\n"
        subprocess.run(["debugfs", "-w", "-f", "-", disk], input=commands, text=True, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return disk


def network(address):
    return f"[Match]\nName=eth0\n[Network]\nAddress={address}/24\n"


def plan():
    day = 86400
    days = [time.strftime("%Y-%m-%d", time.gmtime(time.time() + ahead * day)) for ahead in (-1, 30)]
    return f"""[organisation]
name = "Fjordvik sykehus"
[[department]]
id = "medicine"
name = "Medisinsk avdeling"
[[ward]]
id = "med-1"
name = "Medisinsk sengepost 1"
department = "medicine"
headcount = 38
[[account]]
email = "guide@example.org"
role = "guide"
wards = ["med-1"]
[[round]]
id = "autumn"
deck = "deck.toml"
mode = "drop-in"
codes = false
wards = ["med-1"]
opens = "{days[0]}"
closes = "{days[1]}"
floor = 7
urgent = {{ nb = "Snakk med verneombudet." }}
"""


def boot_hub():
    print("== The hub: started by its unit, set up as docs/deployment.md says", flush=True)
    hub.boot()
    found("its system has started and no unit has failed", failed(hub) == "", failed(hub))
    found("without a data folder made by init the unit waits", "inactive" in hub.sh("systemctl is-active trykk-hub", check=False))
    hub_says(f"init --data {HUB_FOLDER} --recovery-sheet {HUB_FOLDER}/sheet.txt")
    hub.sh("mkdir -p /plan; cat > /plan/plan.toml", typed=plan())
    with open(os.path.join(os.path.dirname(__file__), "deck.toml")) as deck:
        hub.sh("cat > /plan/deck.toml", typed=deck.read())
    hub.sh("cat > /plan/passphrase", typed="skoen trykker litt overalt\n")
    hub_says(f"apply --data {HUB_FOLDER} /plan/plan.toml")
    hub_says(f"guide passphrase --data {HUB_FOLDER} --guide guide@example.org --passphrase-file /plan/passphrase")
    hub_says(f"round confirm --data {HUB_FOLDER} --round autumn")
    hub.sh(f"sed -i 's/--listen 0.0.0.0:8443/& --address {HUB}:8443/' /etc/default/trykk-hub; systemctl start trykk-hub")
    # It says so once it takes requests, and signals.
    hub.until("journalctl -b -u trykk-hub -o cat | grep -q '^Tablets deliver to'", patience=300)
    hub_says(f"round open --data {HUB_FOLDER} --round autumn")
    before = hub.sh("systemctl show -P MainPID trykk-hub")
    hub.sh("systemctl reload trykk-hub; sleep 1")
    found("it reloads and is the same process", hub.sh("systemctl show -P MainPID trykk-hub") == before, hub.sh("journalctl -u trykk-hub -n 20"))
    hub.sh("apt-get install -y --reinstall /root/debs/trykk-hub_*.deb")
    hub.until("systemctl is-active -q trykk-hub", patience=300)
    found("a new package starts it anew", hub.sh("systemctl show -P MainPID trykk-hub") != before)
    exposure = hub.sh("systemd-analyze security trykk-hub.service trykk-kiosk.service --no-pager | grep -i overall", check=False)
    print("         " + " ".join(exposure.split()), flush=True)


def first_start():
    print("== The tablet: first start, no network, 1970", flush=True)
    tablet.boot(connected=False)
    print("         its clock says " + tablet.sh("date -u +%FT%TZ").strip(), flush=True)
    found("no unit has failed", failed(tablet) == "", failed(tablet))
    tablet.until("systemctl is-active -q trykk-kiosk", patience=300)
    tablet.still(patience=300)
    tablet.keep("1-first-start")
    found("Trykk stands on the screen, and has started once", tablet.sh("systemctl show -P NRestarts trykk-kiosk").strip() == "0", tablet.sh("journalctl -b -u trykk-kiosk -n 60"))
    print("         " + tablet.sh("journalctl -b -u trykk-kiosk -o cat | tail -5").strip().replace("\n", "\n         "), flush=True)


def try_to_get_out():
    """Whoever has a keyboard does not get out."""
    for chord in (("ctrl", "alt", "f2"), ("ctrl", "alt", "f1"), ("alt", "f4"), ("alt", "tab"), ("meta_l", "l"), ("alt", "esc"), ("ctrl", "alt", "backspace"), ("ctrl", "alt", "delete"), ("meta_l",)):
        seen = tablet.picture()
        tablet.press(*chord)
        time.sleep(1.5)
        found(f"{'+'.join(chord)} leads nowhere", tablet.picture() == seen)
    seen = tablet.picture()
    tablet.qmp.ask("system_powerdown")
    time.sleep(3)
    found("the power button switches nothing off", tablet.picture() == seen and tablet.sh("echo here") == "here\n")
    doctor = in_window("trykk-kiosk doctor --data " + KIOSK_FOLDER)
    print("         " + doctor.strip().replace("\n", "\n         "), flush=True)


def in_window(words):
    """Runs something as the window does: its user, its view of the disk, its screen."""
    pid = tablet.sh("pgrep -u trykk-kiosk -x trykk-kiosk | head -1").strip()
    return tablet.sh(
        f"nsenter -t {pid} -m setpriv --reuid=trykk-kiosk --regid=trykk-kiosk --init-groups "
        f"env $(tr '\\0' '\\n' < /proc/{pid}/environ | grep -E '^(DISPLAY|WAYLAND_DISPLAY|XDG_RUNTIME_DIR)=' | tr '\\n' ' ') {words}",
        check=False,
    )


def enrol():
    print("== The cable is plugged in: the tablet enrols by its managed settings", flush=True)
    seen = tablet.picture()
    tablet.cable(True)
    # The pauses between its tries become longer, up to five minutes.
    status_says = f"setpriv --reuid=trykk-kiosk --regid=trykk-kiosk --init-groups trykk-kiosk status --data {KIOSK_FOLDER}"
    tablet.until(f"{status_says} | grep -q 'autumn (open)'", patience=400)
    tablet.still(unlike=seen, patience=300)
    tablet.keep("2-enrolled")
    status = kiosk_says(f"status --data {KIOSK_FOLDER}")
    found("it stands at its ward, with the open round", "med-1" in status and "autumn (open)" in status, status)
    found("the hub has one tablet, and the link was used once", hub_says(f"tablet list --data {HUB_FOLDER} --json").count('"ward"') == 1)


def answer():
    print("== The cable is out. Somebody answers with fingers", flush=True)
    tablet.cable(False)
    lay_fingers()
    asked = tap(NEXT)
    tablet.keep("3-first-question")
    finger("palm", *SELDOM, *OFTEN)
    time.sleep(3)
    found("a palm and a finger at once answer nothing", not differ(tablet.still(), asked))
    # An answer leads on by itself.
    tap(OFTEN)
    tablet.keep("4-card")
    tap(YES)
    tablet.keep("5-looked-over")
    found("both questions are answered, and the sheet can be handed in", says_next())
    finger("tap", *NEXT)
    # A number counts down there.
    time.sleep(6)
    tablet.keep("6-thanks")
    tap(NEXT)
    tablet.keep("7-done")


def power_cut():
    print("== The power is cut, and comes back. There is no network still, and it is 1970 again", flush=True)
    tablet.cut_power()
    tablet.boot(connected=False)
    tablet.until("systemctl is-active -q trykk-kiosk", patience=300)
    tablet.still(patience=300)
    tablet.keep("8-after-the-power-cut")
    found("no unit has failed", failed(tablet) == "", failed(tablet))
    tablet.sh("systemctl stop trykk-kiosk")
    status = json.loads(kiosk_says(f"status --json --data {KIOSK_FOLDER}"))
    # Each answer is an envelope of its own.
    found("the two answers of the sheet wait", status["envelopes"] == {"waiting": 2, "delivered": 0}, json.dumps(status))
    found("nothing was moved aside as damaged", not status["set_aside"] and not status["too_late"], json.dumps(status))
    tablet.sh("systemctl start trykk-kiosk")
    tablet.still(patience=300)
    before = tablet.sh("pgrep -u trykk-kiosk -x trykk-kiosk")
    tablet.sh("kill -9 $(pgrep -u trykk-kiosk -x trykk-kiosk)")
    tablet.until(f"systemctl is-active -q trykk-kiosk && pgrep -u trykk-kiosk -x trykk-kiosk | grep -qv {before.strip()}", patience=300)
    tablet.still(patience=300)
    found("killed, the window is there again", True)
    for _ in range(2):
        before = tablet.sh("pgrep -u trykk-kiosk -x trykk-kiosk").strip()
        tablet.sh(f"kill -9 {before.split()[0]}")
        tablet.until(f"pgrep -u trykk-kiosk -x trykk-kiosk | grep -qvx {before.split()[0]}", patience=300)
    waits = tablet.sh("journalctl -b -u trykk-kiosk -o short-unix --no-pager | grep -E 'Scheduled restart job|Started' | tail -6")
    at = [float(line.split()[0]) for line in waits.splitlines()]
    pauses = [after - before for before, after in zip(at[0::2], at[1::2])]
    found("... each time later", len(pauses) == 3 and pauses == sorted(pauses) and pauses[-1] - pauses[0] > 2, waits)
    tablet.still(patience=300)


def open_menu():
    """The staff menu: a finger on the name for five seconds, and the PIN."""
    before = finger("hold", *NAME, 5.6)
    tablet.still(unlike=before, patience=300)
    for digit in PIN:
        # A dot more is no other page.
        finger("tap", *DIGITS[digit])
        time.sleep(0.5)
    tap(NEXT)


def light():
    return int(tablet.sh("cat /sys/class/backlight/*/brightness"))


def volume():
    return tablet.sh("amixer -M sget Master | grep -o '[0-9]*%' | head -1").strip()


def turn():
    print("== The staff menu turns light and volume", flush=True)
    lay_fingers()
    print("         " + tablet.sh("grep . /sys/class/backlight/*/type /sys/class/backlight/*/max_brightness", check=False).strip().replace("\n", "\n         "), flush=True)
    open_menu()
    tablet.keep("9-menu")
    # Few words stand there: another page, and not for differ().
    finger("tap", *LIGHT_AND_SOUND)
    time.sleep(4)
    tablet.keep("a-light-and-sound")
    before, loud = light(), volume()
    for deed, at in (("darker", LESS_LIGHT), ("brighter", MORE_LIGHT), ("brighter", MORE_LIGHT)):
        was = light()
        finger("tap", *at)
        tablet.until(f"test $(cat /sys/class/backlight/*/brightness) -{'lt' if deed == 'darker' else 'gt'} {was}", patience=60)
    found(f"a finger makes the panel darker and brighter, through logind ({before} to {light()})", light() > before or before == 10)
    finger("tap", *MORE_SOUND)
    time.sleep(5)
    found(f"... and the tablet louder ({loud} to {volume()})", volume() != loud, tablet.sh("amixer; journalctl -b -u trykk-kiosk -o cat | tail", check=False))
    tablet.keep("b-turned")
    finger("tap", *BACK)
    time.sleep(4)
    tap(NEXT)


def quiet_hours():
    print("== Quiet hours: the panel's light goes out, and a finger brings it back", flush=True)
    before = light()
    tablet.sh("echo 'quiet_hours = \"00:00-23:59\"' >> /etc/trykk/kiosk.toml; systemctl restart trykk-kiosk")
    tablet.until("test $(cat /sys/class/backlight/*/brightness) -eq 0", patience=300)
    wait_for(lambda picture: max(picture[:: 3 * 13]) == 0)
    tablet.keep("d-quiet-hours")
    found("the screen is black, and its light is out", light() == 0)
    finger("tap", *NEXT)
    tablet.until(f"test $(cat /sys/class/backlight/*/brightness) -eq {before}", patience=60)
    tablet.still(patience=60)
    found("a finger wakes it, as bright as it was, and presses nothing", says_next())
    tablet.sh("sed -i /quiet_hours/d /etc/trykk/kiosk.toml; systemctl restart trykk-kiosk")
    tablet.still(patience=300)


def restart():
    print("== The staff menu starts Trykk anew", flush=True)
    pid = tablet.sh("pgrep -u trykk-kiosk -x trykk-kiosk | head -1").strip()
    # A program that takes the place of another has its pid, and lies elsewhere in memory.
    place = tablet.sh(f"grep heap /proc/{pid}/maps")
    open_menu()
    finger("tap", *RESTART)
    time.sleep(3)
    tablet.keep("e-restart-sure")
    finger("tap", *SURE)
    tablet.until(f"test \"$(grep heap /proc/{pid}/maps)\" != '{place.strip()}'", patience=120)
    tablet.still(patience=300)
    tablet.keep("e-restarted")
    found("it is another program in the place of the one before", tablet.sh("systemctl is-active trykk-kiosk", check=False).strip() == "active")


def stick():
    print("== A USB stick is put in, and the staff menu saves on it", flush=True)
    tablet.qmp.ask("blockdev-add", **{"node-name": "stick", "driver": "raw", "file": {"driver": "file", "filename": os.path.join(folder, "stick.img")}})
    tablet.qmp.ask("device_add", driver="usb-storage", drive="stick", id="stick", removable=True)
    tablet.until("ls -d /media/trykk-sd* && mountpoint -q /media/trykk-sd*", patience=300)
    found("it is mounted for the window alone", "trykk-kiosk 700" in tablet.sh("stat -c '%U %a' /media/trykk-sd*"), tablet.sh("ls -la /media; findmnt"))
    # The menu leaves after a minute.
    open_menu()
    finger("tap", *SAVE)
    time.sleep(1)
    # While it saves there is nothing to press there.
    wait_for(lambda picture: len(set(picture[3 * 1280 * SAVE[1] : 3 * 1280 * (SAVE[1] + 1)])) > 3)
    tablet.keep("c-saved")
    saved = tablet.sh("ls /media/trykk-sd*/", check=False)
    found("the file is on it", ".trykk" in saved, saved)
    tablet.qmp.ask("device_del", id="stick")
    tablet.until("! mountpoint -q /media/trykk-sd*", patience=300)
    tap(NEXT)


def count():
    print("== Nine more people, the network, the count", flush=True)
    sheets = "".join('{"answers": {"recognition": 1, "card-silence": false}}\n' for _ in range(9))
    tablet.sh("systemctl stop trykk-kiosk; cat > /root/sheets.jsonl; chmod 644 /root/sheets.jsonl; cp /root/sheets.jsonl /tmp/", typed=sheets)
    kiosk_says(f"feed --data {KIOSK_FOLDER} /tmp/sheets.jsonl")
    tablet.cable(True)
    tablet.sh("systemctl start trykk-kiosk")
    hub_says(f"round close --data {HUB_FOLDER} --round autumn --for-good")
    tablet.sh("systemctl stop trykk-kiosk")
    print("         " + kiosk_says(f"sync --now --data {KIOSK_FOLDER}", check=False).strip(), flush=True)
    counted = hub_says(f"round count --data {HUB_FOLDER} --round autumn --guide guide@example.org --passphrase-file /plan/passphrase", check=False)
    print("         " + counted.strip().replace("\n", "\n         "), flush=True)
    results = hub_says(f"results --data {HUB_FOLDER} --round autumn --as guide --format json", check=False)
    with open(os.path.join(folder, "results.json"), "w") as written:
        written.write(results)
    questions = {question["id"]: {value: count for value, count in question["counts"].items() if count} for ward in json.loads(results)["wards"] for question in ward["questions"]}
    found(
        "the count has exactly the nine sheets and what the fingers answered before the power cut",
        questions == {"recognition": {"1": 9, "4": 1}, "card-silence": {"no": 9, "yes": 1}},
        json.dumps(questions),
    )
    print("         " + kiosk_says(f"sync --data {KIOSK_FOLDER}", check=False).strip(), flush=True)
    status = kiosk_says(f"status --data {KIOSK_FOLDER}")
    found("the tablet found all that it sent in the count", "Every answer on this tablet is in the count" in status, status)


def leave():
    print("== Somebody quits it in the staff menu", flush=True)
    tablet.sh("systemctl start trykk-kiosk")
    tablet.still(patience=300)
    tablet.keep("f-after-the-count")
    lay_fingers()
    open_menu()
    finger("tap", *QUIT)
    time.sleep(3)
    finger("tap", *SURE)
    tablet.until("systemctl is-active -q getty@tty1", patience=300)
    time.sleep(5)
    tablet.keep("g-quit")
    found("there is a log-in, and the window stays away", "inactive" in tablet.sh("systemctl is-active trykk-kiosk", check=False))
    tablet.cut_power()
    tablet.boot()
    tablet.still(patience=300)
    found("after the next start Trykk stands there again", tablet.sh("systemctl is-active trykk-kiosk", check=False).strip() == "active")


def go_through(stage):
    """One part of the trial. Where it comes to no end the next one begins at the tablet's first page."""
    began = time.monotonic()
    try:
        stage()
    except Exception as error:
        found(f"{stage.__name__} comes to its end", False, str(error))
        tablet.keep(f"wrong-{stage.__name__}")
        tablet.sh("systemctl restart trykk-kiosk", check=False)
        tablet.still(patience=300)
    print(f"         ({stage.__name__}: {time.monotonic() - began:.0f} s)", flush=True)


hub = tablet = None


def main():
    global hub, tablet
    try:
        hub = Guest("hub", folder, make_disk("hub", {"/etc/systemd/network/10-eth0.network": (network(HUB), "100644")}), "52:54:00:77:00:01", (47701, 47702), "768M")
        boot_hub()
        link = json.loads(hub_says(f"enrol --data {HUB_FOLDER} --ward med-1 --address {HUB}:8443 --tablets 10 --json"))["link"]
        pin = hub.sh("printf %s " + PIN + " | trykk-kiosk pin").strip()
        settings = f'hub = "{HUB}:8443"\nlink = "{link}"\nlanguages = ["nb"]\npin_hash = "{pin}"\n'
        disk = make_disk("tablet", {"/etc/systemd/network/10-eth0.network": (network(TABLET), "100644"), "/etc/trykk/kiosk.toml": (settings, "100644")})
        tablet = Guest("tablet", folder, disk, "52:54:00:77:00:02", (47702, 47701), "1G", clock="1970-01-01T00:00:00", panel=True)
        for stage in (first_start, enrol, try_to_get_out, answer, power_cut, turn, stick, quiet_hours, restart, count, leave):
            go_through(stage)
    finally:
        for guest in (hub, tablet):
            if guest and guest.process and guest.process.poll() is None:
                if wrong or sys.exc_info()[0]:
                    try:
                        guest.sh("journalctl -b --no-pager > /root/journal.txt", check=False)
                        with open(guest.path(".journal"), "w") as written:
                            written.write(guest.sh("journalctl -b --no-pager | tail -400", check=False))
                        guest.keep(f"last-{guest.name}")
                    except Exception as error:
                        print(f"         no journal of {guest.name}: {error}", flush=True)
                guest.cut_power()
    print(f"\n{well} well, {len(wrong)} wrong", flush=True)
    for said in wrong:
        print(f"  WRONG  {said}")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
