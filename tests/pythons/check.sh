#!/bin/sh
# All tests, the known answer, the wheel and the baseline on other Pythons:   tests/pythons/check.sh 3.13 3.14
#
# Each has a Debian of its own under .pythons, made by debootstrap from where this machine's apt
# fetches, and a copy of the project in it. The baseline was written by Python 3.11: where it passes,
# all tables are equal to the bit. As root; without root or debootstrap a Python is skipped by name.
set -eu
cd "$(dirname "$0")/../.."

PLACE=$PWD/.pythons
DONE=0

say() { echo "pythons: $*"; }

# The release that has a Python of this minor.
release() {
    case $1 in
    3.13) echo trixie ;;
    3.14) echo forky ;;
    *) say "$1: no release of Debian is known that has it" >&2; exit 2 ;;
    esac
}

# Debian's own among all places that apt fetches from.
mirror() {
    apt-get indextargets --format '$(ORIGIN) $(REPO_URI)' 'Created-By: Packages' |
        awk '$1 == "Debian" && !/security/ { print $2; exit }'
}

# A Debian with this Python, made whole or not at all.
make_debian() {
    [ ! -e "$2/made" ] || return 0
    say "$1: fetching Debian $(release "$1") into .pythons/$1: some minutes"
    rm -rf "$2"
    mkdir -p "$2"
    debootstrap --variant=minbase --include="python$1,python$1-venv,ca-certificates,git" \
        "$(release "$1")" "$2" "$(mirror)" /usr/share/debootstrap/scripts/sid >"$2.log" 2>&1 &&
        touch "$2/made" || { say "$1: debootstrap failed; see .pythons/$1.log" >&2; return 1; }
}

# What it needs of this machine: names, certificates, and the project as it is now, without what
# an earlier copy had beside.
furnish() {
    cp /etc/resolv.conf /etc/hosts "$1/etc/"
    [ -z "${PIP_CERT:-}" ] || cp "$PIP_CERT" "$1/etc/ssl/pip.crt"
    mkdir -p "$1/clone" "$1/proc" "$1/dev"
    git -C "$1/clone" init --quiet
    git -C "$1/clone" ls-files -z | (cd "$1/clone" && xargs --null --no-run-if-empty rm -f)
    git ls-files -z --cached --others --exclude-standard |
        tar --null --files-from=- --create --ignore-failed-read | tar --extract --directory "$1/clone"
    git -C "$1/clone" add --all
}

# Its /proc and /dev are mounted in a name space of the command's own: they end with it, however it ends.
inside() {
    folder=$1
    shift
    unshare --mount sh -c '
        mount --types proc proc "$0/proc" && mount --rbind /dev "$0/dev" && exec chroot "$0" "$@"
    ' "$folder" /usr/bin/env -i HOME=/root PATH=/usr/sbin:/usr/bin LANG=C.UTF-8 \
        ${PIP_CERT:+PIP_CERT=/etc/ssl/pip.crt} sh -c "cd /clone && $*"
}

check() {
    folder=$PLACE/$1
    make_debian "$1" "$folder" || return 1
    furnish "$folder" || return 1
    say "$1: tests"
    inside "$folder" "python$1 make.py test" || return 1
    say "$1: known answer"
    inside "$folder" ".venv/bin/coprod doctor" || return 1
    say "$1: the wheel"
    inside "$folder" "python$1 make.py test-wheel" || return 1
    say "$1: every table of the baseline"
    inside "$folder" "python$1 make.py test-baseline" || return 1
    say "$1: all tables are equal to those of Python 3.11, to the bit"
}

trap 'exit 130' INT TERM  # not on to the next Python

for minor in "$@"; do
    release "$minor" >/dev/null
    if [ "$(id -u)" != 0 ] || ! command -v debootstrap >/dev/null; then
        say "$minor: skipped; needs root and debootstrap (apt-get install debootstrap)"
    elif ! check "$minor"; then
        say "$minor: failed"
        DONE=1
    fi
done
exit $DONE
