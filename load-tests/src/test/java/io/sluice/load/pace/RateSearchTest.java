package io.sluice.load.pace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RateSearchTest {
  private final List<Double> tried = new ArrayList<>();

  @Test
  void doublesThenHalvesTheGap() {
    assertThat(best(1_000, 100_000, 5_300)).isBetween(5_000.0, 5_300.0);
    assertThat(tried).startsWith(1_000.0, 2_000.0, 4_000.0, 8_000.0, 6_000.0, 5_000.0);
    assertThat(tried).hasSizeLessThan(12);
  }

  @Test
  void neverGoesBeyondTheHighest() {
    assertThat(best(1_000, 3_000, 1e6)).isEqualTo(3_000);
    assertThat(tried).containsExactly(1_000.0, 2_000.0, 3_000.0);
  }

  @Test
  void endsWhenNotEvenTheFirstIsKept() {
    RateSearch search = new RateSearch(new Rate(1_000), new Rate(2_000));

    search.tried(false);

    assertThat(search.next()).isNull();
    assertThat(search.best()).isNull();
  }

  @Test
  void theFirstMustNotBeAboveTheHighest() {
    assertThatThrownBy(() -> new RateSearch(new Rate(2), new Rate(1)))
        .hasMessageContaining("--from must not be more than --to");
  }

  private double best(double from, double to, double capacity) {
    RateSearch search = new RateSearch(new Rate(from), new Rate(to));
    for (Rate next = search.next(); next != null; next = search.next()) {
      tried.add(next.perSecond());
      search.tried(next.perSecond() <= capacity);
    }
    return search.best().perSecond();
  }
}
