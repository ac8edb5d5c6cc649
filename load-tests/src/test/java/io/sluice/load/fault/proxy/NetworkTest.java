package io.sluice.load.fault.proxy;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** A server that is cut off from the others. */
class NetworkTest {
  private static final int HEAD_BYTES = 100;
  private static final int ID_BEGINS = 40;
  private static final String ID = "0123456789abcdef0123456789abcdef01234567";

  @Test
  void nothingReachesAServerThatIsCutOffUntilTheNetworkHeals() throws IOException {
    try (Network network = new Network();
        Connection a = new Connection(network, "a", false);
        Connection b = new Connection(network, "b", false)) {
      a.assertPasses(new byte[] {1});
      network.cutOff("a");
      a.send(new byte[] {2});
      b.assertPasses(new byte[] {3});
      assertThat(a.there.getInputStream().available()).isZero();
      network.heal();
      assertThat(a.there.getInputStream().read()).isEqualTo(2);
    }
  }

  @Test
  void nothingComesFromAServerThatIsCutOffToAnotherNode() throws IOException {
    try (Network network = new Network();
        Connection fromA = new Connection(network, "b", true);
        Connection fromC = new Connection(network, "b", true)) {
      network.name(ID, "a");
      network.cutOff("a");
      fromA.send(head(ID));
      fromC.assertPasses(head("9".repeat(ID.length())));
      assertThat(fromA.there.getInputStream().available()).isZero();
      network.heal();
      assertThat(fromA.there.getInputStream().readNBytes(HEAD_BYTES)).isEqualTo(head(ID));
    }
  }

  private static byte[] head(String id) {
    byte[] head = new byte[HEAD_BYTES];
    Arrays.fill(head, (byte) 7);
    System.arraycopy(id.getBytes(US_ASCII), 0, head, ID_BEGINS, id.length());
    return head;
  }

  /** Both ends of a connection to a server. */
  private static final class Connection implements AutoCloseable {
    private final ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    private final Socket here;
    private final Socket there;

    Connection(Network network, String name, boolean bus) throws IOException {
      int port =
          bus
              ? network.busTo(name, server.getLocalPort())
              : network.wayTo(name, server.getLocalPort());
      here = new Socket(InetAddress.getLoopbackAddress(), port);
      there = server.accept();
    }

    void send(byte[] bytes) throws IOException {
      here.getOutputStream().write(bytes);
    }

    void assertPasses(byte[] bytes) throws IOException {
      send(bytes);
      assertThat(there.getInputStream().readNBytes(bytes.length)).isEqualTo(bytes);
    }

    @Override
    public void close() throws IOException {
      here.close();
      there.close();
      server.close();
    }
  }
}
