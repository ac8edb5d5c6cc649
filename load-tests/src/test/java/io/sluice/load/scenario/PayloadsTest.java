package io.sluice.load.scenario;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class PayloadsTest {
  private final Payloads payloads = new Payloads(200, 1);

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 123_456_789, Integer.MAX_VALUE})
  void aPayloadCarriesItsNumberAndHasTheSizeAskedFor(int sequence) {
    byte[] payload = payloads.of(sequence);

    assertThat(payload).hasSize(200);
    assertThat(Payloads.sequence(payload)).isEqualTo(sequence);
  }

  @Test
  void aPayloadIsJson() {
    Map<?, ?> read = JsonMapper.shared().readValue(payloads.of(42), Map.class);

    assertThat(read.get("n")).isEqualTo("0000000042");
  }

  @Test
  void theSmallestHoldsANumberToo() {
    Payloads smallest = new Payloads(Payloads.MIN_BYTES, 1);

    assertThat(Payloads.sequence(smallest.of(7))).isEqualTo(7);
  }

  @Test
  void lessThanThatIsRefused() {
    assertThatThrownBy(() -> new Payloads(Payloads.MIN_BYTES - 1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least " + Payloads.MIN_BYTES);
  }

  @Test
  void theSameSeedGivesTheSameBytes() {
    assertThat(new Payloads(200, 1).of(3)).isEqualTo(payloads.of(3));
    assertThat(new Payloads(200, 2).of(3)).isNotEqualTo(payloads.of(3));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "{\"n\":\"00000000x1\",\"pad\":\"\"}",
        "{\"n\":\"9999999999\",\"pad\":\"\"}"
      })
  void whatIsNoneOfOursHasNoNumber(String payload) {
    assertThat(Payloads.sequence(payload.getBytes(UTF_8))).isNegative();
  }
}
