#!/bin/sh
# Stops the service when the package goes; dpkg says "remove", rpm says 0. An upgrade keeps it.
set -e
case "$1" in
remove | 0) ;;
*) exit 0 ;;
esac
if [ -d /run/systemd/system ]; then
	systemctl disable --now fika.service || true
fi
