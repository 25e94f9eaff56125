#!/bin/sh
# Creates the account, and restarts a running service with the new program. It does not start the service: without a
# configuration there is nothing to do.
set -e
if command -v systemd-sysusers >/dev/null; then systemd-sysusers fika.conf || true; fi
if command -v systemd-tmpfiles >/dev/null; then systemd-tmpfiles --create fika.conf || true; fi
if [ -d /run/systemd/system ]; then
	systemctl daemon-reload || true
	systemctl try-restart fika.service || true
fi
exit 0
