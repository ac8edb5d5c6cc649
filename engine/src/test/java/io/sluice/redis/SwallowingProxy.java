package io.sluice.redis;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A proxy that forgets the other side of its connections without a word, as some do when nothing
 * goes over them: they stay open, what comes is taken, and nothing comes back.
 */
final class SwallowingProxy implements AutoCloseable {
  private static final int PART = 16 * 1024;

  private volatile int target;
  private final ServerSocket listening;
  private final Set<Link> links = ConcurrentHashMap.newKeySet();

  /** Two connections that are one as long as nothing is swallowed. */
  private static final class Link {
    private final Socket client;
    private final Socket server;
    private volatile boolean swallows;

    private Link(Socket client, Socket server) {
      this.client = client;
      this.server = server;
    }

    private void pass(Socket from, Socket to) {
      byte[] part = new byte[PART];
      try (from;
          to) {
        InputStream in = from.getInputStream();
        for (int n = in.read(part); n >= 0; n = in.read(part)) {
          if (!swallows) {
            to.getOutputStream().write(part, 0, n);
          }
        }
      } catch (IOException ended) {
        // One side has closed it.
      }
    }
  }

  SwallowingProxy(int target) throws IOException {
    this.target = target;
    listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    onItsOwnThread(this::accept);
  }

  String uri() {
    return "redis://127.0.0.1:" + listening.getLocalPort();
  }

  /** From now on nothing goes over the connections that are open; new ones are as usual. */
  void swallow() {
    links.forEach(link -> link.swallows = true);
  }

  /** From now on new connections go to this port of this machine. */
  void leadTo(int port) {
    target = port;
  }

  @Override
  public void close() throws IOException {
    listening.close();
    for (Link link : links) {
      link.client.close();
      link.server.close();
    }
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listening.accept();
        Link link = new Link(client, new Socket(InetAddress.getLoopbackAddress(), target));
        links.add(link);
        onItsOwnThread(() -> link.pass(link.client, link.server));
        onItsOwnThread(() -> link.pass(link.server, link.client));
      }
    } catch (IOException closed) {
      // The test has ended.
    }
  }

  private static void onItsOwnThread(Runnable work) {
    Thread thread = new Thread(work, "swallowing-proxy");
    thread.setDaemon(true);
    thread.start();
  }
}
