package io.sluice.gateway.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The request line and the header fields, read by the letter of RFC 9112 and with none of its
 * leniency.
 */
record RequestHead(String method, String target, String version, List<Field> fields) {
  /**
   * One header line.
   *
   * @param name in lower case
   */
  record Field(String name, String value) {}

  private static final String TOKEN_MARKS = "!#$%&'*+-.^_`|~";

  /** All values that are given under a name in lower case. */
  List<String> values(String name) {
    List<String> values = List.of();
    for (Field field : fields) {
      if (field.name().equals(name)) {
        values = values.isEmpty() ? new ArrayList<>(1) : values;
        values.add(field.value());
      }
    }
    return values;
  }

  /** The target without the query. */
  String path() {
    int query = target.indexOf('?');
    return query < 0 ? target : target.substring(0, query);
  }

  /** Whether the caller may keep its body back until it is asked for it. */
  boolean expectsContinue() {
    return version.equals("HTTP/1.1") && !values("expect").isEmpty();
  }

  /**
   * @param size of the head, up to and with its empty line; each line ends with CRLF
   * @throws Refusal when it is no head
   */
  static RequestHead parse(ByteBuf in, int size) {
    String head = in.toString(in.readerIndex(), size, ISO_8859_1);
    int end = head.indexOf("\r\n");
    String[] words = head.substring(0, end).split(" ", -1);
    if (words.length != 3 || !isToken(words[0]) || words[1].isEmpty()) {
      throw Refusal.malformed("the request line must be a method, a path and HTTP/1.1");
    }
    List<Field> fields = new ArrayList<>();
    for (int from = end + 2; from < size - 2; from = end + 2) {
      end = head.indexOf("\r\n", from);
      fields.add(field(head.substring(from, end)));
    }
    return new RequestHead(words[0], words[1], words[2], fields);
  }

  private static Field field(String line) {
    if (line.startsWith(" ") || line.startsWith("\t")) {
      throw Refusal.malformed("a header line must not be folded");
    }
    int colon = line.indexOf(':');
    if (colon < 0 || !isToken(line.substring(0, colon))) {
      throw Refusal.malformed("a header line must be a name, a colon and a value");
    }
    String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
    String value = line.substring(colon + 1);
    if (hasControl(value)) {
      throw Refusal.malformed("the value of header " + name + " has a control character");
    }
    return new Field(name, value.strip());
  }

  // Letter by letter and without streams, since each letter of each head comes by.

  private static boolean hasControl(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c < ' ' && c != '\t') || c == 0x7F) {
        return true;
      }
    }
    return false;
  }

  private static boolean isToken(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (!isTokenLetter(text.charAt(i))) {
        return false;
      }
    }
    return !text.isEmpty();
  }

  private static boolean isTokenLetter(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || TOKEN_MARKS.indexOf(c) >= 0;
  }
}
