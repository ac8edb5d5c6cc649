package io.sluice.script;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/**
 * The scripts, each a file of its name: one per verb, and for those that run with every task a
 * second one, which takes the usual case the short way. The header of the file declares the keys of
 * the script and the fragments that it is composed of.
 */
@SuppressWarnings("ImmutableEnumChecker") // a List.of and a String
public enum Script {
  ENQUEUE_STRAIGHT("enqueue"),
  OFFER("enqueue"),
  ENQUEUE,
  ENQUEUE_ONCE,
  ENROLL,
  BATCH,
  SEAL,
  JUDGE,
  STOP,
  BATCHES,
  MEMBERS,
  GATHERED,
  OPEN,
  EXTEND,
  PRESENT,
  ASK,
  CLOSE,
  CLAIM_STRAIGHT("claim"),
  CLAIM,
  SHRINK,
  NOTE,
  EMIT,
  SETTLE_STRAIGHT("settle"),
  STAND("settle"),
  EXCHANGE("settle"),
  SETTLE,
  SUCCEED,
  SPREAD,
  PROMOTE,
  EXPIRE,
  REAP,
  SWEEP,
  RECORD,
  RECORDED,
  CHRONICLE,
  CHRONICLED,
  COLLECT,
  RECEIVE,
  HEAR,
  FORGET,
  LETTERS,
  PULL,
  SHED,
  GATHER,
  DISCARD,
  CANCEL,
  ACT,
  BULK,
  FIND,
  AWAIT,
  STREAM,
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
  DIVIDE,
  DIVIDED,
  REMAP,
  OCCUPIED,
  FORMAT,
  STAMP,
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

  private final String verb;
  private final List<Key> keys;
  private final String source;
  private final String digest;

  Script() {
    this("");
  }

  /**
   * @param verb the verb that another script has too; empty for one of its own
   */
  Script(String verb) {
    this.verb = verb.isEmpty() ? name().toLowerCase(Locale.ROOT) : verb;
    Composed composed = ScriptFiles.compose(fileName());
    keys = composed.keys().stream().map(Key::named).toList();
    source = composed.text();
    digest = sha1(source);
  }

  /** Reads and composes all files on the calling thread, as the first use of any script does. */
  @SuppressWarnings("ReturnValueIgnored") // the initialiser of the class is what is wanted
  public static void readAll() {
    values();
  }

  /** The word for what it does. */
  public String verb() {
    return verb;
  }

  /**
   * Whether it is the short way of another script of its verb: it does the same, or answers {@code
   * whole} and has changed nothing.
   */
  public boolean isStraight() {
    return !verb.equalsIgnoreCase(name());
  }

  String fileName() {
    return name().toLowerCase(Locale.ROOT) + ".lua";
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
