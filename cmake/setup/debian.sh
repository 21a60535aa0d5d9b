# Sourced by ./dev. Debian's packages, and a private apt root for what newer Debian suites have.
# shellcheck shell=bash

# Installed into the system, from its own suite.
SYSTEM_PACKAGES="clang-19 lld-19 llvm-19 libclang-rt-19-dev clang-format-19 clang-tidy-19
  build-essential cmake ninja-build ccache pkg-config git dpkg-dev
  python3 python3-fonttools python3-brotli brotli
  libcereal-dev doctest-dev libsodium-dev libfmt-dev nlohmann-json3-dev libcli11-dev libspdlog-dev
  libjsoncpp-dev uuid-dev zlib1g-dev libminizip-dev libssl-dev libbrotli-dev libc-ares-dev
  chromium"

# Suites of the private apt root. The newest that has a package is used, unless a version is asked for.
PRIVATE_SUITES="bookworm trixie forky"

require_debian() {
  local id="" version=""
  if [ -r /etc/os-release ]; then
    # shellcheck source=/dev/null
    id=$(. /etc/os-release && echo "${ID:-}") version=$(. /etc/os-release && echo "${VERSION_ID:-}")
  fi
  if [ "$id" = debian ] && { [ "$version" = 12 ] || [ "$version" = 13 ]; }; then return 0; fi
  cat >&2 <<TEXT
dev: this script sets up Debian 12 and Debian 13. This is ${id:-unknown} ${version:-}.
Work in a Debian container, or install by hand: the packages
$(echo "$SYSTEM_PACKAGES" | fold -s -w 100 | sed 's/^ */  /')
and Node.js 18 or newer, and Emscripten 3.1.50 or newer on PATH; and put the sources of Dear ImGui 1.92, SQLite,
pugixml, utf8proc, Mbed TLS, libsodium, Drogon 1.9 and Trantor where cmake/setup/libraries.sh puts them.
TEXT
  exit 1
}

node_is_new_enough() { have node && have npm && [ "$(node -p 'process.versions.node.split(".")[0] >= 18')" = true ]; }

install_packages() {
  local wanted=$SYSTEM_PACKAGES missing="" package
  node_is_new_enough || wanted="$wanted nodejs npm"
  for package in $wanted; do
    [ -e "/var/lib/dpkg/info/$package.list" ] || [ -e "/var/lib/dpkg/info/$package:amd64.list" ] ||
      [ -e "/var/lib/dpkg/info/$package:arm64.list" ] || missing="$missing $package"
  done
  [ -n "$missing" ] || return 0
  # shellcheck disable=SC2086 # one word a package
  logged packages "Debian packages ($(echo $missing | wc -w))" apt_install $missing
}

apt_install() {
  export DEBIAN_FRONTEND=noninteractive
  if ! as_root apt-get install -y --no-install-recommends "$@"; then
    as_root apt-get update
    as_root apt-get install -y --no-install-recommends "$@"
  fi
}

# The address of the mirror that this system itself uses.
debian_mirror() {
  # shellcheck disable=SC2016 # apt fills these in
  apt-get indextargets --format '$(REPO_URI) $(CODENAME) $(ORIGIN)' 'Created-By: Packages' |
    awk '$3 == "Debian" && $2 !~ /-/ { print $1; exit }'
}

# private_apt TOOL ARGUMENT…: apt with its own lists and cache, so that the system's sources stay as they are.
private_apt() { APT_CONFIG=$CACHE/apt/apt.conf "$@"; }

# Lists are fetched when older than a day and something is to be downloaded.
refresh_private_apt() {
  local root=$CACHE/apt mirror suite key=/usr/share/keyrings/debian-archive-keyring.gpg
  if [ -e "$root/updated" ] && [ -z "$(find "$root/updated" -mmin +1440)" ]; then return 0; fi
  mirror=$(debian_mirror)
  if [ -z "$mirror" ]; then
    as_root apt-get update
    mirror=$(debian_mirror)
  fi
  [ -n "$mirror" ] || die "apt knows no Debian mirror: see /etc/apt/sources.list"
  mkdir -p "$root/state/lists/partial" "$root/cache/archives/partial"
  : >"$root/status"
  for suite in $PRIVATE_SUITES; do
    printf 'deb [signed-by=%s] %s %s main\ndeb-src [signed-by=%s] %s %s main\n' \
      $key "$mirror" "$suite" $key "$mirror" "$suite"
  done >"$root/sources.list"
  # A mirror that lags is no harm: versions are asked for by number, and signatures are checked all the same.
  cat >"$root/apt.conf" <<CONF
Dir::State "$root/state";
Dir::State::status "$root/status";
Dir::Cache "$root/cache";
Dir::Etc::sourcelist "$root/sources.list";
Dir::Etc::sourceparts "-";
Acquire::Languages "none";
Acquire::Retries "3";
Acquire::Check-Valid-Until "false";
APT::Sandbox::User "";
CONF
  private_apt apt-get update
  touch "$root/updated"
}

# fetch_source NAME VERSION FOLDER: unpacks a Debian source package; the newest one to be had where VERSION is gone.
fetch_source() {
  local name=$1 version=$2 folder=$3 candidate downloads
  downloads=$(mktemp -d)
  refresh_private_apt
  for candidate in "$version" $(newest_sources "$name"); do
    if (cd "$downloads" && private_apt apt-get source -qq --download-only "$name=$candidate"); then
      [ "$candidate" = "$version" ] || echo "note: $name $version is gone from Debian, took $candidate"
      dpkg-source --no-check --no-copy -x "$downloads"/*.dsc "$folder"
      rm -rf "$downloads"
      return 0
    fi
    rm -rf "${downloads:?}"/*
  done
  echo "no source package of $name could be fetched"
  return 1
}

newest_sources() {
  private_apt apt-cache showsrc "$1" | awk '/^Version:/ { print $2 }' | sort -rVu
}

# fetch_package SUITE NAME…: downloads binary packages into the current folder.
fetch_packages() {
  local suite=$1 name
  shift
  refresh_private_apt
  for name in "$@"; do private_apt apt-get download "$name/$suite"; done
}
