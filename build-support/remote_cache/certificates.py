"""A certificate authority of the server's own, and certificates that it issues, made by openssl."""

from __future__ import annotations

import ipaddress
import subprocess
from pathlib import Path

_AUTHORITY_DAYS = 3650
_KEY = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")


def make_authority(directory: Path) -> None:
    """Makes `ca.pem` and `ca.key`, unless they are there."""
    if (directory / "ca.pem").is_file():
        return
    _openssl(
        *("req", "-x509", *_KEY, "-keyout", str(directory / "ca.key")),
        *("-out", str(directory / "ca.pem"), "-days", str(_AUTHORITY_DAYS)),
        *("-subj", "/CN=terrapants remote cache", "-addext", "keyUsage=keyCertSign,cRLSign"),
    )


def issue(directory: Path, name: str, hosts: tuple[str, ...], days: int) -> None:
    """Makes the certificate `<name>.pem` and its `<name>.key`.

    :param hosts: names and addresses of a server; none for a client.
    """
    request, extensions = directory / f"{name}.csr", directory / f"{name}.ext"
    usage = "serverAuth" if hosts else "clientAuth"
    lines = ["basicConstraints=CA:FALSE", f"extendedKeyUsage={usage}"]
    if hosts:
        lines.append(f"subjectAltName={','.join(map(_alternative_name, hosts))}")
    extensions.write_text("\n".join(lines) + "\n")
    _openssl(
        *("req", "-new", *_KEY, "-keyout", str(directory / f"{name}.key")),
        *("-out", str(request), "-subj", f"/CN={name}"),
    )
    _openssl(
        *("x509", "-req", "-in", str(request), "-out", str(directory / f"{name}.pem")),
        *("-CA", str(directory / "ca.pem"), "-CAkey", str(directory / "ca.key")),
        *("-CAcreateserial", "-days", str(days), "-extfile", str(extensions)),
    )
    request.unlink()
    extensions.unlink()


def _alternative_name(host: str) -> str:
    try:
        return f"IP:{ipaddress.ip_address(host)}"
    except ValueError:
        return f"DNS:{host}"


def _openssl(*arguments: str) -> None:
    command = ("openssl", *arguments)
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    if result.returncode:
        raise SystemExit(
            f"scripts/remote-cache: `openssl {arguments[0]}` failed:\n{result.stderr.strip()}"
        )
