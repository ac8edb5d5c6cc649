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
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/**
 * A way to Redis that fails when it is told to. Point an engine at {@link #port()} of loopback, and
 * everything passes until a fault is asked for.
 *
 * <p>What is asked for is carried out by the proxy's one thread, in the order in which it was
 * asked; the methods wait for nothing but {@link #to} and {@link #close}, so that they can be
 * called from any thread.
 */
public final class FaultProxy implements AutoCloseable {
  private static final int STOP_MILLIS = 2_000;

  private final EventLoopGroup thread =
      new MultiThreadIoEventLoopGroup(
          1, new DefaultThreadFactory("fault-proxy", true), NioIoHandler.newFactory());
  private final Set<Link> links = ConcurrentHashMap.newKeySet();
  private final List<Swallow> swallows = new CopyOnWriteArrayList<>();
  private final Channel listening;
  private volatile Weather weather = Weather.FAIR;

  private FaultProxy(InetSocketAddress target) {
    this.listening =
        new ServerBootstrap()
            .group(thread)
            .channel(NioServerSocketChannel.class)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childHandler(new Acceptor(target, this::join))
            .bind(InetAddress.getLoopbackAddress(), 0)
            .syncUninterruptibly()
            .channel();
  }

  /** Listens on a free port of loopback; what connects there is connected on to the address. */
  public static FaultProxy to(String host, int port) {
    return new FaultProxy(new InetSocketAddress(host, port));
  }

  /** Where to connect to. */
  public int port() {
    return ((InetSocketAddress) listening.localAddress()).getPort();
  }

  /** How many connections clients have through it; those held back count too. */
  public int connections() {
    return (int) links.stream().filter(Link::hasClient).count();
  }

  /** Ends all present connections that way; new ones are as good as ever. */
  public void cut(Ending how) {
    onEachLink(link -> link.end(how));
  }

  /** Whatever is sent arrives that much later, either way, in its order. */
  public void delay(Duration each) {
    change(now -> now.withDelay(each));
  }

  /**
   * A share of the connections, present and new, goes dead: what is sent over them is taken and
   * lost. They are reset when the network heals.
   *
   * @param share from 0 to 1
   * @param random draws which
   */
  public void drop(double share, RandomGenerator random) {
    BooleanSupplier loses = () -> random.nextDouble() < share;
    change(now -> now.withLoss(loses));
    onEachLink(link -> link.loseIf(loses));
  }

  /**
   * Nothing passes, either way. Connections stay open and new ones are accepted; what they sent is
   * held, and arrives late when the network heals, also of those that have gone by then.
   */
  public void blackHole() {
    change(Weather::standStill);
    onEachLink(Link::holdBack);
  }

  /** Everything passes again. Reply swallows that have not fired remain. */
  public void heal() {
    change(now -> Weather.FAIR);
    onEachLink(Link::heal);
  }

  /**
   * Swallows one reply of a command.
   *
   * @param command its name, as BLMOVE
   * @param nth which of its replies, from 1, counted from now and over all connections
   * @param ending what becomes of that connection instead; {@link Ending#TIMEOUT} keeps the reply
   *     and lets it come late
   */
  public Swallow swallow(String command, int nth, Ending ending) {
    return swallow(Command.named(command), nth, ending);
  }

  /** Swallows one reply of the commands that match. */
  public Swallow swallow(Predicate<Command> wanted, int nth, Ending ending) {
    Swallow swallow = new Swallow(wanted, nth, ending);
    swallows.add(swallow);
    return swallow;
  }

  /** Resets all connections and listens no more. */
  @Override
  public void close() {
    listening.close().syncUninterruptibly();
    onEachLink(link -> link.end(Ending.RST));
    thread.shutdownGracefully(0, STOP_MILLIS, TimeUnit.MILLISECONDS).syncUninterruptibly();
  }

  private synchronized void change(UnaryOperator<Weather> how) {
    weather = how.apply(weather);
  }

  /** Waits until it is carried out: what is sent after that meets it. */
  private void onEachLink(Consumer<Link> order) {
    thread.submit(() -> links.forEach(order)).syncUninterruptibly();
  }

  private void join(SocketChannel client, SocketChannel server) {
    Link link = new Link(client, server, new Exchange(swallows), () -> weather);
    links.add(link);
    link.open(() -> links.remove(link));
  }
}
