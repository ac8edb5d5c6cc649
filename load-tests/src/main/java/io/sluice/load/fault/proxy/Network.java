package io.sluice.load.fault.proxy;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The ways between several servers of one run, and to them. One of the servers may be cut off: then
 * nothing passes to it nor from it, and everything stays open, as where packets are dropped; what
 * was sent meanwhile arrives when the network heals.
 *
 * <p>Servers of a Redis Cluster also connect to each other. Each message there begins with the id
 * of who sends it, by which it is known whose connection it is.
 */
public final class Network implements AutoCloseable {
  private static final int STOP_MILLIS = 2_000;
  private static final String NOBODY = "";

  private final EventLoopGroup thread =
      new MultiThreadIoEventLoopGroup(
          1, new DefaultThreadFactory("network", true), NioIoHandler.newFactory());
  private final Set<Way> ways = ConcurrentHashMap.newKeySet();
  private final List<Channel> listening = new CopyOnWriteArrayList<>();
  private final Map<String, String> names = new ConcurrentHashMap<>();
  private volatile String cutOff = NOBODY;

  /** A free port of loopback by which clients and replicas reach the server that listens there. */
  public int wayTo(String server, int port) {
    return open(server, port, false);
  }

  /** The same for other nodes of its Cluster. */
  public int busTo(String server, int port) {
    return open(server, port, true);
  }

  /** Tells by which id a server calls itself among the nodes of its Cluster. */
  public void name(String id, String server) {
    names.put(id, server);
  }

  /** Cuts it off from everybody. */
  public void cutOff(String server) {
    cutOff = server;
    onEachWay(Way::holdWhereCut);
  }

  /** Everything passes again. */
  public void heal() {
    cutOff = NOBODY;
    onEachWay(Way::heal);
  }

  boolean isCutOff(String server) {
    return cutOff.equals(server);
  }

  /** The server with that id. */
  String nameOf(String id) {
    return names.getOrDefault(id, "unknown");
  }

  private int open(String server, int port, boolean bus) {
    InetSocketAddress target = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    Channel channel =
        new ServerBootstrap()
            .group(thread)
            .channel(NioServerSocketChannel.class)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childHandler(new Acceptor(target, (from, to) -> join(server, bus, from, to)))
            .bind(InetAddress.getLoopbackAddress(), 0)
            .syncUninterruptibly()
            .channel();
    listening.add(channel);
    return ((InetSocketAddress) channel.localAddress()).getPort();
  }

  private void join(String server, boolean bus, SocketChannel from, SocketChannel to) {
    Way way = new Way(this, server, bus, from, to);
    ways.add(way);
    way.open(() -> ways.remove(way));
  }

  /** Waits until it is carried out: what is sent after that meets it. */
  private void onEachWay(Consumer<Way> order) {
    thread.submit(() -> ways.forEach(order)).syncUninterruptibly();
  }

  /** Ends all connections and listens no more. */
  @Override
  public void close() {
    listening.forEach(channel -> channel.close().syncUninterruptibly());
    onEachWay(Way::end);
    thread.shutdownGracefully(0, STOP_MILLIS, TimeUnit.MILLISECONDS).syncUninterruptibly();
  }
}
