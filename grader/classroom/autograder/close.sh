#!/usr/bin/env bash
# Closes to everybody but root what tells an answer: solutions, graders with their wrong turns, hidden cases and what
# makes them, the seed of the private cases, and the uploads of others.
set -euo pipefail
source=${AUTOGRADER:-/autograder}/source
course=$source/course
chmod -R go-rwx "$course/solutions" "$course/tests" "$source/seed"
find "$course/fixtures" -path '*/day*/*' -type f ! -name '_*' -exec chmod go-rwx {} + # _NAME.py: what graders run in the bench
mkdir -p "$course/.grader" && chmod 700 "$course/.grader"
chmod go-w -R "$course"
