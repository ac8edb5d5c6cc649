package io.sluice.load.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.sluice.load.pace.Rate;
import io.sluice.load.slo.Slo;
import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;

/** Numbers, units and objectives as anybody may write them: read within bounds, or refused. */
class QuantityFuzzTest {
  @Property(tries = 1_000)
  void anyTextIsReadOrRefused(
      @ForAll String text,
      @ForAll @CharRange(from = '0', to = '9') @StringLength(min = 1, max = 400) String digits,
      @ForAll @Chars({'k', 'm', 's', 'u', 'h', '/', '%', 'b'}) @StringLength(max = 3) String unit) {
    quantity(text.getBytes(UTF_8));
    quantity((digits + unit).getBytes(UTF_8));
    objective(text.getBytes(UTF_8));
    objective(("e2e.p99<" + digits + unit).getBytes(UTF_8));
  }

  @FuzzTest
  void quantity(byte[] bytes) {
    String text = new String(bytes, UTF_8);
    readOrRefused(() -> assertThat(Quantity.count(text)).isNotNegative());
    readOrRefused(() -> assertThat(Quantity.bytes(text)).isNotNegative());
    readOrRefused(() -> assertThat(Quantity.share(text)).isFinite().isNotNegative());
    readOrRefused(
        () -> assertThat(Quantity.rate(text).perSecond()).isBetween(0.0, Rate.MAX_PER_SECOND));
    readOrRefused(() -> assertThat(Quantity.duration(text)).isGreaterThanOrEqualTo(Duration.ZERO));
  }

  @FuzzTest
  void objective(byte[] bytes) {
    String text = new String(bytes, UTF_8);
    readOrRefused(
        () -> {
          Slo slo = SloGrammar.read(text);
          assertThat(slo.rule()).isEqualTo(text);
          assertThat(slo.limit()).isFinite().isNotNegative();
        });
  }

  private static void readOrRefused(Runnable reading) {
    try {
      reading.run();
    } catch (IllegalArgumentException refused) {
      assertThat(refused).hasMessageMatching("(?s).*\\S.*");
    }
  }
}
