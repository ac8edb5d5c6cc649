package io.sluice.gateway.api.server;

import io.sluice.gateway.http.Answer;
import io.sluice.gateway.http.ETag;
import io.sluice.gateway.http.Endpoint;
import io.sluice.gateway.http.Exchange;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.zip.CRC32;
import reactor.core.publisher.Mono;

/** Gives the document that describes this API to machines. */
final class ShowOpenApi implements Endpoint {
  private static final String RESOURCE = "/io/sluice/gateway/openapi.json";

  private final byte[] document = read();
  private final ETag version = version(document);

  @Override
  public Mono<Answer> answer(Exchange exchange) {
    exchange.query();
    Answer answer = exchange.has(version) ? Answer.empty(304) : Answer.json(200, document);
    return Mono.just(answer.with(ETag.HEADER, version.quoted()));
  }

  private static byte[] read() {
    try (InputStream in = ShowOpenApi.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException("the jar has no " + RESOURCE);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ETag version(byte[] document) {
    CRC32 sum = new CRC32();
    sum.update(document);
    return new ETag(Long.toHexString(sum.getValue()));
  }
}
