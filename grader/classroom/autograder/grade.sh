#!/usr/bin/env bash
# grade.sh SUBMISSIONS RESULTS: how a submission is graded. The one place to change.
set -euo pipefail
source=${AUTOGRADER:-/autograder}/source
python=${PYTHON:-$source/venv/bin/python}
read -ra names <"$source/names"
as=(--user "${KATAS_USER:-katas}")
[ "$(id -u)" = 0 ] || as=(--no-jail) # only for who tries this script: Gradescope's graders are root
cd "$source/course"
exec "$python" -m grader class grade "$1" "${names[@]}" --out "$2" --seed-file "$source/seed" --jobs 1 "${as[@]}"
