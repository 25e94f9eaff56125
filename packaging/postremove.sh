#!/bin/sh
# The configuration and the state stay, even after a purge: they are the user's memory of whom they met. A purge takes
# away what is empty, and the account if nothing of it is left: an account that is gone gives its number to the next one,
# who would own the files.
set -e
if [ -d /run/systemd/system ]; then
	systemctl daemon-reload || true
fi
[ "$1" = purge ] || exit 0 # dpkg says so; rpm knows no purge
root=${DPKG_ROOT:-}
for dir in /etc/fika /var/lib/fika; do
	rmdir "$root$dir" 2>/dev/null || true
done
if [ -e "$root/etc/fika" ] || [ -e "$root/var/lib/fika" ]; then
	exit 0
fi
if getent passwd fika >/dev/null; then
	userdel fika || true
fi
if getent group fika >/dev/null; then
	groupdel fika || true
fi
