package io.sluice.gateway.http;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.sluice.gateway.problem.Problem;
import io.sluice.gateway.problem.ProblemCode;
import io.sluice.gateway.problem.ProblemException;
import java.io.ByteArrayOutputStream;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Takes in a body, and not a byte more than it may have. */
final class BodyReader {
  private static final Logger log = LoggerFactory.getLogger(BodyReader.class);
  private static final int FIRST_BYTES = 512;

  /**
   * Where Reactor looks for what to do with an error that comes after the end. Reactor Netty tells
   * of a timeout once more while the first telling is being answered; that is no news for the log.
   */
  private static final String ON_ERROR_DROPPED = "reactor.onErrorDropped.local";

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(FIRST_BYTES);

  /** The whole body; empty if there is none. */
  static Mono<byte[]> read(Request request) {
    if (announced(request) > RequestLimits.MAX_BODY_BYTES) {
      return Mono.error(tooLarge());
    }
    byte[] whole = request.whole();
    if (whole != null) {
      return Mono.just(whole);
    }
    return received(request)
        .reduceWith(BodyReader::new, BodyReader::add)
        .map(reader -> reader.bytes.toByteArray());
  }

  /** The body as it comes in and is asked for: without a bound, and for as long as it flows. */
  static Flux<byte[]> parts(Request request) {
    return Flux.defer(
        () -> {
          request.doNotHurry();
          return received(request).map(BodyReader::copy);
        });
  }

  private static Flux<ByteBuf> received(Request request) {
    Consumer<Throwable> ignore = BodyReader::toldAgain;
    return request.receive().contextWrite(context -> context.put(ON_ERROR_DROPPED, ignore));
  }

  private BodyReader add(ByteBuf chunk) {
    if (bytes.size() + chunk.readableBytes() > RequestLimits.MAX_BODY_BYTES) {
      throw tooLarge();
    }
    bytes.writeBytes(copy(chunk));
    return this;
  }

  private static byte[] copy(ByteBuf chunk) {
    byte[] copy = new byte[chunk.readableBytes()];
    chunk.readBytes(copy);
    return copy;
  }

  private static void toldAgain(Throwable error) {
    log.trace("told again of {}", error.toString());
  }

  private static long announced(Request request) {
    String length = request.headers().get(HttpHeaderNames.CONTENT_LENGTH);
    try {
      return length == null ? 0 : Long.parseLong(length);
    } catch (NumberFormatException unreadable) {
      return 0;
    }
  }

  private static ProblemException tooLarge() {
    return Problem.of(
            ProblemCode.PAYLOAD_TOO_LARGE,
            "the body is larger than the limit of " + RequestLimits.MAX_BODY_BYTES + " bytes")
        .asException();
  }
}
