package io.sluice.load.target;

/** A Redis to measure against. Closing it stops what was started for it. */
public interface Target extends AutoCloseable {
  /** Where it answers; may hold a password, so it is never printed. */
  String redisUri();

  /** What kind it is, for results. */
  String kind();

  @Override
  void close();
}
