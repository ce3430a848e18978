"""What a client has sent, through TLS."""

from __future__ import annotations

import ssl

from eureka_py.serving.receiving import MOST_HELD_BYTES, ClientBytes


class TlsClientBytes(ClientBytes):
    """The same as `ClientBytes` of a `ssl.SSLSocket`, which knows no flags, and holds bytes that no poller sees."""

    sock: ssl.SSLSocket

    def chunk(self, size_hint: int | None = None) -> bytes:
        """Return the next bytes, or none at the end. A connection that breaks has ended."""
        try:
            received = super().chunk(size_hint)
            return received + self._decrypted() if received else b""
        except ssl.SSLError:  # among them the receive timeout of the socket
            self.is_over = True
            return b""

    def take_in(self) -> bool:
        """Hold what is there, without waiting, and say whether there will be more. Raises: BlockingIOError, OSError."""
        self.sock.setblocking(False)
        try:
            received = self.sock.recv(MOST_HELD_BYTES)
        except (ssl.SSLWantReadError, ssl.SSLWantWriteError) as ex:
            raise BlockingIOError from ex
        self.buf.seek(0, 2)
        self.buf.write(received + self._decrypted())
        return bool(received)

    def _decrypted(self) -> bytes:
        """Return what was received already: nothing would wake who waits for it to arrive."""
        pending = self.sock.pending()
        return self.sock.recv(pending) if pending else b""
