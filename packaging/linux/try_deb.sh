#!/bin/sh
# Installs a .deb on a bare Debian 12, tries it there as a normal user without any network, removes it, lists what is left.
#
#   as root:  packaging/linux/try_deb.sh FOLDER OLDER.deb NEWER.deb      (debootstrap, Xvfb; some minutes)
#
# FOLDER gets root/ (the bare system, made once) and smoke/ (what the smoke test wrote). The older package is installed
# first and its user makes settings and a model; the newer one goes over it and must find both.
set -eu
folder=$(realpath "$1") older=$(realpath "$2") newer=$(realpath "$3")
here=$(dirname "$(realpath "$0")")
root=$folder/root home=/home/tester
python=${PYTHON:-$here/../../.venv-package/bin/python}
display=:${MEDSEG_DISPLAY:-97}

inside() { chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8 "$@"; }
# a network of its own, which holds nothing: not even this computer can be reached
as_user="unshare --net chroot --userspec=tester:tester $root"
user() { $as_user env -i PATH=/usr/bin:/bin HOME=$home LC_ALL=C.UTF-8 "$@"; }
kept() { (cd "$root$home" && sha256sum .config/medseg/settings.json $(find .local/share/medseg/models -type f | sort)); }
files() { (cd "$root" && find . \( -path ./proc -o -path ./sys -o -path ./dev -o -path ./tmp -o -path ./run -o -path ./home \
    -o -path ./var/lib/apt -o -path ./var/cache/apt -o -path ./var/lib/dpkg -o -path ./var/log \) -prune -o -print | sort); }

[ -e "$root/etc/debian_version" ] || debootstrap --variant=minbase bookworm "$root"
[ -e "$root$home" ] || inside useradd --create-home tester
mount -t proc proc "$root/proc"
mount -t tmpfs -o mode=1777 tmpfs "$root/dev/shm"
mkdir -p "$root/tmp/.X11-unix" /tmp/.X11-unix
mount --bind /tmp/.X11-unix "$root/tmp/.X11-unix"
Xvfb "$display" -screen 0 1700x1100x24 -nolisten tcp -ac >/dev/null 2>&1 &
server=$!
trap 'kill $server; umount "$root/tmp/.X11-unix" "$root/dev/shm" "$root/proc"' EXIT

inside apt-get update -qq
inside sh -c '! command -v python3' # nothing here could help the program out
files > "$folder/before.txt"
for deb in "$older" "$newer"; do
    cp "$deb" "$root/tmp/"
    echo "== apt install ./$(basename "$deb")"
    inside apt-get install -y -qq "/tmp/$(basename "$deb")" > "$folder/apt.log" 2>&1 || { cat "$folder/apt.log"; exit 1; }
    rm "$root/tmp/$(basename "$deb")"
    user medseg --version
    if [ "$deb" = "$older" ]; then
        user sh -c "mkdir -p $home/.config/medseg $home/.local/share/medseg/models &&
            printf '{\"theme\": \"light\", \"welcomed\": true}' > $home/.config/medseg/settings.json &&
            cp -r /usr/lib/medseg/_internal/models/body-phantom $home/.local/share/medseg/models/mine &&
            sed -i 's/\"name\": \"body-phantom\"/\"name\": \"mine\"/' $home/.local/share/medseg/models/mine/card.json"
        kept > "$folder/kept.txt"
    fi
done
(cd "$root$home" && sha256sum --check --quiet "$folder/kept.txt")
user medseg models list | grep -w mine
echo "settings and models are those of before"
files > "$folder/installed.txt"
du -sh "$root/usr/lib/medseg"

rm -rf "$root$home/smoke" && inside install -d -o tester -g tester "$home/smoke"
DISPLAY=$display "$python" "$here/../smoke.py" /usr/bin --out "$root$home/smoke" --view "$home/smoke" --prefix "$as_user" --home "$home"
rm -rf "$folder/smoke" && mv "$root$home/smoke" "$folder/smoke"

echo "== apt autoremove --purge medseg"
inside apt-get autoremove -y -qq --purge medseg > "$folder/apt.log" 2>&1
files > "$folder/after.txt"
echo "left of the package: $(find "$root" -xdev -path "$root/home" -prune -o -iname '*medseg*' -print | wc -l) files with its name"
echo "left of what it depended on, or changed by its removal:"
diff "$folder/before.txt" "$folder/after.txt" || true
echo "left of the user's:"
(cd "$root$home" && find . -type f -size +0 | sed 's,/[0-9a-f]\{16\,\}.*,/…,' | cut -d/ -f1-6 | sort | uniq -c)
