# Sourced by demo, faults and bench: what they need to build the tree, to run a Java program of ours in a temporary
# folder, and to leave nothing behind. Who sources it has set
#
#   name         its own file name, whose first comment is its usage
#   module       the folder below component that the program is of
#   main         the class to run, with slashes
#   failed_line  how the last line begins when it fails
#
# and may afterwards set otherwise
#
#   launcher     of the service, which the program is told
#   options      of the program's JVM
# shellcheck shell=bash
# shellcheck disable=SC2154 # these four
# shellcheck disable=SC2317,SC2329 # what the traps call is not unreachable

readonly LEAST_JAVA=17
bin=$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")
top=$(dirname -- "$(dirname -- "$bin")")
testbed=$top/component/testbed
client=$top/component/client
service=$top/component/service
program=$top/component/$module
launcher=$bin/server-roster
options=(-XX:+UseSerialGC -XX:TieredStopAtLevel=1)
folder= # all that is written lies below it
child=  # the pid of the command that runs now
signal= # the one that ends it early

usage() {
  sed -n '2,/^set /{/^set /d;/^# shellcheck/d;s/^# \{0,1\}//;p}' "$bin/$name"
}

say() {
  printf '%s\n' "$1"
}

# Standard output: whoever reads only that finds the reason on its last line.
fail() {
  say "$failed_line$1"
  exit 1
}

# --- Ending: nothing stays, however the end came.

# The processes that were started with our folder for their temporary files: ours, for nobody else has that folder.
ours() {
  local each pid
  for each in /proc/[0-9]*/environ; do
    pid=${each#/proc/}
    pid=${pid%/environ}
    if [[ $pid != "$$" ]] && grep -qsaF -- "TMPDIR=$folder/" "$each"; then
      printf '%s\n' "$pid"
    fi
  done
}

# The Java side stops all in order and waits for it. This is for the case that it was killed: its servers then end by
# themselves, but for one that it was just about to start.
end_what_is_left() {
  local pids each
  for each in TERM INT KILL; do
    for _ in {1..20}; do
      mapfile -t pids < <(ours)
      ((${#pids[@]})) || return 0
      sleep 0.1
    done
    kill -s "$each" "${pids[@]}" 2>/dev/null
  done
}

clean_up() {
  trap '' INT TERM HUP
  if [[ -n $child ]] && kill -0 "$child" 2>/dev/null; then
    kill -s TERM "$child" 2>/dev/null
    wait "$child"
  fi
  if [[ -n $folder ]]; then
    end_what_is_left
    # What was just killed may still be removing files of its own.
    for _ in {1..20}; do
      rm -rf -- "$folder" 2>/dev/null && break
      sleep 0.1
    done
  fi
}

# Runs a command so that a signal to this script reaches it at once, and it does not outlive this script.
run() {
  [[ -z $signal ]] || interrupted
  setpriv --pdeathsig TERM -- "$@" </dev/null &
  child=$!
  # A signal that came just before found no child.
  [[ -z $signal ]] || kill -s TERM "$child" 2>/dev/null
  local status
  while true; do
    status=0
    wait "$child" || status=$?
    # A trapped signal ends the waiting, not the child.
    kill -0 "$child" 2>/dev/null || break
  done
  child=
  return "$status"
}

interrupted() {
  fail 'interrupted; all that ran was stopped'
}

on_signal() {
  signal=$1
  if [[ -n $child ]]; then
    kill -s TERM "$child" 2>/dev/null
  fi
}

# --- What must be there.

# The major version of the compiler in a JDK's folder; empty when there is none.
jdk_version() {
  local version
  [[ -x $1/bin/javac && -x $1/bin/java ]] || return 0
  version=$("$1/bin/javac" -version 2>&1 | sed -n 's/^javac \(1\.\)\{0,1\}\([0-9]*\).*/\2/p')
  printf '%s' "$version"
}

find_jdk() {
  local candidate version found=
  local candidates=()
  [[ -z ${JAVA_HOME:-} ]] || candidates+=("$JAVA_HOME")
  if command -v javac >/dev/null; then
    candidates+=("$(dirname -- "$(dirname -- "$(readlink -f -- "$(command -v javac)")")")")
  fi
  for candidate in ${candidates[@]+"${candidates[@]}"}; do
    version=$(jdk_version "$candidate")
    if [[ -n $version ]] && ((version >= LEAST_JAVA)); then
      export JAVA_HOME=$candidate
      return
    fi
    found=${version:+", and $candidate is $version"}
  done
  fail "needs a JDK, $LEAST_JAVA or later$found: apt-get install default-jdk-headless, or set JAVA_HOME"
}

find_maven() {
  command -v mvn >/dev/null || fail 'needs Maven: apt-get install maven'
}

find_servers() {
  run "$bin/install-servers" "$@" 2>&1 || fail "not all of $* are there, and they cannot be installed: see above"
}

# --- Building.

# Whether the program and the service are built, with all that they need, and no source is newer.
is_built() {
  local archive path paths
  archive=$(find "$service/target" -maxdepth 1 -name 'server-roster-*.tar.gz' 2>/dev/null | head -n 1)
  [[ -n $archive && -d $service/target/dist/lib && -s $program/target/run.classpath ]] || return 1
  IFS=: read -r -a paths <"$program/target/run.classpath"
  for path in "$program/target/classes/$main.class" ${paths[@]+"${paths[@]}"}; do
    [[ -e $path ]] || return 1
  done
  [[ -z $(find "$client/pom.xml" "$client/src/main" "$testbed/pom.xml" "$testbed/src/main" "$program/pom.xml" \
    "$program/src/main" -newer "$program/target/run.classpath" -print -quit) ]] ||
    return 1
  [[ -z $(find "$top/pom.xml" "$top/config" "$top/migrations" "$service/pom.xml" "$service/src/main" \
    "$service/src/assembly" -newer "$archive" -print -quit) ]]
}

maven() {
  # Without -q Maven names the modules that it builds; into the log, for the case that it fails.
  run mvn -B -ntp "$@" -f "$top/pom.xml" -pl "component/service,component/$module" -am -Dmaven.test.skip=true \
    -Dspotless.check.skip=true package >"$folder/build.log" 2>&1
}

build() {
  local lock
  ! is_built || return 0
  mkdir -p -- "$service/target" || fail "cannot write to $service/target"
  # One build at a time, by the same lock as the service's launcher.
  exec {lock}>"$service/target/build.lock"
  flock --nonblock "$lock" || { say 'Waiting for another build of this tree…' && run flock "$lock"; }
  if ! is_built; then
    say 'building, a minute or two the first time…'
    rm -f -- "$service"/target/server-roster-*.tar.gz "$program/target/run.classpath"
    # Maven reaches for the network only where something is missing here.
    if ! maven --offline; then
      [[ -z $signal ]] || interrupted
      if ! grep -qiE 'offline mode|has not been downloaded' "$folder/build.log" || ! maven; then
        [[ -z $signal ]] || interrupted
        grep -E '^\[ERROR\]|^Error' "$folder/build.log" | head -n 30
        fail "the build failed: mvn -f '$top/pom.xml' package shows all of it"
      fi
    fi
    is_built || fail "the build did not make all that is needed"
  fi
  exec {lock}>&-
}

# Makes the folder. Nothing that was started stays, however the end comes.
begin() {
  trap clean_up EXIT
  trap 'on_signal INT' INT
  trap 'on_signal TERM' TERM
  trap 'on_signal HUP' HUP
  folder=$(mktemp -d -- "${TMPDIR:-/tmp}/server-roster-$name.XXXXXX") || fail "cannot write to ${TMPDIR:-/tmp}"
}

# Runs the program with the launcher of the service, the folder and the arguments, and ends with its exit code.
play() {
  local status
  mkdir -- "$folder/tmp"
  options+=(-XX:-UsePerfData -Xshare:auto "-Djava.io.tmpdir=$folder/tmp" -Dslf4j.internal.verbosity=ERROR)
  # The service's own JVMs, and whatever else is started, write nowhere else either.
  export TMPDIR=$folder/tmp JAVA_OPTS="-XX:-UsePerfData"
  run "$JAVA_HOME/bin/java" "${options[@]}" -cp "$program/target/classes:$(<"$program/target/run.classpath")" \
    "${main//\//.}" "$launcher" "$folder" "$@"
  status=$?
  case $status in
    0 | 1 | 2) exit "$status" ;; # it has said the last line
    *)
      [[ -z $signal ]] || interrupted
      fail "its own Java process ended with exit code $status"
      ;;
  esac
}
