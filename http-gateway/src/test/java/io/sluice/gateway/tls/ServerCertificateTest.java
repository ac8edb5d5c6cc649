package io.sluice.gateway.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBufAllocator;
import io.sluice.gateway.support.CapturedLog;
import io.sluice.gateway.support.TestCertificate;
import io.sluice.gateway.support.TestGateway;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerCertificateTest {
  private static final int PATIENCE_MILLIS = 10_000;
  private static final String LOCAL = "dns:localhost,ip:127.0.0.1";

  @TempDir private Path dir;

  @Test
  void isShownUntilThereIsANewOneAndOpenConnectionsGoOn() throws Exception {
    TestCertificate first = TestCertificate.of("EC", LOCAL);
    TestCertificate second = TestCertificate.of("EC", LOCAL);
    ServerCertificate shown = ServerCertificate.open(write(first), dir.resolve("key"));
    try (TestGateway gateway = TestGateway.startWithTls(shown);
        CapturedLog log = CapturedLog.of(ServerCertificate.class.getName())) {
      int port = gateway.gateway().port();
      assertThat(gateway.gateway().url()).isEqualTo("https://127.0.0.1:" + port);
      try (SSLSocket open = connect(first, port)) {
        assertThat(get(open)).isEqualTo("HTTP/1.1 200 OK");
        second.writeCertificate(dir.resolve("cert"));
        while (log.lines().isEmpty()) {
          Thread.onSpinWait();
        }
        assertThat(log.lines().get(0)).contains("is not the key of the certificate in");
        assertThat(shownTo(first, port)).isEqualTo(first.certificate());
        second.writeKey(dir.resolve("key"));
        while (log.lines().size() < 2) {
          assertThat(get(open)).isEqualTo("HTTP/1.1 200 OK");
        }
        assertThat(shownTo(second, port)).isEqualTo(second.certificate());
        assertThat(get(open)).isEqualTo("HTTP/1.1 200 OK");
        assertThatThrownBy(() -> shownTo(first, port)).isInstanceOf(SSLException.class);
      }
    } finally {
      shown.close();
    }
  }

  @Test
  void takesNoOldProtocols() throws Exception {
    TestCertificate own = TestCertificate.of("EC", LOCAL);
    ServerCertificate shown = ServerCertificate.open(write(own), dir.resolve("key"));
    try (TestGateway gateway = TestGateway.startWithTls(shown)) {
      for (String protocol : new String[] {"TLSv1.2", "TLSv1.3"}) {
        try (SSLSocket socket = connect(own, gateway.gateway().port())) {
          socket.setEnabledProtocols(new String[] {protocol});
          assertThat(get(socket)).isEqualTo("HTTP/1.1 200 OK");
          assertThat(socket.getSession().getProtocol()).isEqualTo(protocol);
        }
      }
      assertThat(shown.newEngine(ByteBufAllocator.DEFAULT).getEnabledProtocols())
          .containsExactlyInAnyOrder("TLSv1.2", "TLSv1.3");
    } finally {
      shown.close();
    }
  }

  @Test
  void isRefusedWhenItCannotBeUsed() throws Exception {
    TestCertificate own = TestCertificate.of("EC", LOCAL);
    TestCertificate other = TestCertificate.of("EC", LOCAL);
    Path cert = write(own);
    Path otherKey = other.writeKey(dir.resolve("other"));
    Path nothing = Files.writeString(dir.resolve("nothing"), "");

    refused(cert, otherKey, otherKey + " is not the key of the certificate in " + cert);
    refused(cert, nothing, nothing + " contains no unencrypted PKCS #8 key");
    refused(nothing, otherKey, "there is no certificate in " + nothing);
    refused(dir.resolve("absent"), otherKey, "cannot read " + dir.resolve("absent"));
  }

  private static void refused(Path certificate, Path key, String because) {
    assertThatThrownBy(() -> ServerCertificate.open(certificate, key))
        .isInstanceOf(InvalidCertificateException.class)
        .hasMessageContaining(because);
  }

  private Path write(TestCertificate certificate) throws Exception {
    certificate.writeKey(dir.resolve("key"));
    return certificate.writeCertificate(dir.resolve("cert"));
  }

  private static Certificate shownTo(TestCertificate trusted, int port) throws Exception {
    try (SSLSocket socket = connect(trusted, port)) {
      socket.startHandshake();
      return socket.getSession().getPeerCertificates()[0];
    }
  }

  private static SSLSocket connect(TestCertificate trusted, int port) throws Exception {
    SSLContext context = trusted.context();
    SSLSocket socket =
        (SSLSocket) context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(PATIENCE_MILLIS);
    return socket;
  }

  /** The status line of one request; the connection stays open. */
  private static String get(SSLSocket socket) throws IOException {
    socket
        .getOutputStream()
        .write("GET /livez HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    BufferedReader in =
        new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
    String status = in.readLine();
    while (!in.readLine().isEmpty()) {
      // Headers.
    }
    char[] body = new char["{\"live\":true}".length()];
    for (int read = 0; read < body.length; ) {
      read += in.read(body, read, body.length - read);
    }
    return status;
  }
}
