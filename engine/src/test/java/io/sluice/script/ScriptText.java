package io.sluice.script;

import io.sluice.task.QueueName;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A script as it is in production, and its keys, for who runs it over a connection of its own. */
public final class ScriptText {
  private static final Slot NAMES = Slot.ofNames("model");
  private static final Slot KEYS = Slot.of("model", QueueName.of("model"));

  private final Script script;

  private ScriptText(Script script) {
    this.script = script;
  }

  /** Every script there is. */
  public static List<ScriptText> all() {
    return Arrays.stream(Script.values()).map(ScriptText::new).toList();
  }

  /** The name of the straight script of a verb, or null when it has none. */
  public static @Nullable String straightOf(String verb) {
    return Arrays.stream(Script.values())
        .filter(script -> script.isStraight() && script.verb().equals(verb))
        .map(script -> new ScriptText(script).name())
        .findFirst()
        .orElse(null);
  }

  /** What all keys of the queue start with. */
  public static String prefix() {
    String one = key("tasks");
    return one.substring(0, one.length() - "tasks".length());
  }

  /** The name of a key of the queue, as in the header of a script. */
  public static String key(String word) {
    return Arrays.stream(Key.values())
        .filter(key -> key.word().equals(word))
        .map(key -> (key.isOfNamespace() ? NAMES : KEYS).channel(key))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no key " + word));
  }

  /** The word by which it is found: of a whole script, its verb. */
  public String name() {
    return script.name().toLowerCase(Locale.ROOT);
  }

  public String verb() {
    return script.verb();
  }

  public String source() {
    return script.source();
  }

  /** The keys in the order in which they are declared, with the receipt of this lane. */
  public List<String> keys(@Nullable String lane) {
    return script.keys().stream().map(key -> key(key.word()) + suffix(key, lane)).toList();
  }

  private static String suffix(Key key, @Nullable String lane) {
    return switch (key) {
      case RECEIPT -> ":" + lane;
      case CLAIMED -> ":" + lane.substring(0, lane.indexOf('/')) + "/c";
      default -> "";
    };
  }
}
