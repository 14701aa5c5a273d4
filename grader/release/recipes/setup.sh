#!/usr/bin/env bash
# Gradescope runs this once, as root on Ubuntu, when it builds the image of an assignment.
set -euo pipefail

root="${AUTOGRADER_ROOT:-/autograder}"
source="$root/source"
environment="$root/environment"
export DEBIAN_FRONTEND=noninteractive XDG_CACHE_HOME="$root/cache"

python=python3
if ! python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
    python=python3.11 # Ubuntu 22.04 has it beside its own
    apt-get update
    apt-get install -y --no-install-recommends python3.11 python3.11-venv
elif ! python3 -c 'import ensurepip' 2>/dev/null; then
    apt-get update
    apt-get install -y --no-install-recommends python3-venv
fi

"$python" -m venv "$environment"
"$environment/bin/pip" install --quiet "$(echo "$source"/*.whl)[notebook]"
"$environment/bin/grader" doctor || echo "What does not hold here is named above."

# Draws the examples that all submissions share, which are kept, and shows that everything is there: the solutions pass.
mapfile -t tasks <"$source/tasks.txt"
"$environment/bin/grade" "${tasks[@]}" \
    --course "$source/course" --submission "$source/course/solutions" \
    --secret "$source/secret.key"
