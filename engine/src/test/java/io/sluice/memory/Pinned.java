package io.sluice.memory;

/** What a server may choose, pinned in the text of a script. */
final class Pinned {
  private static final String ANY_MEMBER = "call('ZRANDMEMBER', aside)";
  private static final String FIRST_MEMBER = "call('ZRANGE', aside, 0, 0)[1]";

  private static final String ANY_NUMBER = "math.random()";
  private static final String MIDDLE = "0.5";

  private static final String PROCESS = "redis.pcall('INFO', 'replication')";
  private static final String ONE_PROCESS = "'master_replid:" + "b".repeat(40) + "'";

  /**
   * Any member of a sorted set is the first, each random number is the one in the middle, and both
   * servers are one process.
   */
  static String source(String source) {
    return source
        .replace(ANY_MEMBER, FIRST_MEMBER)
        .replace(ANY_NUMBER, MIDDLE)
        .replace(PROCESS, ONE_PROCESS);
  }

  private Pinned() {}
}
