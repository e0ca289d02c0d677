# Sourced by the commands beside it: finds a JDK 25, builds what is missing or older than its sources, sets
# $java, $encoding and $class_path. $tool is the name that messages begin with.

home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

# The JVM would open files of its own under the numbers of streams that are closed.
{ true 3<&0; } 2>/dev/null || exec </dev/null
{ true 3>&2; } || exec 2>/dev/null
if ! { true 3>&1; } 2>/dev/null; then
  printf '%s: standard output is closed\n' "$tool" >&2
  exit 7
fi

# Arguments and the names of files reach the JVM in the locale's encoding, so another locale than UTF-8 would lose
# characters of ids and reasons before a line of ours runs. Only the encoding is of use: the tools speak English.
export LC_ALL=C.UTF-8
encoding=(-Dstdout.encoding=UTF-8 -Dstderr.encoding=UTF-8)

# How wide the terminal is, which bash knows and does not tell its children.
if [ -z "${COLUMNS:-}" ] && [ -t 2 ]; then
  shopt -s checkwinsize
  (true)
fi
[ -z "${COLUMNS:-}" ] || export COLUMNS

die() {
  printf '%s: %s\n' "$tool" "$*" >&2
  exit 70
}

is_jdk_25() {
  [ -x "$1/bin/javac" ] && [ -f "$1/release" ] && grep -q '^JAVA_VERSION="25[."]' "$1/release"
}

find_jdk() {
  local candidate on_path
  on_path=$(command -v javac || true)
  while [ -n "$on_path" ] && [ -L "$on_path" ]; do
    candidate=$(readlink "$on_path")
    case $candidate in
      /*) on_path=$candidate ;;
      *) on_path=$(dirname "$on_path")/$candidate ;;
    esac
  done
  for candidate in "${JAVA_HOME:-}" "${on_path%/bin/javac}" /usr/lib/jvm/* /opt/java/* \
    "${HOME:-}"/.sdkman/candidates/java/* "${HOME:-}"/.jdks/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home "${HOME:-}"/Library/Java/JavaVirtualMachines/*/Contents/Home \
    /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home /usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home; do
    if [ -n "$candidate" ] && is_jdk_25 "$candidate"; then
      jdk=$candidate
      return
    fi
  done
  die 'a JDK 25 is needed and none was found: install one (Temurin 25, say) or point JAVA_HOME at it'
}

# The newest of the files that a pattern matches; the version in their names changes.
newest() {
  ls -t "$@" 2>/dev/null | head -n 1
}

is_built() {
  local tools="$home/ops/ctl/target" worker_jar console_jar built
  ops_jar=$(newest "$tools"/refund-ctl-*.jar)
  worker_jar=$(newest "$home"/worker/target/refund-worker-*-app.jar)
  console_jar=$(newest "$home"/ops/console/target/refund-console-*-app.jar)
  [ -n "$ops_jar" ] && [ -n "$worker_jar" ] && [ -n "$console_jar" ] && [ -d "$tools/lib" ] || return 1
  # Built last, by us or by an ordinary ./mvnw package. (The worker's jar always carries the same date.)
  built=$(newest "$tools/.built" "$tools"/refund-ctl-*.jar "$tools"/lib/refund-*.jar)
  [ -z "$(find "$home"/pom.xml "$home"/{contracts,worker,ops,ops/*}/pom.xml "$home"/{contracts,worker,ops/*}/src/main \
    -newer "$built" -print 2>/dev/null | head -n 1)" ]
}

build() {
  local log="$home/.local/build.log"
  mkdir -p "$home/.local"
  # A source that is saved during the build is newer than this, and builds again next time.
  touch "$home/.local/build-began"
  printf '%s: building (the first time this downloads its libraries); all of it in %s\n' "$tool" "$log" >&2
  # Only what a person waits for: a line for each module and each of its larger steps, and how many files came down.
  if ! (cd "$home" && JAVA_HOME=$jdk ./mvnw -B -Dmaven.test.skip=true -Dspotless.check.skip=true -Dcyclonedx.skip=true \
    package 2>&1) | tee "$log" | awk -v terminal="$([ -t 2 ] && echo 1 || echo 0)" '
      function clear() { if (shown) { printf "\r\033[K"; shown = 0 } }
      /^\[INFO\] Building Refund Worker/ { sub(/^\[INFO\] Building /, ""); sub(/ +\[/, " ["); clear(); print "  " $0; fflush() }
      / Downloaded from / || /^Downloaded from / {
        files++
        if (terminal) { printf "\r  %d files downloaded", files; shown = 1; fflush() }
        else if (files % 50 == 0) { print "  " files " files downloaded"; fflush() }
      }
      /^\[INFO\] --- (compiler:[^ ]*:compile |jar:|spring-boot:|dependency:)/ {
        step = $3; sub(/:[^:]*:/, ":", step); clear(); print "    " step; fflush()
      }
      /^\[ERROR\]/ && errors++ < 12 { clear(); print; fflush() }
      END { clear() }' >&2; then
    die "the build failed; see $log"
  fi
  touch -r "$home/.local/build-began" "$home/ops/ctl/target/.built"
  is_built || die "the build left no jars; see $log"
}

set -o pipefail
find_jdk
java=$jdk/bin/java
is_built || build
class_path="$ops_jar:$home/ops/ctl/target/lib/*"
