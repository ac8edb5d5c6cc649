package io.sluice.gateway.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.sluice.gateway.problem.ProblemException;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Headers and queries from anybody are understood, left aside, or told to be a problem. */
class HeadersFuzzTest {
  private static final int LEAST = 1;
  private static final int MOST = 1000;

  @Property(tries = 1_000)
  void anyTextIsUnderstoodOrRefused(@ForAll String text) {
    header(text.getBytes(UTF_8));
    query(text.getBytes(UTF_8));
  }

  @FuzzTest
  void header(byte[] bytes) {
    String text = new String(bytes, UTF_8);
    assertThat(Prefer.parse(List.of(text)).waitFor())
        .isBetween(java.time.Duration.ZERO, RequestLimits.MAX_WAIT);
    assertThat(new ETag("v").isIn(List.of(text, "\"v\""))).isTrue();
    HttpHeaders headers =
        DefaultHttpHeadersFactory.headersFactory()
            .withValidation(false)
            .newHeaders()
            .set(HttpHeaderNames.CONTENT_TYPE, text);
    try {
      ContentType.requireJson(headers);
      assertThat(text.strip()).startsWithIgnoringCase("application/json");
    } catch (ProblemException refused) {
      assertThat(refused).hasMessageMatching("(?s).*\\S.*");
    }
  }

  @FuzzTest
  void query(byte[] bytes) {
    try {
      Query query =
          Query.of(
              new QueryStringDecoder(new String(bytes, UTF_8), false).parameters(),
              List.of("limit", "after"));
      assertThat(query.number("limit", LEAST, MOST, MOST)).isBetween(LEAST, MOST);
    } catch (ProblemException | IllegalArgumentException refused) {
      assertThat(refused).hasMessageMatching("(?s).*\\S.*");
    }
  }
}
