# shellcheck shell=bash
# What the scripts of bin/ have in common. It is sourced, not run; all it says goes to standard error.

project=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

fail() {
  printf '%s\n' "$*" >&2
  exit 1
}

# The same, where the arguments are wrong and nothing was done.
misuse() {
  printf '%s\n' "$*" >&2
  exit 2
}

# Prints the comment at the head of the script and ends it, where that is asked for: explain_on_request "$@".
explain_on_request() {
  case ${1:-} in
    -h | --help)
      print_head
      exit 0
      ;;
  esac
}

print_head() { sed -n '2,/^[^#]/{/^#/!d;s/^# \{0,1\}//;p}' "$0"; }

# Sets java to the program of a JDK 17 or newer.
find_java() {
  local javac version
  if [ -n "${JAVA_HOME:-}" ]; then
    [ -x "$JAVA_HOME/bin/javac" ] ||
      fail "JAVA_HOME is $JAVA_HOME, which has no bin/javac: set it to a JDK 17 or newer, or unset it."
    java=$JAVA_HOME/bin/java
  else
    javac=$(command -v javac) ||
      fail "There is no JDK here: install a JDK 17 or newer, or set JAVA_HOME to one."
    java=${javac%/*}/java
    [ -x "$java" ] || java=java
  fi
  version=$("$java" -XshowSettings:properties -version 2>&1 |
    sed -n 's/.*java\.specification\.version = \([0-9]*\).*/\1/p')
  [ "${version:-0}" -ge 17 ] ||
    fail "$java is of version ${version:-unknown}: install a JDK 17 or newer, or set JAVA_HOME to one."
}

# Sets jar to the service, which find_classpath then builds too if its sources have changed.
find_jar() {
  jar=$project/target/tallyman.jar
}

# Sets classpath to the classes of this project and its libraries, those of the tests included, and
# builds them if the sources have changed; with "as-built" only if there are none at all.
# TALLYMAN_CLASSPATH, if it is set, is taken as it is and nothing is built.
find_classpath() {
  local mode=${1:-fresh} file=$project/target/servers.classpath key
  if [ -n "${TALLYMAN_CLASSPATH:-}" ]; then
    classpath=$TALLYMAN_CLASSPATH
    return
  fi
  # Another user has other libraries in another home.
  key="$(cksum <"$project/pom.xml") $HOME"
  if ! is_built "$mode" "$file" "$key"; then
    build "$mode" "$file" "$key"
  fi
  classpath=$project/target/test-classes:$project/target/classes:$(sed -n 2p "$file")
}

is_built() {
  local mode=$1 file=$2 key=$3
  [ -z "${jar:-}" ] || is_jar_built || return 1
  [ -r "$file" ] && [ -d "$project/target/test-classes/io/tallyman/cluster" ] || return 1
  [ "$(sed -n 1p "$file")" = "$key" ] || return 1
  [ "$mode" = as-built ] || [ -z "$(find "$project/src" "$project/pom.xml" -newer "$file" -print -quit)" ]
}

is_jar_built() {
  [ -r "$jar" ] && [ -z "$(find "$project/src/main" "$project/pom.xml" -newer "$jar" -print -quit)" ]
}

build() {
  local mode=$1 file=$2 key=$3 draft=$2.new.$$ goals=(test-compile)
  [ -z "${jar:-}" ] || goals=(package -DskipTests)
  command -v mvn >/dev/null || fail "There is no Maven here: install Maven 3.8 or newer."
  if ! [ -w "$project" ] || { [ -e "$project/target" ] && ! [ -w "$project/target" ]; }; then
    fail "You may not write to $project, which has to be built first: clone it for yourself."
  fi
  mkdir -p "$project/target"
  (
    # One build at a time; whoever waited finds it done.
    if command -v flock >/dev/null; then
      exec 9>"$project/target/.build.lock"
      flock 9
    fi
    is_built "$mode" "$file" "$key" && exit 0
    printf 'Building, which takes minutes at the first time ...\n' >&2
    touch "$draft.begin"
    mvn -q -B -Dstyle.color=never -f "$project/pom.xml" "${goals[@]}" dependency:build-classpath \
      -DincludeScope=test -Dmdep.outputFile="$draft" </dev/null >&2 || exit 1
    { printf '%s\n' "$key" && cat "$draft"; } >"$file.$$"
    touch -r "$draft.begin" "$file.$$" # a source that changed during the build is newer
    mv "$file.$$" "$file" && rm "$draft" "$draft.begin"
  ) || fail "The build has failed, see above."
}

# Runs a class of io.tallyman.cluster instead of this shell, with the arguments that follow.
run_tool() {
  local class=$1
  shift
  exec "$java" -Xmx256m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:-UsePerfData \
    -Dtallyman.home="$project" -cp "$classpath" "io.tallyman.cluster.$class" "$@"
}

# Runs a playbook of ansible/ on an inventory: run_playbook FILE INVENTORY [--roll ID] [OPTIONS…].
# --roll names the roll, such as a build, so that the way back can name it too; the other options are ansible-playbook's.
run_playbook() {
  local file=$1 inventory=${2:-} command plays
  case $inventory in '' | -*) misuse "name the inventory first, such as ansible/inventories/staging; --help says more" ;; esac
  [ -e "$inventory" ] || misuse "there is no inventory at $inventory; copy ansible/inventories/example and fill in your hosts"
  command -v ansible-playbook >/dev/null || misuse "ansible-playbook isn't installed. On Debian: apt-get install ansible"
  command=(ansible-playbook --inventory "$inventory" "$project/ansible/$file")
  shift 2
  while [ $# -gt 0 ]; do
    if [ "$1" = --roll ]; then
      [ -n "${2:-}" ] || misuse "--roll needs the name of the roll, such as that of a build"
      # As JSON: Ansible would end key=value at the first space.
      command+=(--extra-vars "$(python3 -c 'import json, sys; print(json.dumps({"tallyman_roll_id": sys.argv[1]}))' "$2")")
      shift
    else
      command+=("$1")
    fi
    shift
  done
  export ANSIBLE_CONFIG=$project/ansible/ansible.cfg
  # Ansible takes an inventory without hosts, or one that it can't read, for a job that is done.
  plays=$("${command[@]}" --list-hosts) || misuse "Ansible refuses the inventory or an option, see above"
  grep -q 'hosts ([1-9]' <<<"$plays" || misuse "$inventory has no host in its group tallyman, or --limit leaves none"
  "${command[@]}"
}
