# Sourced by try-deb and try-boot: a clean Debian in a folder, and counting what was looked at. Both run as root.

well=0 wrong=()
# found SAID COMMAND...: one thing that was looked at. A command that fails is told with what it printed.
found() {
    local said=$1 output
    shift
    if output=$("$@" 2>&1); then
        well=$((well + 1))
        echo "  well   $said"
    else
        wrong+=("$said")
        echo "  WRONG  $said"
        sed 's/^/         | /' <<<"$output" | tail -30
    fi
}
# summary: how it went; ends the script.
summary() {
    echo
    echo "$well well, ${#wrong[@]} wrong"
    [ ${#wrong[@]} -eq 0 ] || printf '  WRONG  %s\n' "${wrong[@]}"
    [ ${#wrong[@]} -eq 0 ]
    exit
}

# enter ROOT COMMAND...: runs it there, with /proc, in a mount namespace that ends with it, and without what this shell is set to.
enter() {
    local root=$1
    shift
    unshare --mount --pid --fork --kill-child sh -c 'root=$1; shift; mount -t proc proc "$root/proc" && exec chroot "$root" "$@"' enter "$root" \
        env -i DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8 PATH=/usr/sbin:/usr/bin:/sbin:/bin TERM=dumb "$@"
}
# install_in ROOT PACKAGE...: from Debian's mirror or a file; downloads are kept in $store from one run to the next.
install_in() {
    local root=$1
    shift
    cp /etc/resolv.conf "$root/etc/resolv.conf"
    mkdir -p "$store/archives"
    find "$store/archives" -name '*.deb' -exec cp -t "$root/var/cache/apt/archives" {} +
    enter "$root" apt-get install -y -q --no-install-recommends "$@" >"$store/apt.log" 2>&1 || { tail -20 "$store/apt.log" >&2; return 1; }
    find "$root/var/cache/apt/archives" -name '*.deb' -exec mv -t "$store/archives" {} +
}
# make_base SUITE: the smallest Debian with systemd, made once in $store. Says where it lies.
make_base() {
    local base=$store/base-$1
    if [ ! -e "$base.done" ]; then
        rm -rf "$base"
        mkdir -p "$store/bootstrap"
        debootstrap --variant=minbase --include=systemd-sysv,udev,dbus,ca-certificates,man-db --cache-dir="$(realpath "$store/bootstrap")" "$1" "$base" \
            >"$store/debootstrap.log" 2>&1 || { tail -20 "$store/debootstrap.log" >&2; return 1; }
        # Nothing is started while packages are installed: no systemd runs here.
        printf '#!/bin/sh\nexit 101\n' >"$base/usr/sbin/policy-rc.d"
        chmod 0755 "$base/usr/sbin/policy-rc.d"
        touch "$base.done"
    fi
    echo "$base"
}
# older DEB OUT: the same package as a version before, and a file in it that the next one does not have.
older() {
    local work
    work=$(mktemp -d)
    dpkg-deb -R "$1" "$work"
    sed -i 's/^Version: .*/&~before/' "$work/DEBIAN/control"
    local name
    name=$(sed -n 's/^Package: //p' "$work/DEBIAN/control")
    echo old >"$work/usr/share/doc/$name/gone-later"
    dpkg-deb -Zgzip -z1 --root-owner-group --build "$work" "$2/${name}_before.deb" >/dev/null
    rm -r "$work"
}
