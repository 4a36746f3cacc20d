# Sourced by demo and check: installs the Debian packages that are missing.

# What building takes.
BUILD_PACKAGES=(build-essential pkg-config libfontconfig-dev)
# What the tests use: killing a program between two system calls, a screen that nobody looks at, with fingers on it, a
# browser, PDFs read back, a mail server, a second reader of calendars, a voice that reads into files.
TEST_PACKAGES=(strace util-linux xserver-xorg-core xserver-xorg-video-dummy openbox chromium chromium-driver
    poppler-utils python3-aiosmtpd python3-icalendar espeak-ng)
# What the tablet's window takes.
WINDOW_PACKAGES=(libfontconfig1 libxkbcommon-x11-0 libxcursor1 libxi6 libxrandr2)

need_packages() {
    local missing=() package
    for package in "$@"; do
        dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
    done
    [ ${#missing[@]} -eq 0 ] && return
    echo "Installing: ${missing[*]}"
    local root=()
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null || {
            echo "These packages are missing and this user cannot install them. Run as root: apt-get install ${missing[*]}" >&2
            exit 1
        }
        root=(sudo)
    fi
    "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get update -qq
    "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}
