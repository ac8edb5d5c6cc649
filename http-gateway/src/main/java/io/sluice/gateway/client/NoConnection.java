package io.sluice.gateway.client;

import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.timeout.TimeoutException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;

/** There is no answer, since there is no connection, or not long enough. */
public final class NoConnection extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private NoConnection(String message, Throwable cause) {
    super(message, cause);
  }

  static NoConnection to(Server server, Throwable cause) {
    return new NoConnection("no connection to " + server.url() + ": " + reason(cause), cause);
  }

  /** Whether the way to the gateway failed, and not something here. */
  static boolean isCause(Throwable error) {
    return error instanceof IOException || error instanceof TimeoutException;
  }

  private static String reason(Throwable cause) {
    if (cause instanceof UnknownHostException) {
      return "no such host";
    }
    if (cause instanceof ConnectTimeoutException) {
      return "the gateway did not answer in time";
    }
    if (cause instanceof ConnectException) {
      return "the connection was refused; is 'sluice serve' running?";
    }
    if (cause instanceof SSLException) {
      return cause instanceof NotSslRecordException
          ? "the gateway does not use TLS: use http://"
          : "TLS failed: the certificate is not trusted or is for another name; --ca names"
              + " who vouches for it";
    }
    return cause instanceof TimeoutException
        ? "no answer in time"
        : "the connection was closed before the answer";
  }
}
