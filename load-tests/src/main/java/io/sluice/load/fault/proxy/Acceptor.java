package io.sluice.load.fault.proxy;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetSocketAddress;
import java.util.function.BiConsumer;

/** Connects each client on to the server; one that cannot be is reset. */
final class Acceptor extends ChannelInitializer<SocketChannel> {
  private static final int CONNECT_MILLIS = 2_000;

  private final InetSocketAddress server;
  private final BiConsumer<SocketChannel, SocketChannel> join;

  Acceptor(InetSocketAddress server, BiConsumer<SocketChannel, SocketChannel> join) {
    this.server = server;
    this.join = join;
  }

  /** Reads nothing of it until there is somewhere to send it. */
  @Override
  protected void initChannel(SocketChannel client) {
    client.config().setAutoRead(false);
    ChannelFuture unused =
        new Bootstrap()
            .group(client.eventLoop())
            .channel(NioSocketChannel.class)
            .option(ChannelOption.AUTO_READ, false)
            .option(ChannelOption.TCP_NODELAY, true)
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
            .handler(new ChannelInboundHandlerAdapter())
            .connect(server)
            .addListener((ChannelFuture connected) -> connectedOn(client, connected));
  }

  private void connectedOn(SocketChannel client, ChannelFuture connected) {
    if (connected.isSuccess()) {
      join.accept(client, (SocketChannel) connected.channel());
    } else {
      Link.reset(client);
    }
  }
}
