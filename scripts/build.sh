#!/bin/sh
# Builds storectl: a JavaScript bundle with a launcher, or a single binary.
set -eu

# The Deno that the project is written for; npx fetches it where there is none.
DENO_VERSION=2.9.6

usage() {
  cat <<'EOF'
Usage: scripts/build.sh [--bundle] [--out DIR] [--minify]

Without options: makes the single binary dist/storectl with "deno compile". That
needs the denort runtime of the same version as Deno: from DENORT_BIN, Deno's
cache, or its download.

  --bundle    Make storectl.js, its lazily loaded chunks, and the launcher
              storectl beside them (default folder: dist/bundle)
  --out DIR   Put the result there (default: dist)
  --minify    Minify: 2 to 3 % less start, but stacks in bug reports lose their names
  --help      Print this

Deno is taken from $DENO, else from PATH, else from "npx -y deno@VERSION".

Exit status: 0 done, 1 the build failed, 2 wrong arguments, 3 no denort to be had.
EOF
}

say() {
  printf 'build.sh: %s\n' "$1" >&2
}

fail() { # STATUS MESSAGE
  say "$2"
  exit "$1"
}

bundle=
out=
minify=
while [ $# -gt 0 ]; do
  case $1 in
    --bundle) bundle=1 ;;
    --minify) minify=--minify ;;
    --out)
      out=${2-}
      [ -n "$out" ] || fail 2 'Option "--out" needs a folder'
      shift
      ;;
    --out=?*) out=${1#--out=} ;;
    --help | -h)
      usage
      exit 0
      ;;
    *) fail 2 "Unknown argument \"$1\"; see scripts/build.sh --help" ;;
  esac
  shift
done

run_deno() {
  if [ -n "${DENO:-}" ]; then
    "$DENO" "$@"
  elif command -v deno >/dev/null 2>&1; then
    deno "$@"
  elif command -v npx >/dev/null 2>&1; then
    npx -y "deno@$DENO_VERSION" "$@"
  else
    fail 1 'Cannot find Deno: DENO is not set, and neither deno nor npx is on PATH'
  fi
}

root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P)
if [ -z "$out" ]; then
  out=$root/dist${bundle:+/bundle}
fi
case $out in
  /*) ;;
  *) out=$PWD/$out ;;
esac
# Relative to where the caller stands, not to the project.
case ${DENO:-} in
  /*) ;;
  */*) DENO=$PWD/$DENO ;;
esac
case ${DENORT_BIN:-} in
  /* | '') ;;
  *) export DENORT_BIN="$PWD/$DENORT_BIN" ;;
esac

created=
[ -d "$out" ] || created=1
mkdir -p -- "$out"

# All is made in here, on the file system of the result, and renamed into place when it is whole.
stage=$(mktemp -d "$out/.build-XXXXXX")
clean_up() {
  rm -rf -- "$stage"
  # A folder that was made for nothing.
  [ -z "$created" ] || rmdir -- "$out" 2>/dev/null || :
}
trap clean_up EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

cd -- "$root"
export NO_COLOR=1 DENO_NO_UPDATE_CHECK=1
log=$stage/log

# Functions are compiled at once, so that Deno's cache of compiled code holds them all; left to itself V8 compiles each
# one when it is first called, at every start anew, which is a sixth of a query. And what is called often is compiled
# again, by threads beside it, later than V8 would: a query ends before that pays, and a build does not notice.
# All are flags of the Deno above: one that its V8 does not know ends the program.
V8_FLAGS=--v8-flags=--no-lazy,--baseline-batch-compilation-threshold=60000
V8_FLAGS=$V8_FLAGS,--invocation-count-for-maglev=2000,--invocation-count-for-maglev-osr=2000
# With the first date V8 would read the data of time zones, which nothing here shows.
V8_FLAGS=$V8_FLAGS,--no-icu-timezone-data
# Room, in MiB, for what is young: what a query makes is never looked through for garbage.
V8_FLAGS=$V8_FLAGS,--min-semi-space-size=4

# Writes a file for each query, all of it in itself, and names them in $externals.
bundle_queries() {
  externals=
  for query in src/cli/queries/*.ts; do
    name=${query##*/}
    externals="$externals --external */queries/$name"
    # shellcheck disable=SC2086 # empty, or one word
    run_deno bundle --quiet $minify --output "$stage/bundle/query_${name%.ts}.js" "$query" || return
  done
}

# Writes storectl.js and the files that it loads to $stage/bundle.
#
# The way of a query is two files: the first one knows which the second is, and the second has all that the query
# needs, whatever others have of it too. What has changed since needs another one. All else goes through one module,
# lazy.ts, which is bundled by itself in chunks. Imports get a computed name: Deno reads all files that a literal one
# names before it starts.
# Threads are files of their own: the bundler does not follow "new Worker".
make_bundle() {
  # shellcheck disable=SC2086 # empty, or words without a blank in them
  {
    run_deno bundle --quiet --code-splitting $minify --outdir "$stage/bundle" src/cli/lazy.ts &&
      run_deno bundle --quiet $minify --output "$stage/bundle/patch_catalog.js" src/stores/patch_catalog.ts &&
      bundle_queries &&
      ( # the stars are the bundler's
        set -f
        run_deno bundle --quiet $minify --external */lazy.ts --external */patch_catalog.ts $externals \
          --output "$stage/bundle/storectl.js" main.ts
      ) &&
      run_deno bundle --quiet --code-splitting $minify --outdir "$stage/bundle" src/sys/digest_worker.ts
  } >"$log" 2>&1 || {
    cat -- "$log" >&2
    fail 1 'Cannot bundle main.ts: see above'
  }
  sed -E -i 's#import\("[^"]*/(lazy|patch_catalog)\.ts"\)#import(import.meta.resolve("./\1.js"))#g' "$stage/bundle/storectl.js"
  sed -E -i 's#import\("[^"]*/queries/([a-z_]+)\.ts"\)#import(import.meta.resolve("./query_\1.js"))#g' "$stage/bundle/storectl.js"
  sed -E -i 's#import\("(\./[^"/]+\.js)"\)#import(import.meta.resolve("\1"))#g' "$stage"/bundle/*.js
  sed -E -i 's#new URL\("\./digest_worker\.ts"#new URL("./digest_worker.js"#' "$stage"/bundle/*.js
  # What is there for packages that call "require" loads Node's modules with every chunk, for a third of a start.
  sed -E -i \
    -e 's#import ?\{ ?createRequire as __deno_internal_createRequire ?\} from "node:module";##' \
    -e 's#= ?__deno_internal_createRequire\(import\.meta\.url\)#= (name) => process.getBuiltinModule(name)#' \
    "$stage"/bundle/*.js
  if grep -l 'node:module' "$stage"/bundle/*.js >&2; then
    fail 1 'Cannot spare the chunks above the modules of Node'
  fi
  if grep -lE '_worker\.ts"' "$stage"/bundle/*.js >&2; then
    fail 1 'Cannot name the thread in the files above'
  fi
  if grep -lE 'import\("\./|(lazy|patch_catalog)\.ts"|/queries/[a-z_]+\.ts"\)' "$stage"/bundle/*.js >&2; then
    fail 1 'Cannot give the imports above a computed name'
  fi
}

make_launcher() { # FLAGS
  cat >"$stage/storectl" <<EOF
#!/bin/sh
# Runs storectl.js, which stands beside it. Made by scripts/build.sh; the rights are deno.json's.
case \$0 in
  /*) self=\$0 ;;
  *) self=./\$0 ;;
esac
while [ -L "\$self" ]; do
  target=\$(readlink -- "\$self")
  case \$target in
    /*) self=\$target ;;
    *) self=\${self%/*}/\$target ;;
  esac
done
if [ -n "\${DENO:-}" ]; then
  set -- "\$DENO" run $1 "\${self%/*}/storectl.js" "\$@"
elif command -v deno >/dev/null 2>&1; then
  set -- deno run $1 "\${self%/*}/storectl.js" "\$@"
elif command -v npx >/dev/null 2>&1; then
  set -- npx -y deno@$DENO_VERSION run $1 "\${self%/*}/storectl.js" "\$@"
else
  echo 'error: Cannot find Deno: DENO is not set, and neither deno nor npx is on PATH' >&2
  exit 127
fi
export DENO_NO_UPDATE_CHECK=1
exec "\$@"
EOF
  chmod 755 -- "$stage/storectl"
}

install_bundle() {
  for file in "$stage"/bundle/*.js; do
    case $file in
      */storectl.js) ;;
      *)
        mv -f -- "$file" "$out/"
        printf '%s\n' "${file##*/}" >>"$stage/chunks"
        ;;
    esac
  done
  # Chunks of an earlier build, which nothing loads any more.
  if [ -f "$out/storectl.js" ]; then
    for file in "$out"/*-[0-9A-Z][0-9A-Z][0-9A-Z][0-9A-Z][0-9A-Z][0-9A-Z][0-9A-Z][0-9A-Z].js; do
      [ -f "$file" ] || continue
      grep -qxF -- "${file##*/}" "$stage/chunks" 2>/dev/null || rm -f -- "$file"
    done
  fi
  mv -f -- "$stage/bundle/storectl.js" "$stage/storectl" "$out/"
}

# Compiles $1 to $2; a missing or unusable denort ends the script with status 3.
compile() { # SCRIPT OUTPUT [OPTION]...
  script=$1
  output=$2
  shift 2
  run_deno compile --quiet --no-config --no-lock --no-check "$@" --output "$output" "$script" >"$log" 2>&1 &&
    return
  if grep -qE 'Could not find denort|Setting up base binary|Invalid object|/denort-' "$log"; then
    say "Cannot make the binary: no denort runtime of $(run_deno --version | sed -n '1s/ (.*//p') can be had"
    if [ -n "${DENORT_BIN:-}" ]; then
      say "DENORT_BIN is \"$DENORT_BIN\", which does not serve; Deno says:"
    else
      say "DENORT_BIN is not set, Deno's cache has none, and its download failed; Deno says:"
    fi
    sed -e '/^Stack backtrace/,$d' -e '/^$/d' -e 's/^/  /' "$log" >&2
    say 'Set DENORT_BIN to a denort of this version, or build with --bundle'
    exit 3
  fi
  cat -- "$log" >&2
  fail 1 "Cannot compile $script: see above"
}

flags=$(run_deno run --quiet --no-config --no-prompt --allow-read=deno.json scripts/permission_flags.ts)

if [ -n "$bundle" ]; then
  make_bundle
  make_launcher "$V8_FLAGS --quiet --no-config --no-prompt --no-remote --no-npm $flags"
  install_bundle
  printf 'Bundled %s/storectl.js, with its launcher storectl beside it\n' "$out"
else
  # First of all: is there a denort? Nothing else is fetched or built if not.
  : >"$stage/probe.js"
  compile "$stage/probe.js" "$stage/probe"
  rm -f -- "$stage/probe" "$stage/probe.js"
  make_bundle
  # The same files as the bundle: binary and bundle are the same code.
  # shellcheck disable=SC2086 # one word for each flag
  compile "$stage/bundle/storectl.js" "$stage/storectl" $V8_FLAGS --no-prompt --deny-import $flags --include "$stage/bundle"
  mv -f -- "$stage/storectl" "$out/storectl"
  printf 'Compiled %s/storectl (denort: %s); it has not been run\n' "$out" "${DENORT_BIN:-of Deno}"
fi
