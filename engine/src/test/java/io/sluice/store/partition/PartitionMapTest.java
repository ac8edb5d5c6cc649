package io.sluice.store.partition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.task.QueueName;
import io.sluice.task.StoreCorruptedException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PartitionMapTest {
  private static final QueueName QUEUE = QueueName.of("orders");
  private final PartitionMap undivided = PartitionMap.undivided(QUEUE);

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 6, 7, 64})
  void eachPartitionHasItsPartOfTheBuckets(int count) {
    PartitionMap map = undivided.raised(count).opened(new BitSet());

    assertThat(Arrays.stream(sizes(map))).allMatch(size -> Math.abs(size - 1024.0 / count) < 1);
    assertThat(map.isMoving()).isFalse();
    assertThat(map.partitions()).hasSize(count).startsWith(QUEUE, QueueName.stored("orders/1"));
  }

  @ParameterizedTest
  @CsvSource({"1, 2", "2, 6", "3, 4", "6, 64"})
  void bucketsGoOnlyToPartitionsThatAreNew(int from, int to) {
    PartitionMap before = undivided.raised(from).opened(new BitSet());
    PartitionMap raised = before.raised(to);
    PartitionMap after = raised.opened(new BitSet());

    for (int i = 0; i < Buckets.COUNT; i++) {
      assertThat(raised.ownerOf(i)).isEqualTo(before.ownerOf(i));
      if (after.ownerOf(i) != before.ownerOf(i)) {
        assertThat(after.ownerOf(i)).isGreaterThanOrEqualTo(from);
        assertThat(raised.isClosed(i)).isTrue();
      }
    }
  }

  @Test
  void aBucketThatIsNotEmptyStaysWhereItIs() {
    PartitionMap raised = undivided.raised(2);
    BitSet staying = new BitSet();
    staying.set(0);

    PartitionMap opened = raised.opened(staying);

    assertThat(raised.leaving(0).get(0)).isTrue();
    assertThat(opened.ownerOf(0)).isZero();
    assertThat(opened.ownerOf(1)).isEqualTo(1);
    assertThat(opened.generation()).isEqualTo(2);
  }

  @Test
  void isReadAsItWasWritten() {
    PartitionMap map = undivided.raised(6);

    PartitionMap read = PartitionMap.parse(QUEUE, map.text());

    assertThat(read.text()).isEqualTo(map.text());
    assertThat(read.isMoving()).isTrue();
    assertThat(read.opened(new BitSet()).text()).isEqualTo(map.opened(new BitSet()).text());
    assertThat(map.text().length()).isLessThan(1024);
  }

  @Test
  void saysHowManyBucketsAPartitionHasAndWouldHave() {
    PartitionMap opened = undivided.raised(6).opened(new BitSet());

    assertThat(undivided.raised(6).bucketsOf(0)).isEqualTo(Buckets.COUNT);
    assertThat(IntStream.range(0, 6).map(opened::bucketsOf))
        .containsExactly(171, 171, 171, 171, 170, 170);
    assertThat(IntStream.range(0, 6).map(i -> PartitionMap.evenly(i, 6)))
        .containsExactly(171, 171, 171, 171, 170, 170);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1", "1 2", "1 2 0*1023", "1 2 2*1024", "1 99 0*1024", "x 2 0*1024"})
  void whatIsDamagedIsNotTaken(String text) {
    assertThatThrownBy(() -> PartitionMap.parse(QUEUE, text))
        .isInstanceOf(StoreCorruptedException.class)
        .hasMessageContaining("orders");
  }

  private static int[] sizes(PartitionMap map) {
    int[] sizes = new int[map.count()];
    IntStream.range(0, Buckets.COUNT).forEach(i -> sizes[map.ownerOf(i)]++);
    return Arrays.copyOf(sizes, sizes.length);
  }
}
