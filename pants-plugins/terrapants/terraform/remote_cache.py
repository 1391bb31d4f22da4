"""How processes get along with a remote cache."""

from __future__ import annotations

# Pants starts a process and asks the remote cache for its result at the same time, and takes what
# comes first. Terraform takes seconds of every core, so the answer is waited for before it starts.
# A server that does not answer costs this once for each process; one that is not there, nothing.
HEAD_START_MILLIS = 2000
