#!/usr/bin/env bash
# Gradescope runs this once, as root, when it builds the image that every submission is graded in.
set -euo pipefail
root=${AUTOGRADER:-/autograder}
source=$root/source
course=$source/course

apt-get update -q
for python in python3.11 python3.12 python3.13; do # the course is tested with 3.11; an image may have another
  apt-get install -y -q "$python" "$python-venv" && break
done
apt-get install -y -q libseccomp2 # by which the kernel holds submissions
"/usr/bin/$python" -m venv "$source/venv" # not one out of root's own folder, which nobody else may run
pip=("$source/venv/bin/pip" install -q --no-cache-dir -c "$course/constraints.txt")
if [ -s "$source/torch-index" ]; then # torch's build without CUDA, which is a tenth of the other
  "${pip[@]}" torch --index-url "$(cat "$source/torch-index")"
fi
"${pip[@]}" -e "$course"

# Graders run as root here. What a student uploaded runs as a user of its own, who may read nothing that tells an answer.
id katas >/dev/null 2>&1 || useradd --system --no-create-home --shell /usr/sbin/nologin katas
bash "$source/close.sh"

# The stubs as a first submission: the private cases are made once, here, and an image that cannot grade is not built.
mkdir -p "$source/tried/submissions"
cp -r "$course/katas" "$source/tried/submissions/stubs"
bash "$source/grade.sh" "$source/tried/submissions" "$source/tried/results"
