#!/bin/sh
# Stops the service when the package is removed: dpkg passes "remove", rpm passes 0. An upgrade keeps it running.
set -e
case "$1" in
remove | 0) ;;
*) exit 0 ;;
esac
if [ -d /run/systemd/system ]; then
	systemctl disable --now fika.service || true
fi
