package io.sluice.task;

/** What texts that name something may look like. */
final class Texts {
  static void requireKey(String pointer, String key, int max) {
    if (key.isEmpty() || key.length() > max || key.chars().anyMatch(Character::isISOControl)) {
      throw new InvalidTaskException(
          pointer,
          "key must be 1 to "
              + max
              + " characters without control characters, is "
              + Quoted.of(key));
    }
  }

  private Texts() {}
}
