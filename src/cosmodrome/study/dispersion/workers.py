"""Who flies the shards of a study: threads of this machine, or a cluster."""

from abc import ABC, abstractmethod
from collections.abc import Generator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass

from cosmodrome.study.dispersion.shard_file import Piece, shard_bytes
from cosmodrome.study.dispersion.study import Study


class Workers(ABC):
    """Fly pieces of a study and hand their files back; the caller writes them.

    A sample comes from the study and its number alone: who flies it changes nothing.
    """

    @abstractmethod
    def fly(
        self, study: Study, mark: str, pieces: Sequence[Piece]
    ) -> Generator[tuple[Piece, bytes], None, None]:
        """Fly pieces, in their order as far as that can be.

        Parameters
        ----------
        study : Study
            What is flown.
        mark : str
            Its hash.
        pieces : sequence of Piece
            Which samples.

        Yields
        ------
        tuple of Piece and bytes
            A piece and the content of its file, when it is flown.
        """


@dataclass(frozen=True, slots=True, kw_only=True)
class Threads(Workers):
    """Threads of this process: what takes long is compiled and holds no lock of the interpreter.

    Attributes
    ----------
    count : int
        [-].
    """

    count: int

    def __post_init__(self) -> None:
        if self.count < 1:
            raise ValueError("count must be 1 or more")

    def fly(
        self, study: Study, mark: str, pieces: Sequence[Piece]
    ) -> Generator[tuple[Piece, bytes], None, None]:
        """Fly pieces; arguments and what is yielded as in `Workers`."""
        waiting = list(reversed(pieces))
        busy: dict[Future[bytes], Piece] = {}
        with ThreadPoolExecutor(max_workers=self.count) as pool:
            try:
                while waiting or busy:
                    # One waits, so that no thread idles while a file is written.
                    while waiting and len(busy) <= self.count:
                        piece = waiting.pop()
                        busy[pool.submit(shard_bytes, study, mark, piece)] = piece
                    for future in wait(busy, return_when=FIRST_COMPLETED).done:
                        yield busy.pop(future), future.result()
            finally:
                for future in busy:
                    future.cancel()
