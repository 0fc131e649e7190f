#!/bin/sh
# Photographs pages of a running demonstration node: docs/screenshots/make.sh [base URL]
# Writes catalogue-, cohort-, compare- and dataset-{390,1024,1440}-{light,dark}.png beside this script. Needs Chromium.
set -eu

base=${1:-http://localhost:8080}
here=$(cd "$(dirname "$0")" && pwd)
browser=$(command -v chromium || command -v chromium-browser || command -v google-chrome) || {
  echo "No Chromium found. Install it (apt install chromium)." >&2
  exit 1
}
profile=$(mktemp -d)
trap 'rm -rf "$profile"' EXIT

# Women with cancer of breast or lung, of whom there are MR images: {"all":[...]}, encoded for an address.
cohort='%7B%22all%22%3A%5B%7B%22level%22%3A%22patient%22%2C%22where%22%3A%7B%22sex%22%3A%5B%22female%22%5D%7D%7D%2C%7B%22any%22%3A%5B%7B%22level%22%3A%22patient%22%2C%22where%22%3A%7B%22diagnosis%22%3A%5B%22C50%22%5D%7D%7D%2C%7B%22level%22%3A%22patient%22%2C%22where%22%3A%7B%22diagnosis%22%3A%5B%22C34%22%5D%7D%7D%5D%7D%2C%7B%22level%22%3A%22series%22%2C%22where%22%3A%7B%22modality%22%3A%5B%22MR%22%5D%7D%7D%5D%7D'

# shoot NAME PATH WIDTH HEIGHT light|dark
shoot() {
  case $5 in dark) preferred=0 ;; *) preferred=1 ;; esac # blink::mojom::PreferredColorScheme
  file=$here/$1-$3-$5.png
  rm -f "$file"
  timeout 60 "$browser" --headless --no-sandbox --disable-gpu --disable-quic --no-first-run \
    --disable-background-networking --disable-component-update --disable-sync --hide-scrollbars \
    --user-data-dir="$profile" --blink-settings=preferredColorScheme=$preferred \
    --window-size="$3,$4" --screenshot="$file" "$base$2" >"$profile/log" 2>&1 || true
  [ -s "$file" ] || { echo "No picture of $base$2 at $3 px:" >&2; tail -5 "$profile/log" >&2; exit 1; }
  size=$(wc -c <"$file")
  [ "$size" -lt 300000 ] || { echo "$file has $size bytes; the limit is 300000." >&2; exit 1; }
  echo "$file"
}

# page NAME PATH
page() {
  for scheme in light dark; do
    shoot "$1" "$2" 390 844 $scheme
    shoot "$1" "$2" 1024 768 $scheme
    shoot "$1" "$2" 1440 900 $scheme
  done
}

page catalogue /
page cohort "/cohorts?cohort=$cohort"
page compare "/catalogue/compare?c=breast&c=lung"
page dataset /catalogue/breast/datasets/breast-mri
