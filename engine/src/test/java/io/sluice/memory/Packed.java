package io.sluice.memory;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/** What is left of a task that ended, as MessagePack of the real server or JSON of the other. */
final class Packed {
  private static final int FALSE = 0xc2;
  private static final int STRING_8 = 0xd9;

  private final String bytes;
  private int at;

  private Packed(String bytes) {
    this.bytes = bytes;
  }

  static List<Object> parts(String bytes) {
    return bytes.startsWith("{") ? ofJson(bytes) : new Packed(bytes).array();
  }

  private static List<Object> ofJson(String json) {
    List<Object> parts = new ArrayList<>();
    JsonMapper.shared()
        .readTree(json)
        .values()
        .forEach(part -> parts.add(part.isString() ? part.stringValue() : part.booleanValue()));
    return parts;
  }

  private List<Object> array() {
    List<Object> parts = new ArrayList<>();
    for (int left = bytes.charAt(at++) & 15; left > 0; left--) {
      int kind = bytes.charAt(at++);
      if (kind == FALSE) {
        parts.add(false);
        continue;
      }
      int length = kind < FALSE ? kind & 31 : length(1 << (kind - STRING_8));
      parts.add(bytes.substring(at, at + length));
      at += length;
    }
    return parts;
  }

  private int length(int size) {
    int length = 0;
    for (int i = 0; i < size; i++) {
      length = (length << 8) | bytes.charAt(at++);
    }
    return length;
  }
}
