#!/bin/sh
# Finds the Python that this folder is for; start.py does the rest.
here=$(cd "$(dirname "$0")" && pwd)
if python@MINOR@ -c '' 2>/dev/null; then
    exec python@MINOR@ "$here/start.py"
fi
cat "$here/READ_ME.txt"
exit 1
