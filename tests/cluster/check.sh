#!/bin/sh
# Slurm takes jobs, runs them side by side, and accounting knows how each ended: what launchers
# need so as never to wait for a job that is dead. Called by slurm.sh.
set -eu

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

ended() { sacct -n -X -P -j "$1" -o state | sort | uniq -c | tr -s ' ' | tr '\n' ';'; }

expect() {
    tries=600
    until [ "$(ended "$1")" = "$2" ]; do
        tries=$((tries - 1))
        [ $tries -gt 0 ] || { echo "job $1: $(ended "$1") where '$2' was expected" >&2; exit 1; }
        sleep .2
    done
    echo "job $1:$2"
}

submit() { sbatch --parsable --output="$folder/%A_%a.log" --mem=100 "$@"; }

expect "$(submit --array=0-3 --wrap 'echo done >&2')" ' 4 COMPLETED;'
expect "$(submit --wrap 'exit 3')" ' 1 FAILED;'
expect "$(submit --wrap 'kill -KILL $$')" ' 1 FAILED;'
job=$(submit --wrap 'sleep 600')
until [ "$(squeue -h -j "$job" -o %T)" = RUNNING ]; do sleep .2; done
scancel "$job"
expect "$job" ' 1 CANCELLED by 0;'
echo "Slurm and its accounting work"
