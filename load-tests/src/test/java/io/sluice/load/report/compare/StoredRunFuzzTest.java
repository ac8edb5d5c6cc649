package io.sluice.load.report.compare;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.sluice.load.report.HistogramText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.HdrHistogram.Histogram;

/** A file that anybody wrote is a result, or is told to be none. */
class StoredRunFuzzTest {
  @Property(tries = 300)
  void anyBytesAreReadOrRefused(@ForAll byte[] bytes) throws IOException {
    run(bytes);
    histogram(bytes);
    histogram(Base64.getEncoder().encode(bytes));
    String inside = Base64.getEncoder().encodeToString(bytes);
    run(("{\"schema\":1,\"histograms\":{\"e2e\":\"" + inside + "\"}}").getBytes(UTF_8));
  }

  @FuzzTest
  void run(byte[] bytes) throws IOException {
    Path file = Files.createTempFile("run", ".json");
    try {
      Files.write(file, bytes);
      readOrRefused(
          () -> assertThat(StoredRun.read(file).required("/schema").asInt(0)).isEqualTo(1));
    } finally {
      Files.delete(file);
    }
  }

  @FuzzTest
  void histogram(byte[] bytes) {
    readOrRefused(
        () -> {
          Histogram histogram = HistogramText.read(new String(bytes, UTF_8));
          assertThat(histogram.getTotalCount()).isNotNegative();
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
