package io.sluice.grammar;

/**
 * What names and ids are made of. Checked letter by letter and not by a pattern, since it is on the
 * way of every task; the patterns are for messages.
 */
public final class Grammar {
  /** Of queues and of task types. */
  public static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]{0,99}";

  /** Of task ids. */
  public static final String ID = "[A-Za-z0-9._-]{1,128}";

  private static final int LONGEST_NAME = 100;
  private static final int LONGEST_ID = 128;

  public static boolean isName(String value) {
    return consists(value, LONGEST_NAME) && isLetterOrDigit(value.charAt(0));
  }

  /** By its letters, and none of the two that no path can name. */
  public static boolean isId(String value) {
    return consists(value, LONGEST_ID) && !value.equals(".") && !value.equals("..");
  }

  /** Of an id that Sluice made in a partition of a queue: what stands behind it. */
  public static final String PARTITION = "~[0-9a-z]{1,2}";

  /** Whether it is an id, or one that Sluice made in a partition of a queue. */
  public static boolean isTaskId(String value) {
    int tail = value.indexOf('~');
    return tail < 0 ? isId(value) : isId(value.substring(0, tail)) && isTail(value, tail + 1);
  }

  private static boolean isTail(String value, int from) {
    if (value.length() - from < 1 || value.length() - from > 2) {
      return false;
    }
    for (int i = from; i < value.length(); i++) {
      char letter = value.charAt(i);
      if (!(letter >= '0' && letter <= '9') && !(letter >= 'a' && letter <= 'z')) {
        return false;
      }
    }
    return true;
  }

  /** What an id would have to do that is none. */
  public static String wrongIn(String id) {
    return consists(id, LONGEST_ID) ? "be neither . nor .., which no path can name" : "match " + ID;
  }

  private static boolean consists(String value, int longest) {
    if (value.isEmpty() || value.length() > longest) {
      return false;
    }
    for (int i = 0; i < value.length(); i++) {
      char letter = value.charAt(i);
      if (!isLetterOrDigit(letter) && letter != '.' && letter != '_' && letter != '-') {
        return false;
      }
    }
    return true;
  }

  private static boolean isLetterOrDigit(char letter) {
    return (letter >= 'a' && letter <= 'z')
        || (letter >= 'A' && letter <= 'Z')
        || (letter >= '0' && letter <= '9');
  }

  private Grammar() {}
}
