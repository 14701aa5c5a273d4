"""What examples are drawn from: a seed, for practice, or a secret, where points count.

With a secret, nobody knows the examples beforehand. Most of them come from the secret alone and are
the same for all submissions; a few are drawn for each submission, from the secret and what was
handed in. So the same submission gets the same report with the same secret, and every other one
other numbers.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import os
import secrets
from pathlib import Path

import msgspec

from grader.errors import UsageError, is_of_file
from grader.submission.submission import Submission, shown

BYTES = 32
"""The size of a secret."""

SECRET = "secret.key"  # noqa: S105 - the name of a file
"""What the file with a secret is called beside a gradebook and in a bundle."""


class Chance(msgspec.Struct, frozen=True):
    """A seed, or a secret instead of it.

    Attributes
    ----------
    seed
        Draws the examples of practice; None where there is a secret.
    secret
        Draws those that count; empty where there is none.
    """

    seed: int | None = 0
    secret: bytes = b""

    def __repr__(self) -> str:
        """Tell nothing of a secret: what is printed ends up in logs."""
        return f"Chance({self.name!r})"

    @property
    def counts(self) -> bool:
        """Whether the points count: there is a secret."""
        return bool(self.secret)

    @property
    def name(self) -> str:
        """What tells one source of examples from another, without giving a secret away."""
        return f"secret {self.derived('name')[:12]}" if self.secret else f"seed {self.seed}"

    def derived(self, *parts: str | bytes) -> str:
        """Return 64 hexadecimal digits that depend on the secret and these parts.

        Without a secret they depend on the seed, and anybody can find them.
        """
        key = self.secret or str(self.seed).encode()
        mac = hmac.new(key, digestmod=hashlib.sha256)
        for part in parts:
            data = part.encode() if isinstance(part, str) else part
            mac.update(len(data).to_bytes(8, "little") + data)
        return mac.hexdigest()


def content_of(submission: Submission) -> bytes:
    """Return what the examples of a submission depend on: the bytes of all of its files.

    What they are called does not count, nor where they lie: the same code gets the same examples
    alone, in a folder, and unpacked from a zip.
    """
    digests = sorted(map(_digest, submission.files(lambda _: False)))
    return hashlib.sha256(b"".join(digests)).digest()


def _digest(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").digest()
    except OSError as error:  # what cannot be read is not graded either
        if not is_of_file(error):
            raise
        return b""


def read_secret(path: Path) -> tuple[Chance, bool]:
    """Return the secret that a file holds, and whether it was made just now.

    A file that is not there is made, readable by its owner only.

    Raises
    ------
    UsageError
        When it holds no secret, or cannot be read or made.
    """
    try:
        made = not path.exists()
        if made:
            _make(path)
        with contextlib.suppress(OSError):  # some disks know no permissions
            path.chmod(0o600)
        data = bytes.fromhex(path.read_text("ascii").strip())
    except OSError as error:
        raise UsageError(f"{shown(path)} cannot be read or made: {error.strerror}.") from error
    except ValueError:
        data = b""
    if len(data) != BYTES:
        raise UsageError(
            f"{shown(path)} holds no secret, which is {2 * BYTES} hexadecimal digits. Name a file "
            "that is not there, and it is made."
        )
    return Chance(None, data), made


def new_secret() -> bytes:
    """Return what a new file with a secret holds."""
    return f"{secrets.token_hex(BYTES)}\n".encode()


def _make(path: Path) -> None:
    """Write a new secret as a whole, where there is no file yet."""
    draft = path.with_name(f".{secrets.token_hex(8)}.tmp")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(new_secret())
        if not path.exists():
            draft.rename(path)
    finally:
        draft.unlink(missing_ok=True)
