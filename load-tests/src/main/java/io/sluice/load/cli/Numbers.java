package io.sluice.load.cli;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** Whole numbers in the value of one option: {@code 1,2,4}. */
record Numbers(List<Integer> values) {
  private static final Pattern GRAMMAR = Pattern.compile("\\d{1,9}(,\\d{1,9})*");

  static Numbers read(String text) {
    if (!GRAMMAR.matcher(text).matches()) {
      throw new IllegalArgumentException("numbers '" + text + "' are none: write them like 1,2,4");
    }
    return new Numbers(Arrays.stream(text.split(",", -1)).map(Integer::valueOf).toList());
  }
}
