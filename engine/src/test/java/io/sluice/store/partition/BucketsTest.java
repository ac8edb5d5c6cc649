package io.sluice.store.partition;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.cluster.SlotHash;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The bucket of a text is the same for ever. */
class BucketsTest {
  @ParameterizedTest
  @CsvSource({
    "'', 0",
    "123456789, 451", // 0x31C3, as the specification of Redis Cluster has it
    "tenant-1, 98",
    "order-4711, 411",
    "größe, 209",
    "uinvoice:2026-11, 59"
  })
  void ofATextIsFixed(String text, int bucket) {
    assertThat(Buckets.of(text)).isEqualTo(bucket);
  }

  @Test
  void isTheSlotOfACluster() {
    assertThat(IntStream.range(0, 10_000).mapToObj(i -> "text " + i))
        .allMatch(text -> Buckets.of(text) == SlotHash.getSlot(text) % Buckets.COUNT);
  }
}
