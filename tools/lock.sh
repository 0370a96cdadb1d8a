#!/usr/bin/env bash
# Refresh requirements.lock: every library the runtime, the tests and the linters need, for Python 3.11 to 3.13
# on any platform, each with the hashes of all its files and without any address. Run it after changing
# pyproject.toml; give --upgrade to take newer versions. Needs `uv` (pip install uv), nothing else does.
set -euo pipefail
cd "$(dirname "$0")/.."

tool=$(command -v uv || true)
if [ -z "$tool" ]; then
    python3 -m venv out/lock-venv
    out/lock-venv/bin/pip install --quiet uv
    tool=out/lock-venv/bin/uv
fi

lock() { # OUTPUT EXTRA...
    local output=$1
    shift
    "$tool" pip compile pyproject.toml "$@" \
        --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links \
        --no-annotate --no-header --quiet --output-file "$output"
    if grep -nE '://|--(index|extra-index|find-links|trusted)' "$output"; then
        echo "an address stands in $output" >&2
        exit 1
    fi
}

lock requirements.lock --extra build --extra test --extra lint "$@"

lock_extra() { # OUTPUT EXTRA OPTION...: that extra alone, without the project's own libraries
    local output=$1 extra=$2 wanted
    shift 2
    wanted=$(mktemp)
    python3 -c 'import sys, tomllib
print("\n".join(tomllib.load(open("pyproject.toml", "rb"))["project"]["optional-dependencies"][sys.argv[1]]))' "$extra" >"$wanted"
    "$tool" pip compile "$wanted" --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
        --no-emit-find-links --no-annotate --no-header --quiet --output-file "$output" "$@"
    rm -f "$wanted"
}

# The IPCC equations of others, read as plain functions: their libraries are not needed, so none are taken.
lock_extra requirements-oracle.lock oracle --no-deps "$@"

# Spark is an extra of four hundred megabytes that only its own tests and users take.
lock_extra requirements-spark.lock spark "$@"

# What plants faults stands beside our own versions, in an environment of its own.
lock_extra requirements-mutants.lock mutants --constraint requirements.lock "$@"

# The peers of the benchmarks stand in an environment of their own: they must not choose our versions.
lock_extra requirements-bench.lock bench "$@"
