package io.sluice.adapt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;

class GradientLimitProperties {
  private static final int RUNS = 3_000;

  @Property(tries = 200)
  void theLimitStaysWithinItsBoundsWhateverIsTold(
      @ForAll @IntRange(min = 1, max = 200) int min,
      @ForAll @IntRange(max = 2_000) int span,
      @ForAll long seed) {
    Random random = new Random(seed);
    int max = min + span;
    GradientLimit limit = new GradientLimit(min, max, 0);
    long now = 0;
    int last = min;
    for (int i = 0; i < RUNS; i++) {
      now += (long) (random.nextDouble() * 50_000_000);
      long begun = now - (long) (random.nextDouble() * 100_000_000);
      @Nullable Change change;
      switch (random.nextInt(10)) {
        case 0, 1 -> change = limit.failed(begun, now, random.nextInt(max + 1));
        case 2 -> {
          max = random.nextInt(50) == 0 ? min + random.nextInt(span + 1) : max;
          change = limit.max(max);
        }
        default -> {
          String type = "t" + random.nextInt(3);
          change = limit.succeeded(type, begun, now, random.nextInt(max + 1));
        }
      }
      if (change != null) {
        assertThat(change.from()).isEqualTo(last).isNotEqualTo(change.to());
        last = change.to();
      }
      assertThat(limit.current()).isEqualTo(last).isBetween(min, max);
    }
  }
}
