package io.sluice.store;

/**
 * How many of a part of the dead letters match.
 *
 * @param cursor where to go on; {@link #END} when this was the last part
 */
public record BulkCount(int matched, long cursor) {
  public static final long END = -1;
}
