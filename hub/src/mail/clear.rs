//! The stretch of a connection before `STARTTLS`, which anybody on the line can write into (RFC 3207, section 6).
//!
//! Whoever reads ahead there keeps, over the handshake, what was never sent under it, and takes it for the server's answers. So nothing is read
//! ahead: in the clear the connection gives one byte at a time, and what stands behind the server's "go ahead" is the handshake, or no connection.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use lettre::transport::smtp::client::AsyncTokioStream;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

/// What the first byte of a TLS handshake is (RFC 8446, section 5.1). No command of SMTP begins with it.
const HANDSHAKE: u8 = 22;

/// A connection that begins in the clear.
#[derive(Debug)]
pub(super) struct Clear<S> {
    stream: S,
    /// Until this side begins TLS.
    is_clear: bool,
}

impl<S> Clear<S> {
    pub(super) fn new(stream: S) -> Self {
        Clear { stream, is_clear: true }
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Clear<S> {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        if !self.is_clear || buffer.remaining() == 0 {
            return Pin::new(&mut self.stream).poll_read(cx, buffer);
        }
        let mut one = [0];
        let mut one = ReadBuf::new(&mut one);
        ready!(Pin::new(&mut self.stream).poll_read(cx, &mut one))?;
        buffer.put_slice(one.filled());
        Poll::Ready(Ok(()))
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Clear<S> {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        self.is_clear &= bytes.first() != Some(&HANDSHAKE);
        Pin::new(&mut self.stream).poll_write(cx, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

impl AsyncTokioStream for Clear<TcpStream> {
    fn peer_addr(&self) -> io::Result<SocketAddr> {
        self.stream.peer_addr()
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt, AsyncWriteExt, duplex};

    use super::*;

    #[tokio::test]
    async fn nothing_is_read_ahead_before_the_handshake_and_everything_after_it() {
        let (near, mut far) = duplex(64);
        let mut clear = Clear::new(near);
        far.write_all(b"220 go ahead\r\n250 injected\r\n").await.unwrap();
        let mut buffer = [0; 64];
        for expected in b"220 go ahead\r\n" {
            assert_eq!(clear.read(&mut buffer).await.unwrap(), 1);
            assert_eq!(buffer[0], *expected);
        }
        clear.write_all(b"EHLO hub\r\n").await.unwrap();
        assert_eq!(clear.read(&mut buffer).await.unwrap(), 1);
        clear.write_all(&[HANDSHAKE, 3, 1]).await.unwrap();
        assert_eq!(clear.read(&mut buffer).await.unwrap(), "50 injected\r\n".len());
    }
}
