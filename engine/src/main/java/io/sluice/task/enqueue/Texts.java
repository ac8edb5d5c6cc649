package io.sluice.task.enqueue;

import io.sluice.grammar.Quoted;
import io.sluice.task.InvalidTaskException;
import java.nio.charset.StandardCharsets;

/** What texts that name something may look like. */
public final class Texts {
  public static void requireKey(String pointer, String key, int max) {
    if (key.isEmpty() || key.length() > max || hasControl(key)) {
      throw new InvalidTaskException(
          pointer,
          "key must be 1 to "
              + max
              + " characters without control characters, is "
              + Quoted.of(key));
    }
  }

  public static void requireGroup(String pointer, String group) {
    if (group.isEmpty()
        || group.getBytes(StandardCharsets.UTF_8).length > TaskOptions.MAX_GROUP_BYTES
        || hasControl(group)) {
      throw new InvalidTaskException(
          pointer,
          "group must be 1 to "
              + TaskOptions.MAX_GROUP_BYTES
              + " bytes without control characters, is "
              + Quoted.of(group));
    }
  }

  public static void requireHeader(String name, String value) {
    if (name.isEmpty() || hasControl(name)) {
      throw new InvalidTaskException(
          hasControl(name) ? "/headers" : headerPointer(name),
          "the name of a header must not be empty or have control characters, is "
              + Quoted.of(name));
    }
    if (value.chars().anyMatch(letter -> letter == '\r' || letter == '\n' || letter == 0)) {
      throw new InvalidTaskException(
          headerPointer(name), "header " + Quoted.of(name) + " must not have CR, LF or NUL in it");
    }
  }

  public static void requireTag(String pointer, String tag) {
    if (tag.isEmpty() || hasControl(tag)) {
      throw new InvalidTaskException(
          pointer, "a tag must not be empty or have control characters, is " + Quoted.of(tag));
    }
  }

  public static String headerPointer(String name) {
    return "/headers/" + name.replace("~", "~0").replace("/", "~1");
  }

  private static boolean hasControl(String text) {
    return text.chars().anyMatch(Character::isISOControl);
  }

  private Texts() {}
}
