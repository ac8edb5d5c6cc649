package io.sluice.load.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ByteTableTest {
  @Test
  void countsUpAndGivesTheNewCount() {
    ByteTable table = new ByteTable(2);

    assertThat(table.increment(1)).isEqualTo(1);
    assertThat(table.increment(1)).isEqualTo(2);
    assertThat(table.get(0)).isZero();
  }

  @Test
  void noCountIsLostBetweenThreads() {
    ByteTable table = new ByteTable(1000);

    IntStream.range(0, 100_000).parallel().forEach(i -> table.increment(i % 1000));

    assertThat(IntStream.range(0, 1000).map(table::get)).containsOnly(100);
  }

  @Test
  void aFullCountStaysFull() {
    ByteTable table = new ByteTable(1);

    IntStream.range(0, 300).forEach(i -> table.increment(0));

    assertThat(table.get(0)).isEqualTo(ByteTable.MOST);
  }

  @Test
  void takesMemoryOnlyForWhatIsSet() {
    ByteTable table = new ByteTable(Integer.MAX_VALUE);
    assertThat(table.used()).isZero();

    table.set(70_000, 3);

    assertThat(table.used()).isBetween(70_001, 200_000);
    assertThat(table.get(70_000)).isEqualTo(3);
    assertThat(table.get(5)).isZero();
    assertThat(table.get(Integer.MAX_VALUE - 1)).isZero();
  }

  @Test
  void whatIsReservedIsThere() {
    ByteTable table = new ByteTable(Integer.MAX_VALUE);

    table.reserve(100_000);

    assertThat(table.used()).isBetween(100_000, 200_000);
  }
}
