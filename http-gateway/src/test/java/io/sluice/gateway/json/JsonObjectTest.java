package io.sluice.gateway.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonObjectTest {
  @Test
  void writesMembersInOrderAndLeavesOutNull() {
    assertThat(
            text(
                JsonObject.write(
                    json ->
                        json.put("a", "x\n\"")
                            .put("b", 5)
                            .put("c", true)
                            .put("d", Instant.parse("2026-11-20T19:30:00Z"))
                            .put("e", (String) null)
                            .put("f", (Instant) null)
                            .put("g", inner -> inner.put("h", 1))
                            .putStrings("i", List.of("j"))
                            .putAll("k", List.of(1, 2), (item, n) -> item.put("n", n)))))
        .isEqualTo(
            "{\"a\":\"x\\n\\\"\",\"b\":5,\"c\":true,\"d\":\"2026-11-20T19:30:00.000Z\","
                + "\"g\":{\"h\":1},\"i\":[\"j\"],\"k\":[{\"n\":1},{\"n\":2}]}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "{\"n\": 1.10 }|{\"n\": 1.10 }",
        "12345678901234567890.123456789012345678901234567890|"
            + "12345678901234567890.123456789012345678901234567890",
        "''|null",
        "no json|\"no json\"",
        "1 2|\"1 2\"",
        "{\"a\":|\"{\\\"a\\\":\"",
      })
  void writesWhatIsStoredAsItIsOrAsAString(String stored, String written) {
    assertThat(stored(stored.getBytes(StandardCharsets.UTF_8)))
        .isEqualTo("{\"v\":" + written + "}");
  }

  @Test
  void writesBytesThatAreNoTextAsBase64() {
    assertThat(stored(new byte[] {(byte) 0xff, 0, 1})).isEqualTo("{\"v\":\"/wAB\"}");
  }

  private static String stored(byte[] bytes) {
    return text(JsonObject.write(json -> json.putStored("v", bytes)));
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
