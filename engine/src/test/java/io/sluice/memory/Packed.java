package io.sluice.memory;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What scripts pack, by field: JSON or MessagePack of a real server, or what is written in memory.
 */
final class Packed {
  private static final int FALSE = 0xc2;
  private static final int STRING_8 = 0xd9;

  private final String bytes;
  private int at;

  private Packed(String bytes) {
    this.bytes = bytes;
  }

  static Map<String, Object> fields(String bytes) {
    Packed packed = new Packed(bytes);
    char first = bytes.charAt(0);
    return first == '{' ? json(bytes) : first > '~' ? packed.array() : packed.record();
  }

  private static Map<String, Object> json(String text) {
    Map<String, Object> fields = new TreeMap<>();
    for (Map.Entry<String, JsonNode> field : JsonMapper.shared().readTree(text).properties()) {
      JsonNode value = field.getValue();
      fields.put(
          field.getKey(),
          value.isNumber()
              ? number(value.asString())
              : value.isString() ? value.stringValue() : value.booleanValue());
    }
    return fields;
  }

  private static Object number(String text) {
    return new BigDecimal(text).stripTrailingZeros();
  }

  private Map<String, Object> array() {
    Map<String, Object> fields = new TreeMap<>();
    int size = bytes.charAt(at++) & 15;
    for (int i = 1; i <= size; i++) {
      int kind = bytes.charAt(at++);
      if (kind == FALSE) {
        fields.put("" + i, false);
      } else {
        int length = kind < FALSE ? kind & 31 : length(1 << (kind - STRING_8));
        fields.put("" + i, bytes.substring(at, at + length));
        at += length;
      }
    }
    return fields;
  }

  private int length(int size) {
    int length = 0;
    for (int i = 0; i < size; i++) {
      length = (length << 8) | bytes.charAt(at++);
    }
    return length;
  }

  private Map<String, Object> record() {
    List<Object> parts = new ArrayList<>();
    while (at < bytes.length()) {
      char type = bytes.charAt(at);
      int begin = bytes.indexOf(':', at) + 1;
      int end = begin + Integer.parseInt(bytes.substring(at + 1, begin - 1));
      String text = bytes.substring(begin, end);
      boolean isName = parts.size() % 2 == 0;
      parts.add(isName || type == 's' ? text : type == 'n' ? number(text) : Boolean.valueOf(text));
      at = end;
    }
    Map<String, Object> fields = new TreeMap<>();
    for (int i = 0; i < parts.size(); i += 2) {
      fields.put(parts.get(i).toString(), parts.get(i + 1));
    }
    return fields;
  }
}
