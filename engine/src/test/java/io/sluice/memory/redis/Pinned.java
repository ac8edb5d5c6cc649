package io.sluice.memory.redis;

/** What a server may choose, pinned in the text of a script. */
final class Pinned {
  private static final String ANY_MEMBER = "call('ZRANDMEMBER', aside)";
  private static final String FIRST_MEMBER = "call('ZRANGE', aside, 0, 0)[1]";

  /** Any member of a sorted set is the first; all else that is random is seeded by the scripts. */
  static String source(String source) {
    return source.replace(ANY_MEMBER, FIRST_MEMBER);
  }

  private Pinned() {}
}
