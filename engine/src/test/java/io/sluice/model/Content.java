package io.sluice.model;

/** What a task carries: begins as envelopes do, so that scripts can read its type. */
final class Content {
  private static final String VERSION_AND_TIME = "v1";
  private static final char LENGTH_OF_TYPE = 1;
  private static final char UNIQUE = 7;
  private static final char END = 0;
  private static final int TYPE_AT = VERSION_AND_TIME.length() + 1;

  static String of(char type, String rest) {
    return VERSION_AND_TIME + LENGTH_OF_TYPE + type + rest;
  }

  /**
   * With a unique key, as envelopes have it: behind the type, with a tag and its length. How long
   * it is held matters to the scripts only as far as it is until its task has ended or not.
   */
  static String of(char type, String uniqueKey, int uniqueMs, String rest) {
    String held = (char) Math.min(1, uniqueMs) + uniqueKey;
    return uniqueKey.isEmpty()
        ? of(type, rest)
        : of(type, "" + UNIQUE + (char) held.length() + held + END + rest);
  }

  static String type(String content) {
    return content.substring(TYPE_AT, TYPE_AT + 1);
  }

  private Content() {}
}
