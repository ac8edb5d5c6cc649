package io.sluice.task.enqueue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.task.InvalidTaskException;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PushTargetTest {
  @ParameterizedTest
  @CsvSource({
    "http://a, http, a, 80",
    "https://A.Example, https, a.example, 443",
    "https://a.example:8443/x, https, a.example, 8443",
    "http://a_b.example/~x;y=1/%2F?q=1&r=@:/?, http, a_b.example, 80",
    "http://127.0.0.1/, http, 127.0.0.1, 80",
    "http://255.255.255.255:65535/, http, 255.255.255.255, 65535",
    "'http://[::1]:81/', http, '[::1]', 81",
    "http://xn--bcher-kva.example/, http, xn--bcher-kva.example, 80",
    "http://1a.2b/, http, 1a.2b, 80"
  })
  void tellsWhereItGoes(String url, String scheme, String host, int port) {
    PushTarget target = new PushTarget(url, "POST", Map.of());

    assertThat(target.scheme()).isEqualTo(scheme);
    assertThat(target.host()).isEqualTo(host);
    assertThat(target.port()).isEqualTo(port);
  }

  @Test
  void isAnAddressOrAName() {
    assertThat(new PushTarget("http://127.0.0.1", "GET", Map.of()).isAddress()).isTrue();
    assertThat(new PushTarget("http://[::1]", "GET", Map.of()).isAddress()).isTrue();
    assertThat(new PushTarget("http://127.0.0.1.example", "GET", Map.of()).isAddress()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"POST, true", "PUT, true", "PATCH, true", "GET, false", "DELETE, false"})
  void hasABodyByItsMethod(String method, boolean body) {
    assertThat(new PushTarget("http://a", method, Map.of()).hasBody()).isEqualTo(body);
  }

  @Test
  void aLongUrlIsReadAndALongerOneRefused() {
    String most = "http://a/" + "%41".repeat(663) + "xx";
    assertThat(most).hasSize(PushTarget.MAX_URL);

    assertThat(new PushTarget(most, "POST", Map.of()).host()).isEqualTo("a");
    isRefused(most + "x", "POST", Map.of(), "/target/url", "at most 2000");
    isRefused("http://a/" + "[".repeat(1_900), "POST", Map.of(), "/target/url", "plain characters");
  }

  @ParameterizedTest
  @ValueSource(strings = {"HEAD", "post", "OPTIONS", "CONNECT", "TRACE", "", "POST "})
  void anyOtherMethodIsRefused(String method) {
    isRefused("http://a", method, Map.of(), "/target/method", "method must be one of");
  }

  @ParameterizedTest
  @CsvSource({
    "Host, of the connection",
    "content-length, of the connection",
    "Transfer-Encoding, of the connection",
    "Connection, of the connection",
    "Keep-Alive, of the connection",
    "Proxy-Connection, of the connection",
    "TE, of the connection",
    "Trailer, of the connection",
    "Upgrade, of the connection",
    "Expect, of the connection",
    "Authorization, a secret",
    "Cookie, a secret",
    "Proxy-Authorization, a secret",
    "Sluice-Signature, set by the gateway",
    "sluice-anything, set by the gateway",
    "traceparent, set by the gateway",
    "User-Agent, set by the gateway",
    "'', cannot have the name",
    "a b, cannot have the name",
    "a:, cannot have the name",
    "ä, cannot have the name"
  })
  void aHeaderThatIsNotForItToSetIsRefused(String name, String why) {
    isRefused("http://a", "POST", Map.of(name, "x"), "/target/headers/" + name, why);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " a", "a ", "a\r\nHost: b", "a\nb", "a\rb", "a\u0000b", "ä", "a\tb"})
  void aValueThatIsNotPlainIsRefused(String value) {
    isRefused("http://a", "POST", Map.of("x", value), "/target/headers/x", "printable");
  }

  @Test
  void headersAreBounded() {
    Map<String, String> most =
        IntStream.range(0, PushTarget.MAX_HEADERS)
            .boxed()
            .collect(Collectors.toMap(i -> "x" + i, i -> "a".repeat(PushTarget.MAX_HEADER_VALUE)));
    assertThat(new PushTarget("http://a", "POST", most).headers()).isEqualTo(most);

    Map<String, String> more = new HashMap<>(most);
    more.put("y", "1");
    isRefused("http://a", "POST", more, "/target/headers", "at most 16 headers");
    isRefused(
        "http://a",
        "POST",
        Collections.singletonMap("x", "a".repeat(PushTarget.MAX_HEADER_VALUE + 1)),
        "/target/headers/x",
        "1 to 1000");
    isRefused(
        "http://a", "POST", Map.of("x-a", "1", "X-A", "2"), "/target/headers/", "given twice");
  }

  private static void isRefused(
      String url, String method, Map<String, String> headers, String pointer, String why) {
    assertThatThrownBy(() -> new PushTarget(url, method, headers))
        .isInstanceOfSatisfying(
            InvalidTaskException.class,
            refused -> assertThat(refused.pointer()).startsWith(pointer))
        .hasMessageContaining(why);
  }
}
