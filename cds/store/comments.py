"""Comments of clinicians, kept encrypted: they are free text and may say anything about a patient."""

import os
import tempfile
from pathlib import Path

import structlog
from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from cds.errors import InputUnreadable

_log = structlog.get_logger(__name__)


class CommentKeys:
    """The keys of a file: one Fernet key a line. The first one encrypts, all of them decrypt.

    Takes:  path — the file; made with a key that only its owner may read, when it is missing.
    Raises: InputUnreadable — the file can be neither read nor made, or a line is no key.
    Source: https://github.com/fernet/spec (AES-128-CBC with HMAC-SHA-256).
    """

    def __init__(self, path: Path) -> None:
        try:
            lines = _read_or_make(path).split()
        except (OSError, UnicodeDecodeError) as error:
            reason = error.strerror if isinstance(error, OSError) else "it is no text"
            raise InputUnreadable(
                f"KIR_COMMENT_KEY: {path} can be neither read nor made: {reason}; it keeps comments of clinicians safe"
            ) from None
        try:
            self._keys = MultiFernet([Fernet(line) for line in lines])
        except ValueError:  # which never quotes the key
            raise InputUnreadable(
                f"KIR_COMMENT_KEY: {path} must hold one Fernet key a line; restore it from its copy, "
                "or move it away for a new one: older comments stay unreadable then"
            ) from None

    def encrypt(self, comment: str) -> str:
        """The comment as it may be kept."""
        return self._keys.encrypt(comment.encode()).decode("ascii")

    def decrypt(self, kept: str) -> str:
        """The comment again. Raises InputUnreadable when none of the keys is the one it was kept with."""
        try:
            return self._keys.decrypt(kept).decode()
        except InvalidToken:
            raise InputUnreadable("KIR_COMMENT_KEY: no key of the file opens this comment") from None


def _read_or_make(path: Path) -> str:
    if not path.exists():
        handle, made = tempfile.mkstemp(dir=path.parent, prefix=path.name)  # readable by its owner only
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(Fernet.generate_key() + b"\n")
                file.flush()
                os.fsync(handle)
            os.link(made, path)  # of several workers one is first, and no other sees half a file
            _log.warning("key for comments made; keep a copy of it apart from the database", file=str(path))
        except FileExistsError:
            pass
        finally:
            Path(made).unlink()
    return path.read_text(encoding="utf-8")
