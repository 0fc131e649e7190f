#!/bin/sh
# Photographs the catalogue of a running node: docs/screenshots/make.sh [base URL]
# Writes catalogue-{390,1024,1440}-{light,dark}.png beside this script. Needs Chromium.
set -eu

base=${1:-http://localhost:8080}
here=$(cd "$(dirname "$0")" && pwd)
browser=$(command -v chromium || command -v chromium-browser || command -v google-chrome) || {
  echo "No Chromium found. Install it (apt install chromium)." >&2
  exit 1
}
profile=$(mktemp -d)
trap 'rm -rf "$profile"' EXIT

# shoot WIDTH HEIGHT light|dark
shoot() {
  case $3 in dark) preferred=0 ;; *) preferred=1 ;; esac # blink::mojom::PreferredColorScheme
  file=$here/catalogue-$1-$3.png
  rm -f "$file"
  timeout 60 "$browser" --headless --no-sandbox --disable-gpu --disable-quic --no-first-run \
    --disable-background-networking --disable-component-update --disable-sync --hide-scrollbars \
    --user-data-dir="$profile" --blink-settings=preferredColorScheme=$preferred \
    --window-size="$1,$2" --screenshot="$file" "$base/" >"$profile/log" 2>&1 || true
  [ -s "$file" ] || { echo "No picture of $base at $1 px:" >&2; tail -5 "$profile/log" >&2; exit 1; }
  size=$(wc -c <"$file")
  [ "$size" -lt 300000 ] || { echo "$file has $size bytes; the limit is 300000." >&2; exit 1; }
  echo "$file"
}

for scheme in light dark; do
  shoot 390 844 $scheme
  shoot 1024 768 $scheme
  shoot 1440 900 $scheme
done
