"""A touchscreen without glass, in the guest: the kernel's own multitouch protocol (type B) through uinput.

Reads one deed a line from /run/fingers and answers each in /run/fingers.done:
  tap X Y             a finger goes down and up
  hold X Y SECONDS    the same, and stays that long
  palm X Y X2 Y2      a palm lies on one place while a finger taps the other
Places are pixels of a screen of 1280 by 800.
"""

import os
import time

from evdev import AbsInfo, UInput, ecodes as e

WIDTH, HEIGHT = 1280, 800


def axis(most):
    return AbsInfo(value=0, min=0, max=most, fuzz=0, flat=0, resolution=8)


screen = UInput(
    {
        e.EV_KEY: [e.BTN_TOUCH],
        e.EV_ABS: [
            (e.ABS_X, axis(WIDTH - 1)),
            (e.ABS_Y, axis(HEIGHT - 1)),
            (e.ABS_MT_SLOT, axis(9)),
            (e.ABS_MT_TRACKING_ID, axis(65535)),
            (e.ABS_MT_POSITION_X, axis(WIDTH - 1)),
            (e.ABS_MT_POSITION_Y, axis(HEIGHT - 1)),
        ],
    },
    name="touchscreen",
    input_props=[e.INPUT_PROP_DIRECT],
)
fingers = 0


def down(slot, x, y):
    global fingers
    fingers += 1
    screen.write(e.EV_ABS, e.ABS_MT_SLOT, slot)
    screen.write(e.EV_ABS, e.ABS_MT_TRACKING_ID, fingers)
    screen.write(e.EV_ABS, e.ABS_MT_POSITION_X, x)
    screen.write(e.EV_ABS, e.ABS_MT_POSITION_Y, y)
    if slot == 0:
        screen.write(e.EV_KEY, e.BTN_TOUCH, 1)
        screen.write(e.EV_ABS, e.ABS_X, x)
        screen.write(e.EV_ABS, e.ABS_Y, y)
    screen.syn()


def up(slot):
    screen.write(e.EV_ABS, e.ABS_MT_SLOT, slot)
    screen.write(e.EV_ABS, e.ABS_MT_TRACKING_ID, -1)
    if slot == 0:
        screen.write(e.EV_KEY, e.BTN_TOUCH, 0)
    screen.syn()


def do(words):
    deed, at = words[0], [float(word) for word in words[1:]]
    x, y = int(at[0]), int(at[1])
    down(0, x, y)
    if deed == "palm":
        time.sleep(0.1)
        down(1, int(at[2]), int(at[3]))
        time.sleep(0.1)
        up(1)
    time.sleep(at[2] if deed == "hold" else 0.1)
    up(0)


os.mkfifo("/run/fingers")
done = 0
while True:
    with open("/run/fingers") as deeds:
        for line in deeds:
            do(line.split())
            done += 1
            with open("/run/fingers.new", "w") as said:
                said.write(str(done))
            os.rename("/run/fingers.new", "/run/fingers.done")
