# What the scripts of a job array share: HOMEWARD_OUTPUT is the joined file, HOMEWARD_SHARDS the number of shares.

if [ -z "${HOMEWARD:-}" ]; then
  built=$(dirname "${BASH_SOURCE[0]}")/../../build/release/homeward
  HOMEWARD=$(command -v homeward || readlink -f "$built")
fi
[ -x "$HOMEWARD" ] || { echo "no program $HOMEWARD; set HOMEWARD, or build it: scripts/quickstart" >&2; exit 1; }

share_file() { echo "${HOMEWARD_OUTPUT%.h5}.shard-$1-of-$HOMEWARD_SHARDS.h5"; }

# Whether a share's file has all its runs. Its other arguments are the study and options.
is_finished() {
  local number=$1 file
  shift
  file=$(share_file "$number")
  [ -e "$file" ] || return 1
  # The first of them is of the whole study, the others of its points.
  local to_do
  to_do=$("$HOMEWARD" plan "$@" --shard "$number/$HOMEWARD_SHARDS" -o "$file" --no-pilot --json 2>/dev/null |
    grep -o '"to_do": *[0-9]*' | sed -n '1s/.*: *//p') || return 1
  [ "$to_do" = 0 ]
}
