#!/usr/bin/env bash
# Closes to everybody but root what tells an answer: solutions, graders with their wrong turns, hidden cases with what
# makes them, and the seed of the private cases.
set -euo pipefail
source=${AUTOGRADER:-/autograder}/source
course=$source/course
chmod -R go-rwx "$course/solutions" "$course/tests" "$course"/fixtures/day* "$source/seed"
mkdir -p "$course/.grader"
chmod 700 "$course/.grader"
chmod -R go-w "$course"
