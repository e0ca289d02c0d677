# Sourced: makes the bare root of an image from this machine's own files, where no registry answers. $root is where.

# Copies files and the shared libraries that they load to the same paths below $root.
copy() {
  local file
  for file in "$@" $(ldd "$@" 2>/dev/null | grep -oE '/[^ ]+\.so[^ ]*' | sort -u); do
    [[ $file == "$root"/* ]] || install -D "$(readlink -f "$file")" "$root$file"
  done
}

# Some tools of a shell, and Java as this machine has it.
add_shell_and_java() {
  local tool home
  for tool in bin lib lib64 sbin; do mkdir -p "$root/usr/$tool" && ln -s usr/$tool "$root/$tool"; done
  mkdir -m 1777 "$root/tmp"
  for tool in bash sh cat chmod date env grep id ls mkdir rm sed sleep tail; do copy "$(PATH=/usr/bin type -P $tool)"; done
  mkdir -p "$root/etc"
  echo root:x:0:0:root:/:/bin/bash >"$root/etc/passwd"
  echo hosts: files dns >"$root/etc/nsswitch.conf" # without it the C library looks names up before it reads hosts

  for home in "${JAVA_HOME:-}" /usr/lib/jvm/*25* /usr/lib/jvm/*; do [ ! -x "$home/bin/jlink" ] || break; done
  "$home/bin/jlink" --output "$root/opt/java" --strip-java-debug-attributes --no-header-files --no-man-pages --add-modules \
    java.se,jdk.crypto.ec,jdk.jcmd,jdk.management.agent,jdk.naming.dns,jdk.net,jdk.security.auth,jdk.security.jgss,jdk.unsupported,jdk.zipfs
  # shellcheck disable=SC2046
  copy "$root/opt/java/bin/java" $(find "$root/opt/java" -name '*.so')
}
