"""Shards flown by a cluster of dask.distributed, whose scheduler listens at an address.

    dask scheduler                              listens at tcp://HOST:8786
    dask worker tcp://HOST:8786 --nthreads 1    one for every core, on any machine

All of them have the package installed, with the extra ``cluster``. The study goes to the workers
once; each shard comes back as the content of its file, so that no disk need be shared.
"""

import logging
import platform
import socket
from collections.abc import Generator, Iterator, Sequence
from concurrent.futures import CancelledError
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from queue import Empty, SimpleQueue
from typing import Any

from cosmodrome.errors import CosmodromeError, MissingExtraError
from cosmodrome.numerics.compile_cache import source_hash
from cosmodrome.study.dispersion.shard_file import Piece, shard_bytes
from cosmodrome.study.dispersion.study import Study
from cosmodrome.study.dispersion.workers import Workers

# How long an address may stay silent, a scheduler be without workers at first, and later [s].
_PATIENCE_S = 4.0
_WORKERLESS_S = 15.0
_LONELY_S = 60.0
# Shards under way for each thread of a worker: one is flown, one waits there.
_AHEAD = 2
# Times a piece is flown again when those who flew it are gone.
_TRIES = 5
# Bits of a sample depend on these.
_PACKAGES = ("cosmodrome", "numba", "numpy", "polars")


class ClusterError(CosmodromeError):
    """The cluster cannot be reached, does not fit, or is gone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster(Workers):
    """Workers of a dask.distributed cluster.

    Attributes
    ----------
    address : str
        Of its scheduler, ``tcp://HOST:PORT``.
    """

    address: str

    def knock(self) -> None:
        """See whether somebody listens, before anything that takes long.

        Raises
        ------
        ClusterError
            When nobody does.
        """
        host, _, port = self.address.partition("://")[2].rpartition(":")
        try:
            socket.create_connection((host.strip("[]"), int(port)), _PATIENCE_S).close()
        except (OSError, OverflowError) as error:
            raise _silent(self.address) from error

    def fly(
        self, study: Study, mark: str, pieces: Sequence[Piece]
    ) -> Generator[tuple[Piece, bytes], None, None]:
        """Fly pieces; arguments and what is yielded as in `Workers`.

        Raises
        ------
        ClusterError
            When nobody listens, no worker is there, versions differ, or the scheduler ends.
        """
        with _connected(self.address) as client:
            flown = _Flying(client, self.address, study, mark, pieces)
            try:
                yield from flown.run()
            except (OSError, CancelledError) as error:
                gone = "scheduler or workers are gone; finished shards are kept"
                raise ClusterError(f"{self.address}: {gone}") from error
            finally:
                if client.status == "running":
                    flown.cancel()


@cache
def fingerprint() -> dict[str, str]:
    """Versions that decide on the bits of a sample, here."""
    found = {"python": platform.python_version(), "machine": platform.machine()}
    for package in _PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            found[package] = "not installed"
    found["sources of cosmodrome"] = source_hash()
    return found


def fly_piece(
    study: Study, mark: str, piece: Piece, wanted: dict[str, str]
) -> tuple[bytes, dict[str, str]]:
    """Fly a piece on a worker whose versions are those of the client.

    Parameters
    ----------
    study : Study
        What is flown.
    mark : str
        Its hash.
    piece : Piece
        Which samples.
    wanted : dict
        Fingerprint of the client.

    Returns
    -------
    tuple of bytes and dict
        The content of the file; or nothing, and the versions that differ.
    """
    differing = _differing(wanted, fingerprint())
    return (b"" if differing else shard_bytes(study, mark, piece)), differing


def _differing(wanted: dict[str, str], there: dict[str, str]) -> dict[str, str]:
    return {k: there.get(k, "unknown") for k, v in wanted.items() if there.get(k) != v}


@contextmanager
def _connected(address: str) -> Iterator[Any]:
    try:
        from distributed import Client
    except ImportError as error:
        raise MissingExtraError("cluster", "flying on a cluster") from error
    # What it would say of connections lost is said here, in a line.
    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    try:
        client = Client(address, timeout=_PATIENCE_S, set_as_default=False)
    except (OSError, ValueError) as error:
        raise _silent(address) from error
    try:
        _check(client, address)
        yield client
    finally:
        client.close(timeout=2.0)


def _silent(address: str) -> ClusterError:
    return ClusterError(f"{address}: no scheduler answers; `dask scheduler` starts one")


def _check(client: Any, address: str) -> None:
    """Whether there are workers, and the package is installed everywhere."""
    try:
        client.wait_for_workers(1, timeout=_WORKERLESS_S)
    except TimeoutError as error:
        raise ClusterError(
            f"{address}: the scheduler has no worker; `dask worker {address}` starts one"
        ) from error
    try:
        told = client.run(fingerprint)
        client.run_on_scheduler(fingerprint)
    except Exception as error:
        # Whatever keeps one of them from finding this function there.
        what = " ".join(str(error).split())
        raise ClusterError(
            f"{address}: scheduler and workers need this version of cosmodrome installed ({what})"
        ) from error
    for there in told.values():
        _compare(address, _differing(fingerprint(), there))


def _compare(address: str, differing: dict[str, str]) -> None:
    """Refuse a worker whose versions differ."""
    if not differing:
        return
    here = fingerprint()
    listed = ", ".join(f"{k} {v} there, {here[k]} here" for k, v in differing.items())
    raise ClusterError(f"{address}: a worker would not write the same bits: {listed}")


class _Flying:
    """A study on its way through a cluster."""

    def __init__(
        self, client: Any, address: str, study: Study, mark: str, pieces: Sequence[Piece]
    ) -> None:
        self._client, self._address = client, address
        self._study, self._mark = study, mark
        self._waiting = list(reversed(pieces))
        # Each piece under way, and the copy of the study it was sent with.
        self._busy: dict[Any, tuple[Piece, Any]] = {}
        self._done: SimpleQueue[Any] = SimpleQueue()
        self._tries: dict[Piece, int] = {}
        self._there: Any = None

    def run(self) -> Generator[tuple[Piece, bytes], None, None]:
        while self._waiting or self._busy:
            self._submit()
            future = self._next()
            if future is None:
                continue
            piece, copy = self._busy.pop(future)
            content = self._content(future)
            if content is not None:
                yield piece, content
            else:
                self._again(piece, copy)

    def cancel(self) -> None:
        self._client.cancel(list(self._busy), force=True)

    def _submit(self) -> None:
        if self._there is None:
            self._client.wait_for_workers(1, timeout=_LONELY_S)
            # To all workers; one that comes later fetches it from another.
            self._there = self._client.scatter(self._study, broadcast=True, hash=False)
        threads = sum(self._client.nthreads().values())
        while self._waiting and len(self._busy) < _AHEAD * max(threads, 1):
            piece = self._waiting.pop()
            # No key by content: a piece that got lost is flown again, not remembered.
            future = self._client.submit(
                fly_piece, self._there, self._mark, piece, fingerprint(), pure=False
            )
            self._busy[future] = piece, self._there
            future.add_done_callback(self._done.put)

    def _next(self) -> Any:
        """The next piece that is done; nothing after a while in which none was."""
        try:
            return self._done.get(timeout=_LONELY_S)
        except Empty:
            # Patient while there are workers: a shard may be large.
            self._client.wait_for_workers(1, timeout=_PATIENCE_S)
            return None

    def _content(self, future: Any) -> bytes | None:
        """What a worker made of a piece; nothing when it is gone with it."""
        from distributed.scheduler import KilledWorker

        try:
            content, differing = future.result()
        except (CancelledError, KilledWorker):
            return None
        _compare(self._address, differing)
        found: bytes = content
        return found

    def _again(self, piece: Piece, copy: Any) -> None:
        self._tries[piece] = self._tries.get(piece, 0) + 1
        if self._tries[piece] > _TRIES:
            lost = f"{_TRIES} workers ended over the shard of sample {piece.first}"
            raise ClusterError(f"{self._address}: {lost}; finished shards are kept")
        if copy is self._there:
            # It may have gone with the worker that held it.
            self._there = None
        self._waiting.append(piece)
