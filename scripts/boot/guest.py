"""A machine under QEMU: its power, its cable, its screen, its keys (QMP), and commands in it (the guest agent)."""

import base64
import json
import os
import socket
import subprocess
import time

# How long anything may take that a machine does, in seconds: without KVM it is slow.
PATIENCE = 600


class Wire:
    """Lines of JSON over a socket of QEMU's."""

    def __init__(self, path):
        self.socket = socket.socket(socket.AF_UNIX)
        until = time.monotonic() + 30
        while True:
            try:
                self.socket.connect(path)
                break
            except OSError:
                if time.monotonic() > until:
                    raise
                time.sleep(0.1)
        self.rest = b""

    def line(self, patience):
        self.socket.settimeout(patience)
        while b"\n" not in self.rest:
            read = self.socket.recv(65536)
            if not read:
                raise ConnectionError("the machine is gone")
            self.rest += read
        line, self.rest = self.rest.split(b"\n", 1)
        return json.loads(line.lstrip(b"\xff"))

    def ask(self, command, patience=60, **arguments):
        self.socket.sendall(json.dumps({"execute": command, "arguments": arguments}).encode() + b"\n")
        while True:
            answer = self.line(patience)
            if "return" in answer:
                return answer["return"]
            if "error" in answer:
                raise RuntimeError(f"{command}: {answer['error']['desc']}")


def differ(one, other):
    """Whether two pictures are two pages: more than a button that is pressed, a cursor, or a number that counts down."""
    pixels = zip(one[-3 * 1280 * 800 :: 3 * 13], other[-3 * 1280 * 800 :: 3 * 13])
    return sum(here != there for here, there in pixels) > 6000


class Guest:
    """One machine. `disk` is its only disk; what is not on it when the power goes is gone."""

    def __init__(self, name, folder, disk, mac, ports, memory, clock=None, panel=False):
        self.panel = panel
        self.name, self.folder, self.disk = name, folder, disk
        self.mac, self.ports, self.memory, self.clock = mac, ports, memory, clock
        self.process = None

    def path(self, end):
        return os.path.join(self.folder, f"{self.name}{end}")

    def boot(self, connected=True):
        """Switches it on, and waits until its system has started."""
        here, there = self.ports
        for end in (".qmp", ".agent"):
            if os.path.exists(self.path(end)):
                os.remove(self.path(end))
        command = [
            "qemu-system-x86_64", "-machine", f"q35,accel={os.environ.get('ACCEL', 'tcg')}", "-cpu", "max", "-smp", "2", "-m", self.memory,
            "-nodefaults", "-display", "none", "-device", "virtio-gpu-pci,xres=1280,yres=800,addr=0x10", "-device", "virtio-keyboard-pci",
            "-device", "qemu-xhci", "-device", "virtio-rng-pci",
            "-kernel", os.path.join(self.folder, "vmlinuz"), "-initrd", os.path.join(self.folder, "initrd"),
            "-append", f"root=/dev/vda rw console=ttyS0 quiet edd=off mitigations=off systemd.hostname={self.name} net.ifnames=0",
            "-drive", f"file={self.disk},if=virtio,format=raw,cache=writeback",
            "-netdev", f"socket,id=net,udp=127.0.0.1:{there},localaddr=127.0.0.1:{here}",
            "-device", f"virtio-net-pci,netdev=net,mac={self.mac},id=card",
            "-serial", f"file:{self.path('.serial.log')}", "-qmp", f"unix:{self.path('.qmp')},server=on,wait=off",
            "-device", "virtio-serial-pci", "-chardev", f"socket,id=agent,path={self.path('.agent')},server=on,wait=off",
            "-device", "virtserialport,chardev=agent,name=org.qemu.guest_agent.0", "-S",
        ]
        if self.panel:
            # A panel whose light can be set, and a sound card that nobody hears.
            command[command.index("-append") + 1] += " acpi_backlight=video video.register_backlight_delay=1"
            command += ["-acpitable", f"file={os.path.join(self.folder, 'light.aml')}"]
            command += ["-audiodev", "none,id=sound", "-device", "ich9-intel-hda", "-device", "hda-output,audiodev=sound"]
        if self.clock:
            command += ["-rtc", f"base={self.clock}"]
        with open(self.path(".qemu.log"), "w") as log:
            self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        self.qmp = Wire(self.path(".qmp"))
        self.qmp.line(30)
        self.qmp.ask("qmp_capabilities")
        self.cable(connected)
        self.qmp.ask("cont")
        self.agent = Wire(self.path(".agent"))
        self.agent.ask("guest-ping", patience=PATIENCE)
        self.sh("systemctl is-system-running --wait || true")

    def cable(self, connected):
        self.qmp.ask("set_link", name="card", up=connected)

    def cut_power(self):
        """At once: nothing in it is told."""
        self.process.kill()
        self.process.wait()

    def sh(self, script, typed=None, check=True):
        """Runs a shell script in it as root. Returns what it printed."""
        arguments = {"path": "/bin/sh", "arg": ["-c", script], "capture-output": True}
        if typed is not None:
            arguments["input-data"] = base64.b64encode(typed.encode()).decode()
        process = self.agent.ask("guest-exec", patience=PATIENCE, **arguments)["pid"]
        until = time.monotonic() + PATIENCE
        while True:
            status = self.agent.ask("guest-exec-status", patience=PATIENCE, pid=process)
            if status["exited"]:
                break
            if time.monotonic() > until:
                raise TimeoutError(f"{self.name}: {script}")
            time.sleep(0.1)
        out, err = (base64.b64decode(status.get(part, "")).decode(errors="replace") for part in ("out-data", "err-data"))
        if check and status.get("exitcode") != 0:
            raise RuntimeError(f"{self.name}: {script}\n{out}{err}")
        return out if check else out + err

    def until(self, script, patience=PATIENCE):
        """Waits until a script says that it is so."""
        until = time.monotonic() + patience
        while self.sh(f"if {script}; then echo yes; fi", check=False).strip().splitlines()[-1:] != ["yes"]:
            if time.monotonic() > until:
                raise TimeoutError(f"{self.name}: not {script}")
            time.sleep(0.5)

    def press(self, *keys):
        """Presses keys of its keyboard at once, by QEMU's names."""
        self.qmp.ask("send-key", keys=[{"type": "qcode", "data": key} for key in keys])

    def picture(self):
        """What stands on its screen, as bytes of a PPM."""
        file = self.path(".ppm")
        self.qmp.ask("screendump", filename=file)
        with open(file, "rb") as picture:
            return picture.read()

    def keep(self, name):
        """Keeps what stands on its screen as a PNG."""
        self.qmp.ask("screendump", filename=os.path.join(self.folder, "pictures", f"{name}.png"), format="png")

    def still(self, unlike=None, patience=PATIENCE):
        """Waits until the screen shows something that stays, is as light as our pages, and is another page than `unlike`."""
        until = time.monotonic() + patience
        seen, times = None, 0
        while True:
            now = self.picture()
            seen, times = now, times + 1 if now == seen else 1
            # A button that is still pressed is no picture yet.
            if times >= 4 and (unlike is None or differ(now, unlike)) and now[-1] > 200:
                return now
            if time.monotonic() > until:
                raise TimeoutError(f"{self.name}: the screen does not come to another picture")
            time.sleep(0.4)
