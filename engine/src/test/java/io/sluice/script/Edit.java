package io.sluice.script;

/** A change of the text of one script, at one place. */
public record Edit(String verb, String from, String to) {
  public static Edit cut(String verb, String from) {
    return new Edit(verb, from, "");
  }

  public String appliedTo(String source) {
    int at = source.indexOf(from);
    if (at < 0 || source.indexOf(from, at + 1) >= 0) {
      throw new AssertionError(
          "a mutant no longer applies: not exactly once in " + verb + ".lua:\n" + from);
    }
    return source.substring(0, at) + to + source.substring(at + from.length());
  }
}
