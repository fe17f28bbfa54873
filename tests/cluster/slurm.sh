#!/bin/sh
# Runs a command with Slurm and its accounting on this one machine, on loopback only, and ends
# what it started. As root, on Debian:   tests/cluster/slurm.sh COMMAND...
#
# Installs what is missing with apt-get and says so. Everything else lives in one folder, STATE;
# the machine's own configuration of Slurm, munge and MariaDB is neither read nor changed. What an
# earlier call left running is ended first, by its process ids.
set -eu

STATE=/var/lib/coprod-slurm
PACKAGES="slurm-wlm slurmdbd mariadb-server munge"
PROGRAMS="slurmctld slurmd slurmdbd munged mariadbd"
PATIENCE=120
NAME=$(hostname -s)
CPUS=$(nproc)
MEMORY=$(awk '/^MemTotal/ { print int($2 / 1024 * .8) }' /proc/meminfo)

say() { echo "slurm.sh: $*" >&2; }
fail() { say "$*"; exit 2; }

has() { for program in "$@"; do command -v "$program" >/dev/null || return 1; done; }

install_missing() {
    # shellcheck disable=SC2086
    has $PROGRAMS && return
    has apt-get || fail "needs $PROGRAMS, and apt-get to install them"
    say "installing $PACKAGES with apt-get; their services are not started"
    policy=/usr/sbin/policy-rc.d
    [ -e $policy ] || { printf '#!/bin/sh\nexit 101\n' >$policy; chmod 755 $policy; ours=$policy; }
    # shellcheck disable=SC2086
    DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends $PACKAGES \
        >"$STATE/apt.log" 2>&1 || failed=yes
    rm -f ${ours:+"$ours"}
    [ -z "${failed:-}" ] || fail "apt-get could not install them; see $STATE/apt.log"
}

# Ends the daemon of a pid file, if the process is still that daemon; waits until it is gone.
end() {
    [ -s "$STATE/$1.pid" ] || return 0
    pid=$(cat "$STATE/$1.pid")
    if [ "$(cat "/proc/$pid/comm" 2>/dev/null)" = "$1" ]; then
        kill "$pid" 2>/dev/null || true
        wait_until "$1 ends" gone "$pid" || kill -KILL "$pid" 2>/dev/null || true
    fi
    rm -f "$STATE/$1.pid"
}

# Nothing is left of it but, where nobody waits for orphans, its name.
gone() { ! grep -q '^State:[[:space:]]*[^ZX[:space:]]' "/proc/$1/status" 2>/dev/null; }

end_all() { for daemon in slurmd slurmctld slurmdbd mariadbd munged; do end $daemon; done; }

wait_until() {
    what=$1
    shift
    tries=$((PATIENCE * 5))
    until "$@" >/dev/null 2>&1; do
        tries=$((tries - 1))
        [ $tries -gt 0 ] || { say "waited $PATIENCE s in vain: $what"; return 1; }
        sleep .2
    done
}

write_configuration() {
    cat >"$STATE/slurm.conf" <<END
ClusterName=coprod
SlurmctldHost=$NAME(127.0.0.1)
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket=$STATE/munge/socket
CommunicationParameters=NoInAddrAny,NoCtldInAddrAny
SlurmctldPidFile=$STATE/slurmctld.pid
SlurmdPidFile=$STATE/slurmd.pid
SlurmctldLogFile=$STATE/slurmctld.log
SlurmdLogFile=$STATE/slurmd.log
StateSaveLocation=$STATE/controller
SlurmdSpoolDir=$STATE/node
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
MpiDefault=none
JobAcctGatherType=jobacct_gather/linux
JobAcctGatherFrequency=task=1
AccountingStorageType=accounting_storage/slurmdbd
AccountingStorageHost=127.0.0.1
AccountingStoragePass=$STATE/munge/socket
SchedulerType=sched/backfill
SchedulerParameters=sched_min_interval=0,batch_sched_delay=0
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
ReturnToService=2
NodeName=$NAME NodeAddr=127.0.0.1 CPUs=$CPUS RealMemory=$MEMORY
PartitionName=all Nodes=$NAME Default=YES MaxTime=INFINITE State=UP
END
    cat >"$STATE/slurmdbd.conf" <<END
DbdHost=$NAME
DbdAddr=127.0.0.1
SlurmUser=root
AuthType=auth/munge
AuthInfo=socket=$STATE/munge/socket
CommunicationParameters=NoInAddrAny
PidFile=$STATE/slurmdbd.pid
LogFile=$STATE/slurmdbd.log
StorageType=accounting_storage/mysql
StorageHost=localhost
StorageUser=root
StorageLoc=slurm
END
    chmod 600 "$STATE/slurmdbd.conf"
}

start_munge() {
    mkdir -p "$STATE/munge"
    [ -s "$STATE/munge/key" ] || head -c 1024 /dev/urandom >"$STATE/munge/key"
    chown -R munge:munge "$STATE/munge"
    chmod 600 "$STATE/munge/key"
    runuser -u munge -- munged --key-file="$STATE/munge/key" --socket="$STATE/munge/socket" \
        --pid-file="$STATE/munge/pid" --log-file="$STATE/munge/log" --seed-file="$STATE/munge/seed"
    ln -sf munge/pid "$STATE/munged.pid"
    munge -S "$STATE/munge/socket" -n >/dev/null || fail "munge does not answer"
}

start_database() {
    export MYSQL_UNIX_PORT="$STATE/database/socket"
    if [ ! -d "$STATE/database/mysql" ]; then
        mkdir -p "$STATE/database"
        chown mysql:mysql "$STATE/database"
        mariadb-install-db --no-defaults --user=mysql --datadir="$STATE/database" --skip-test-db \
            >"$STATE/database.log" 2>&1 || fail "no database; see $STATE/database.log"
    fi
    mariadbd --no-defaults --user=mysql --datadir="$STATE/database" --skip-networking \
        --socket="$MYSQL_UNIX_PORT" --pid-file="$STATE/database/pid" \
        --innodb-buffer-pool-size=64M --innodb-lock-wait-timeout=900 \
        >>"$STATE/database.log" 2>&1 &
    ln -sf database/pid "$STATE/mariadbd.pid"
    wait_until "the database answers" \
        mariadb --no-defaults --socket="$MYSQL_UNIX_PORT" -e "create database if not exists slurm"
}

start_slurm() {
    mkdir -p "$STATE/controller" "$STATE/node"
    slurmdbd
    wait_until "accounting answers" sacctmgr -n list cluster
    sacctmgr -i add cluster coprod >/dev/null 2>&1 || true # there already, when called again
    slurmctld
    slurmd -N "$NAME"
    wait_until "the node is idle" node_is_idle
}

node_is_idle() { [ "$(sinfo -h -o %T)" = idle ]; }

[ $# -gt 0 ] || fail "say what to run: tests/cluster/slurm.sh COMMAND..."
[ "$(id -u)" = 0 ] || fail "must be root, for Slurm runs jobs as their users"
mkdir -p "$STATE"
chmod 755 "$STATE"
exec 9>"$STATE/lock"
flock -n 9 || fail "another call is at work in $STATE"
install_missing 9>&-
export SLURM_CONF="$STATE/slurm.conf"
end_all
trap end_all EXIT
trap 'exit 130' INT TERM
write_configuration
start_munge 9>&-
start_database 9>&-
start_slurm 9>&-
say "Slurm is up: $CPUS processors, $MEMORY MB; SLURM_CONF=$SLURM_CONF"
"$@" 9>&-
