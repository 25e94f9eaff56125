#!/bin/sh
# The configuration and the state stay, even after a purge: they record whom the user met. A purge removes empty folders,
# and the account if no files are left. A new account could get the number of a deleted one, and would own its files.
set -e
if [ -d /run/systemd/system ]; then
	systemctl daemon-reload || true
fi
[ "$1" = purge ] || exit 0 # only dpkg purges
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
