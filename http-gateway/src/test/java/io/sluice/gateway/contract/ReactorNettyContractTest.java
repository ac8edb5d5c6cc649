package io.sluice.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.ChannelGroupFuture;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.util.concurrent.GlobalEventExecutor;
import io.sluice.gateway.support.RawHttp;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.NettyPipeline;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/**
 * What the gateway relies on in Reactor Netty: when an upgrade fails here, the name says what
 * changed. A server with nothing of the gateway's, and bounds that are soon reached.
 */
@Timeout(60)
class ReactorNettyContractTest {
  private static final long SOON_MILLIS = 20_000;
  private static final String UNFINISHED = "Content-Length: 100";

  private final AtomicReference<@Nullable Throwable> failed = new AtomicReference<>();
  private @Nullable DisposableServer server;

  @AfterEach
  void stop() {
    if (server != null) {
      server.disposeNow();
    }
  }

  @Test
  void anErrorFiredBehindTheTrafficHandlerReachesWhoReadsTheBodyAndEndsTheConnection()
      throws IOException {
    IllegalStateException error = new IllegalStateException("enough");
    AtomicReference<@Nullable Channel> opened = new AtomicReference<>();
    int port = serve(http -> http.doOnChannelInit((o, channel, remote) -> opened.set(channel)));
    try (RawHttp raw = new RawHttp(port)) {
      raw.sendHead("POST / HTTP/1.1", UNFINISHED, "Expect: 100-continue");
      assertThat(raw.readHead()).startsWith("HTTP/1.1 100");
      Channel channel = Objects.requireNonNull(opened.get());
      channel
          .eventLoop()
          .execute(
              () ->
                  Objects.requireNonNull(
                          channel.pipeline().context(NettyPipeline.HttpTrafficHandler))
                      .fireExceptionCaught(error));

      assertThat(raw.readReply()).startsWith("HTTP/1.1 408");
      assertThat(raw.isClosedByPeer()).isTrue();
      assertThat(failed).hasValue(error);
    }
  }

  @Test
  void aBodyThatIsAnnouncedIsAskedForWhenItIsReadAndNotBefore() throws IOException {
    int port = serve(UnaryOperator.identity());
    try (RawHttp raw = new RawHttp(port)) {
      raw.sendHead("POST /unread HTTP/1.1", UNFINISHED, "Expect: 100-continue");
      assertThat(raw.readReply()).startsWith("HTTP/1.1 200");
    }
  }

  @Test
  void aHandlerBeforeTheCodecSeesTheBytesAndMayPassOnPartsOfThem() throws IOException {
    AtomicInteger seen = new AtomicInteger();
    ChannelInboundHandlerAdapter twoParts =
        new ChannelInboundHandlerAdapter() {
          @Override
          public void channelRead(ChannelHandlerContext context, Object message) {
            ByteBuf bytes = (ByteBuf) message;
            seen.addAndGet(bytes.readableBytes());
            context.fireChannelRead(bytes.readRetainedSlice(5));
            context.fireChannelRead(bytes);
          }
        };
    int port =
        serve(
            http ->
                http.doOnChannelInit(
                    (observer, channel, remote) ->
                        channel
                            .pipeline()
                            .addBefore(NettyPipeline.HttpCodec, "twoParts", twoParts)));
    try (RawHttp raw = new RawHttp(port)) {
      raw.sendHead("GET / HTTP/1.1");

      assertThat(raw.readReply()).startsWith("HTTP/1.1 200");
      assertThat(seen).hasValue("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".length());
    }
  }

  @Test
  void aRequestLineOrAHeaderOverTheBoundIsRefusedAndItsConnectionClosed() throws IOException {
    int port =
        serve(
            http ->
                http.httpRequestDecoder(spec -> spec.maxInitialLineLength(100).maxHeaderSize(200)));
    try (RawHttp raw = new RawHttp(port)) {
      raw.sendHead("GET /" + "a".repeat(200) + " HTTP/1.1");
      assertThat(raw.readReply()).startsWith("HTTP/1.1 414");
      assertThat(raw.isClosedByPeer()).isTrue();
    }
    try (RawHttp raw = new RawHttp(port)) {
      raw.sendHead("GET / HTTP/1.1", "X: " + "a".repeat(300));
      assertThat(raw.readReply()).startsWith("HTTP/1.1 431");
      assertThat(raw.isClosedByPeer()).isTrue();
    }
  }

  @Test
  void aBodyOfAnySizeIsHandedOnInPartsSoThatItIsForUsToCount() throws IOException {
    int size = 3 << 20;
    int port = serve(UnaryOperator.identity());
    try (RawHttp raw = new RawHttp(port)) {
      raw.sendHead("POST / HTTP/1.1", "Content-Length: " + size);
      raw.send("x".repeat(size));

      assertThat(raw.readReply()).startsWith("HTTP/1.1 200").endsWith(String.valueOf(size));
    }
  }

  @Test
  void aHandlerPutFirstAtTheInitOfAChannelCanCloseItBeforeAnythingIsRead() throws IOException {
    AtomicInteger open = new AtomicInteger();
    int port =
        serve(
            http ->
                http.doOnChannelInit(
                    (observer, channel, remote) ->
                        channel.pipeline().addFirst(new SecondIsClosed(open))));
    try (RawHttp first = new RawHttp(port)) {
      first.sendHead("GET / HTTP/1.1");
      assertThat(first.readReply()).startsWith("HTTP/1.1 200");
      try (RawHttp second = new RawHttp(port)) {
        assertThat(second.isClosedByPeer()).isTrue();
      }
      first.sendHead("GET / HTTP/1.1");
      assertThat(first.readReply()).startsWith("HTTP/1.1 200");
    }
  }

  @Test
  void theCodecIsThereAtTheInitOfAChannelSoThatAFilterCanFollowIt() throws IOException {
    AtomicReference<@Nullable Object> seen = new AtomicReference<>();
    ChannelInboundHandlerAdapter filter =
        new ChannelInboundHandlerAdapter() {
          @Override
          public void channelRead(ChannelHandlerContext context, Object message) {
            seen.compareAndSet(null, message);
            context.fireChannelRead(message);
          }
        };
    int port =
        serve(
            http ->
                http.doOnChannelInit(
                    (observer, channel, remote) ->
                        channel.pipeline().addAfter(NettyPipeline.HttpCodec, "filter", filter)));
    try (RawHttp raw = new RawHttp(port)) {
      raw.sendHead("GET / HTTP/1.1");

      assertThat(raw.readReply()).startsWith("HTTP/1.1 200");
      assertThat(seen.get()).isInstanceOf(HttpRequest.class);
    }
  }

  @Test
  void theChannelGroupHoldsConnectionsThatAreOpen() throws IOException {
    ChannelGroup group = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    int port = serve(http -> http.channelGroup(group));
    try (RawHttp raw = new RawHttp(port)) {
      raw.sendHead("GET / HTTP/1.1");
      assertThat(raw.readReply()).startsWith("HTTP/1.1 200");

      assertThat(group.stream()).anyMatch(Channel::isOpen);
      ChannelGroupFuture closing = group.close();
      assertThat(closing.awaitUninterruptibly(SOON_MILLIS)).isTrue();
      assertThat(raw.isClosedByPeer()).isTrue();
    }
  }

  /** Lets one connection be, and closes the next. */
  private static final class SecondIsClosed extends ChannelInboundHandlerAdapter {
    private final AtomicInteger open;

    SecondIsClosed(AtomicInteger open) {
      this.open = open;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
      if (open.incrementAndGet() > 1) {
        ChannelFuture unused = context.close();
      } else {
        context.fireChannelActive();
      }
    }
  }

  private int serve(UnaryOperator<HttpServer> bounds) {
    server =
        bounds.apply(HttpServer.create().host("127.0.0.1").port(0)).handle(this::answer).bindNow();
    return server.port();
  }

  /** Tells how long the body was, and 408 when it did not come. */
  private Mono<Void> answer(HttpServerRequest request, HttpServerResponse response) {
    if (request.uri().equals("/unread")) {
      return response.header("Content-Length", "0").send();
    }
    return request
        .receive()
        .map(part -> part.readableBytes())
        .reduce(0, Integer::sum)
        .map(String::valueOf)
        .onErrorResume(
            error -> {
              failed.set(error);
              response.status(408);
              return Mono.just("");
            })
        .flatMap(
            text ->
                response
                    .header("Content-Length", String.valueOf(text.length()))
                    .sendString(Mono.just(text))
                    .then());
  }
}
