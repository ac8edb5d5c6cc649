package io.sluice.gateway.server;

import io.netty.handler.codec.http.QueryStringDecoder;

/**
 * What a path may look like: one that every proxy and every server reads alike. What is written in
 * more than one way, or means a file somewhere else, is refused.
 */
final class TargetRules {
  private static final int ESCAPE_CHARS = 3;
  private static final int HEX = 16;

  /** Visible, but in no URI (RFC 3986); or the beginning of a fragment, which is never sent. */
  private static final String FOREIGN = "\"<>\\^`{|}#";

  /**
   * @throws Refusal when the target of a request is none
   */
  static void check(String target) {
    if (!target.startsWith("/")) {
      throw Refusal.malformed("the request target must be a path that begins with /");
    }
    int query = target.indexOf('?');
    String path = query < 0 ? target : target.substring(0, query);
    for (int i = 0; i < target.length(); i++) {
      char c = target.charAt(i);
      if (c <= ' ' || c >= 0x7F || FOREIGN.indexOf(c) >= 0) {
        throw Refusal.malformed("the path has a character that must be percent-encoded");
      }
      if (c == '%') {
        checkEscape(target, i, i < path.length());
      }
    }
    for (String segment : path.split("/", -1)) {
      String decoded =
          segment.indexOf('%') < 0
              ? segment
              : QueryStringDecoder.decodeComponent(segment.replace("+", "%2B"));
      if (decoded.equals(".") || decoded.equals("..")) {
        throw Refusal.malformed("the path has a segment . or ..");
      }
    }
  }

  private static void checkEscape(String target, int at, boolean inPath) {
    int value = escaped(target, at);
    if (value < 0) {
      throw Refusal.malformed("a percent sign in the path needs two hexadecimal digits");
    }
    if (value < ' ' || value == 0x7F) {
      throw Refusal.malformed("the path has an encoded control character");
    }
    if (inPath && (value == '/' || value == '\\')) {
      throw Refusal.malformed("the path has an encoded slash or backslash");
    }
  }

  private static int escaped(String target, int at) {
    if (at + ESCAPE_CHARS > target.length()) {
      return -1;
    }
    int high = Character.digit(target.charAt(at + 1), HEX);
    int low = Character.digit(target.charAt(at + 2), HEX);
    return high < 0 || low < 0 ? -1 : high * HEX + low;
  }

  private TargetRules() {}
}
