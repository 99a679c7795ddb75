"""Passwords in the system's keyring, and nowhere else."""

from __future__ import annotations

import logging

log = logging.getLogger(__name__)
SERVICE = "medseg PACS"


def kept_password(address: str, user: str) -> str:
    """The password that the keyring holds; empty where it holds none or there is no keyring."""
    try:
        import keyring
        from keyring.errors import KeyringError

        try:
            return keyring.get_password(f"{SERVICE} {address}", user) or ""
        except KeyringError as error:
            log.info("The keyring gave no password: %s", type(error).__name__)
            return ""
    except ImportError:
        return ""


def keep_password(address: str, user: str, password: str) -> bool:
    """True when the keyring holds it now; False where there is no keyring."""
    try:
        import keyring
        from keyring.errors import KeyringError

        try:
            keyring.set_password(f"{SERVICE} {address}", user, password)
            return True
        except KeyringError as error:
            log.info("The keyring took no password: %s", type(error).__name__)
            return False
    except ImportError:
        return False
