package io.sluice.load.measure;

import java.time.Duration;
import java.util.List;

/**
 * How a measured pass went, interval by interval.
 *
 * @param every the interval as planned; each moment says when it really ended
 */
public record Timeline(Duration every, List<Moment> moments) {
  public Timeline {
    moments = List.copyOf(moments);
  }
}
