#!/bin/sh
# Makes .venv and installs the project with the versions that uv.lock names. Run by make; safe to run again.
#
#   scripts/setup.sh [GROUP...]     dependency groups beside the project itself: test, lint
#
# PYTHON=/path/to/python chooses the interpreter. uv is used when it is there; venv and pip do as well.
set -eu
cd "$(dirname "$0")/.."
log=.setup.log

say() { printf 'setup: %s\n' "$*"; }
stop() { printf 'setup: %s\n' "$*" >&2; exit 1; }
ask_python() { "$1" -c "import sys, sysconfig; print($2)" 2>/dev/null; }
version='"%d.%d" % sys.version_info[:2]'

# A Python of the right version. It is run, not only looked up: a pyenv shim may be there and answer nothing.
groups=$*
if [ -n "${PYTHON:-}" ]; then set -- "$PYTHON"; else set -- python3.12 python3.11 python3 python; fi
names=$*
python='' others=''
for name in "$@"; do
    found=$(ask_python "$name" "$version") || continue
    case $found in
        3.11 | 3.12) python=$(ask_python "$name" sys.executable) && break ;;
        *) others="$others $name is $found," ;;
    esac
done
remedy="apt-get install gcc python3 python3-dev python3-venv (Debian 12, Ubuntu 24.04), uv python install 3.12, or make PYTHON=/path/to/python3.12"
if [ -z "$python" ] && [ -n "$others" ]; then
    stop "Python 3.11 or 3.12 is needed, but${others%,}; durable-rules, the rule engine, runs on no other: $remedy"
elif [ -z "$python" ]; then
    stop "Python 3.11 or 3.12 is needed and none of these runs: $names; $remedy"
fi

# durable-rules comes as source only: a C compiler and Python's own headers build it.
compiler=${CC:-$(ask_python "$python" 'sysconfig.get_config_var("CC") or "cc"')}
if ! command -v "${compiler%% *}" >/dev/null; then
    stop "no C compiler (${compiler%% *}), and the rule engine is built from source:" \
        "apt-get install gcc python3-dev python3-venv (Debian, Ubuntu), dnf install gcc python3-devel (Fedora)," \
        "xcode-select --install (macOS)"
fi
headers=$(ask_python "$python" 'sysconfig.get_path("include")')
# shellcheck disable=SC2086  # CC may carry options: "gcc -pthread"
if ! printf '#include <Python.h>\n' | $compiler -I"$headers" -E -x c - >/dev/null 2>&1; then
    stop "no headers for Python $found (Python.h), and the rule engine is built from source:" \
        "apt-get install python$found-dev (Debian, Ubuntu), dnf install python$found-devel (Fedora)"
fi

# Each step is quiet; what it said stands in the log.
quietly() { "$@" >>"$log" 2>&1; }
step() {
    quietly "$@" && return
    tail -n 20 "$log" >&2
    stop "failed: $* (all of it in $log)"
}

install_with_uv() {
    command -v uv >/dev/null || return 1
    say "Python $found ($python); installing into .venv with uv"
    UV_PROJECT_ENVIRONMENT=.venv quietly uv sync --locked --python "$python" --no-default-groups "$@" && return
    say "uv could not ($(tail -n 1 "$log")); going on with pip"
    return 1
}

install_with_pip() {
    ask_python "$python" '__import__("venv"), __import__("ensurepip")' >/dev/null ||
        stop "Python $found has no venv module: apt-get install python$found-venv (Debian, Ubuntu)"
    say "Python $found ($python); installing into .venv with pip: a minute or less, the first time"
    if [ "$(ask_python .venv/bin/python "$version")" != "$found" ] || ! quietly .venv/bin/python -m pip --version; then
        step "$python" -m venv --clear .venv
    fi
    .venv/bin/python -c '
import tomllib
for package in tomllib.load(open("uv.lock", "rb"))["package"]:
    if "registry" in package["source"]:
        print(package["name"], package["version"], sep="==")
' >.venv/constraints.txt
    step .venv/bin/python -m pip install "pip>=25.1"    # the first that knows --group
    step .venv/bin/python -m pip install --constraint .venv/constraints.txt --editable . "$@"
}

: >"$log"
set --
for group in $groups; do set -- "$@" --group "$group"; done
install_with_uv "$@" || install_with_pip "$@"
for group in $groups; do touch ".venv/.has-$group"; done
say "ready"
