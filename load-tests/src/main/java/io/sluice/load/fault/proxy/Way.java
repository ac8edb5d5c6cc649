package io.sluice.load.fault.proxy;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.channel.socket.SocketChannel;
import java.time.Duration;

/** One connection to a server, carried as it comes. Lives on one thread. */
final class Way {
  /** Where the id of the sender lies in the first message of a connection between nodes. */
  private static final int ID_BEGINS = 40;

  private static final int ID_ENDS = 80;

  private final Network network;
  private final String server;
  private final boolean bus;
  private final SocketChannel from;
  private final SocketChannel to;
  private final Pump there;
  private final Pump back;
  private final byte[] head = new byte[ID_ENDS];
  private int read;
  private String sender = "unknown";

  /**
   * @param server to which it goes
   * @param bus whether it comes from another node of its Cluster
   */
  Way(Network network, String server, boolean bus, SocketChannel from, SocketChannel to) {
    this.network = network;
    this.server = server;
    this.bus = bus;
    this.from = from;
    this.to = to;
    this.there = new Pump(from, to);
    this.back = new Pump(to, from);
  }

  void open(Runnable whenOver) {
    from.pipeline().addLast(new Side(this::request, this::writable, () -> fromGone(whenOver)));
    to.pipeline().addLast(new Side(this::reply, this::writable, () -> toGone(whenOver)));
    holdWhereCut();
    there.start();
    back.start();
  }

  /** Nothing passes, in neither direction, where one of its ends is cut off. */
  void holdWhereCut() {
    if (network.isCutOff(server) || network.isCutOff(sender)) {
      there.shut();
      back.shut();
    }
  }

  void heal() {
    there.open();
    back.open();
  }

  void end() {
    there.discard();
    back.discard();
    Link.reset(from);
    Link.reset(to);
  }

  private void request(ByteBuf bytes) {
    if (bus && read < ID_ENDS) {
      learn(bytes);
    }
    there.take(bytes, Duration.ZERO);
  }

  private void reply(ByteBuf bytes) {
    back.take(bytes, Duration.ZERO);
  }

  /** Before the bytes pass. */
  private void learn(ByteBuf bytes) {
    int more = Math.min(ID_ENDS - read, bytes.readableBytes());
    bytes.getBytes(bytes.readerIndex(), head, read, more);
    read += more;
    if (read == ID_ENDS) {
      sender = network.nameOf(new String(head, ID_BEGINS, ID_ENDS - ID_BEGINS, US_ASCII));
      holdWhereCut();
    }
  }

  private void writable() {
    there.pass();
    back.pass();
  }

  private void fromGone(Runnable whenOver) {
    back.discard();
    there.end();
    tellIfOver(whenOver);
  }

  private void toGone(Runnable whenOver) {
    there.discard();
    back.end();
    tellIfOver(whenOver);
  }

  private void tellIfOver(Runnable whenOver) {
    if (!from.isActive() && !to.isActive()) {
      whenOver.run();
    }
  }
}
