package io.sluice.load.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class IdSumTest {
  private final List<String> ids =
      IntStream.range(0, 1000).mapToObj(i -> "0000000000000000000" + (100 + i)).toList();

  @Test
  void theSameIdsInAnyOrderMatch() {
    List<String> mixed = new java.util.ArrayList<>(ids);
    Collections.shuffle(mixed, new java.util.Random(1));

    assertThat(sum(ids).matches(sum(mixed))).isTrue();
  }

  @Test
  void oneIdTwiceInPlaceOfAnotherDoesNotMatch() {
    List<String> wrong = new java.util.ArrayList<>(ids);
    wrong.set(7, ids.get(8));

    assertThat(sum(wrong).count()).isEqualTo(ids.size());
    assertThat(sum(ids).matches(sum(wrong))).isFalse();
  }

  @Test
  void twoNeighboursMovedApartDoNotCancelOut() {
    assertThat(sum(List.of("a1", "a4")).matches(sum(List.of("a2", "a3")))).isFalse();
  }

  private static IdSum sum(List<String> ids) {
    IdSum sum = new IdSum();
    ids.forEach(sum::add);
    return sum;
  }
}
