package io.sluice.model;

/** What a task carries: begins as envelopes do, so that scripts can read its type. */
final class Content {
  private static final String VERSION_AND_TIME = "v1";
  private static final char LENGTH_OF_TYPE = 1;
  private static final int TYPE_AT = VERSION_AND_TIME.length() + 1;

  static String of(char type, String rest) {
    return VERSION_AND_TIME + LENGTH_OF_TYPE + type + rest;
  }

  static String type(String content) {
    return content.substring(TYPE_AT, TYPE_AT + 1);
  }

  private Content() {}
}
