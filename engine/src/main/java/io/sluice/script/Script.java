package io.sluice.script;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/**
 * The scripts, one per verb, each a file of that name. The header of the file declares the keys of
 * the script and the fragments that it is composed of.
 */
@SuppressWarnings("ImmutableEnumChecker") // a List.of and a String
public enum Script {
  ENQUEUE,
  ENQUEUE_ONCE,
  OPEN,
  EXTEND,
  PRESENT,
  CLOSE,
  CLAIM,
  SHRINK,
  NOTE,
  SETTLE,
  PROMOTE,
  EXPIRE,
  REAP,
  SWEEP,
  PULL,
  SHED,
  DISCARD,
  CANCEL,
  ACT,
  BULK,
  FIND,
  AWAIT,
  LIST,
  ERRORS,
  HELD,
  WORKERS,
  CONFIGURE,
  UNBAR,
  GROUPS,
  EXPLAIN,
  STATS,
  AUDIT,
  SURVEY,
  REPAIR,
  DELETE,
  REGISTER,
  UNREGISTER,
  QUEUES,
  KNOWN,
  ENLIST,
  ENLISTED,
  ANNOUNCE,
  MEND,
  PLAN,
  UNPLAN,
  HOLD,
  PLANNED,
  DUE,
  AHEAD,
  ALIGN,
  FIRE;

  private final List<Key> keys;
  private final String source;
  private final String digest;

  Script() {
    Composed composed = ScriptFiles.compose(fileName());
    keys = composed.keys().stream().map(Key::named).toList();
    source = composed.text();
    digest = sha1(source);
  }

  /** The word for what it does. */
  public String verb() {
    return name().toLowerCase(Locale.ROOT);
  }

  String fileName() {
    return verb() + ".lua";
  }

  /** The keys that its header declares, in the order in which a call passes them. */
  public List<Key> keys() {
    return keys;
  }

  /** The text that is sent: the script composed with its fragments. */
  public String source() {
    return source;
  }

  /** What EVALSHA knows it by. */
  public String digest() {
    return digest;
  }

  private static String sha1(String source) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-1").digest(source.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-1", e);
    }
  }
}
