package io.sluice.load.fault.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.SocketChannel;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * A client's connection and the one to the server that was made for it. Lives on one thread.
 *
 * <p>Whoever lost bytes of a stream cannot go on with it: a link that swallowed something is reset
 * when the network heals, and one that only held things back goes on.
 */
final class Link {
  private final SocketChannel client;
  private final SocketChannel server;
  private final Exchange exchange;
  private final Supplier<Weather> weather;
  private final Pump toServer;
  private final Pump toClient;
  private boolean torn;

  Link(SocketChannel client, SocketChannel server, Exchange exchange, Supplier<Weather> weather) {
    this.client = client;
    this.server = server;
    this.exchange = exchange;
    this.weather = weather;
    this.toServer = new Pump(client, server);
    this.toClient = new Pump(server, client);
  }

  /** Begins to carry what the two say. */
  void open(Runnable whenOver) {
    loseIf(weather.get().loses());
    client.pipeline().addLast(new Side(this::request, this::writable, () -> clientGone(whenOver)));
    server.pipeline().addLast(new Side(this::reply, this::writable, () -> serverGone(whenOver)));
    toServer.start();
    toClient.start();
  }

  boolean hasClient() {
    return client.isActive();
  }

  void end(Ending how) {
    switch (how) {
      case RST -> reset();
      case FIN -> finish();
      case BLACK_HOLE -> holdBack();
      case TIMEOUT -> toClient.shut();
    }
  }

  void loseIf(BooleanSupplier loses) {
    if (loses.getAsBoolean()) {
      lose();
    }
  }

  /** Nothing passes, in neither direction. */
  void holdBack() {
    toServer.shut();
    toClient.shut();
  }

  void heal() {
    if (torn) {
      reset();
    } else {
      toServer.open();
      toClient.open();
    }
  }

  private void request(ByteBuf bytes) {
    exchange.request(bytes);
    pass(toServer, bytes);
  }

  private void reply(ByteBuf bytes) {
    while (bytes.isReadable()) {
      Swallow swallow = exchange.takeDue();
      if (swallow != null) {
        fire(swallow);
      }
      pass(toClient, bytes.readRetainedSlice(exchange.beforeDue(bytes)));
    }
    bytes.release();
  }

  private void pass(Pump pump, ByteBuf bytes) {
    Weather now = weather.get();
    if (now.still()) {
      pump.shut();
    }
    pump.take(bytes, now.delay());
  }

  /** Counted before the client can see it. */
  private void fire(Swallow swallow) {
    swallow.fire();
    end(swallow.ending());
    if (swallow.ending() != Ending.TIMEOUT) {
      torn = true;
      toClient.discard();
    }
  }

  private void writable() {
    toServer.pass();
    toClient.pass();
  }

  private void clientGone(Runnable whenOver) {
    exchange.end();
    toClient.discard();
    toServer.end();
    tellIfOver(whenOver);
  }

  private void serverGone(Runnable whenOver) {
    exchange.end();
    toServer.discard();
    toClient.end();
    tellIfOver(whenOver);
  }

  private void tellIfOver(Runnable whenOver) {
    if (!client.isActive() && !server.isActive()) {
      whenOver.run();
    }
  }

  /** What comes is taken and goes nowhere. */
  private void lose() {
    torn = true;
    toServer.discard();
    toClient.discard();
  }

  private void reset() {
    lose();
    reset(client);
    reset(server);
  }

  /** The options of a channel that is closed already can be set no more. */
  static void reset(SocketChannel channel) {
    if (channel.isOpen()) {
      channel.config().setOption(ChannelOption.SO_LINGER, 0);
      close(channel);
    }
  }

  private static void close(SocketChannel channel) {
    ChannelFuture unused = channel.close();
  }

  /** Reads on until the client has closed too: a close over unread bytes would be a reset. */
  private void finish() {
    lose();
    ChannelFuture unused = client.shutdownOutput();
    close(server);
  }
}
