package io.sluice.encryption;

import io.sluice.task.StoreCorruptedException;
import io.sluice.task.StoreCorruptedException.Reason;
import java.security.DrbgParameters;
import java.security.DrbgParameters.Capability;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import javax.crypto.AEADBadTagException;

/**
 * The keys by which payloads and results are encrypted in Redis: one that encrypts, and any number
 * that are only read by, as long as there is something that they have encrypted. Immutable and
 * thread-safe; each method gives a new one. Keys are in no message, no log and no {@code toString}.
 *
 * <p>The algorithm is XAES-256-GCM (c2sp.org/XAES-256-GCM): AES-256-GCM of the JDK under a key that
 * is derived for each message, with a random nonce of 192 bits. AES-GCM under one key with random
 * nonces of 96 bits may encrypt 2^32 messages (NIST SP 800-38D, section 8.3), which is two and a
 * half days of 20,000 tasks a second; this may encrypt 2^80, by the same probability of 2^-32 that
 * a nonce comes twice. A key is therefore not used up; it is changed because somebody may have seen
 * it.
 *
 * <p>What is encrypted is bound to where it belongs ({@link PayloadPlace}). Queue, type, id, group,
 * tags, headers, progress, log lines and the messages of failures are not encrypted, nor is how
 * long a payload is.
 */
public final class EncryptionKeys {
  private static final int STRENGTH_BITS = 256;
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
  private static final SecureRandom RANDOM = seeded();

  private final Map<String, EncryptionKey> all;
  private final EncryptionKey current;
  private final boolean acceptsPlain;

  private EncryptionKeys(
      Map<String, EncryptionKey> all, EncryptionKey current, boolean acceptsPlain) {
    this.all = all;
    this.current = current;
    this.acceptsPlain = acceptsPlain;
  }

  /**
   * One key, that encrypts and is read by.
   *
   * @param id stands before all that it encrypts, for people and for this class: 1 to 64 letters,
   *     digits, dots, dashes or underscores
   * @param key 32 random bytes, such as {@code openssl rand 32} gives; they are copied
   * @throws IllegalArgumentException when the id or the length of the key is not so
   */
  public static EncryptionKeys of(String id, byte[] key) {
    EncryptionKey one = EncryptionKey.of(id, key);
    return new EncryptionKeys(Map.of(id, one), one, false);
  }

  /**
   * With a key that is only read by: the one before, or the one that will come next.
   *
   * @throws IllegalArgumentException when there is one of this id, or when the id or the length of
   *     the key is not as {@link #of} says
   */
  public EncryptionKeys reading(String id, byte[] key) {
    if (all.containsKey(id)) {
      throw new IllegalArgumentException("there is a key " + id + " already; give each its own id");
    }
    Map<String, EncryptionKey> more = new LinkedHashMap<>(all);
    more.put(id, EncryptionKey.of(id, key));
    return new EncryptionKeys(more, current, acceptsPlain);
  }

  /**
   * Reads also what is not encrypted: while producers are changed over, and for tasks that are
   * enqueued over HTTP. Without this a task that is not encrypted is not run, and becomes dead.
   */
  public EncryptionKeys acceptingPlain() {
    return new EncryptionKeys(all, current, true);
  }

  /**
   * The random bits of NIST SP 800-90A, which ask the system for entropy once, here: the default
   * ones of Linux read a file each time, on the threads of handlers.
   */
  private static SecureRandom seeded() {
    try {
      SecureRandom random =
          SecureRandom.getInstance(
              "DRBG", DrbgParameters.instantiation(STRENGTH_BITS, Capability.NONE, null));
      random.nextBytes(new byte[1]);
      return random;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has DRBG", e);
    }
  }

  /** Encrypts bytes for this place. */
  public byte[] encrypt(byte[] plain, PayloadPlace place) {
    return encrypt(plain, place, Body.NEVER);
  }

  /**
   * The same, compressed before if there are so many bytes and it makes them fewer: what is
   * encrypted cannot be compressed any more.
   */
  public byte[] encrypt(byte[] plain, PayloadPlace place, int compressFrom) {
    byte[] nonce = new byte[Xaes.NONCE_BYTES];
    RANDOM.nextBytes(nonce);
    Head head =
        new Head(
            place.kind(),
            current.id(),
            current.check(),
            place.kind() == PayloadPlace.Kind.SCHEDULE ? place.owner() : "",
            nonce);
    byte[] start = head.toBytes();
    byte[] ciphertext =
        current.cipher().encrypt(nonce, head.additional(place), Body.toBytes(plain, compressFrom));
    byte[] kept = Arrays.copyOf(start, start.length + ciphertext.length);
    System.arraycopy(ciphertext, 0, kept, start.length, ciphertext.length);
    return kept;
  }

  /**
   * The bytes that were encrypted for this place.
   *
   * @throws StoreCorruptedException with {@link Reason#KEY_UNKNOWN} when none of these keys has
   *     encrypted them, with {@link Reason#NOT_ENCRYPTED} when they are plain and that is not
   *     accepted, and with {@link Reason#NOT_AUTHENTIC} when they were changed, or were encrypted
   *     for another place
   */
  public byte[] decrypt(byte[] kept, PayloadPlace place) {
    Head head = Head.of(kept);
    if (head == null) {
      if (acceptsPlain) {
        return kept;
      }
      throw new StoreCorruptedException(
          Reason.NOT_ENCRYPTED,
          place
              + " is not encrypted, and this engine reads only what is; while producers are"
              + " changed over, EncryptionKeys.acceptingPlain reads both");
    }
    EncryptionKey key = keyOf(head, place);
    PayloadPlace belongs = head.placeFor(place);
    if (belongs == null) {
      throw notAuthentic(place, head.keyId());
    }
    try {
      return Body.plain(
          key.cipher().decrypt(head.nonce(), head.additional(belongs), kept, head.length()));
    } catch (AEADBadTagException e) {
      throw notAuthentic(place, head.keyId());
    }
  }

  /**
   * Bytes that are the same for the same value, say nothing about it to whoever has no key, and can
   * therefore be a part of an id.
   */
  public byte[] fingerprint(byte[] plain) {
    return current.fingerprint(plain);
  }

  private EncryptionKey keyOf(Head head, PayloadPlace place) {
    EncryptionKey key = all.get(head.keyId());
    if (key == null) {
      throw unknown(place, head.keyId(), "has " + ids());
    }
    if (!Arrays.equals(key.check(), head.check())) {
      throw unknown(place, head.keyId(), "has another key under this id");
    }
    return key;
  }

  /** Of what is encrypted by a key that an engine does not have. */
  public static StoreCorruptedException unknown(PayloadPlace place, String keyId, String has) {
    return new StoreCorruptedException(
        Reason.KEY_UNKNOWN,
        place
            + " is encrypted by key "
            + keyId
            + ", and this engine "
            + has
            + "; give it the key by EncryptionKeys.reading");
  }

  private static StoreCorruptedException notAuthentic(PayloadPlace place, String keyId) {
    return new StoreCorruptedException(
        Reason.NOT_AUTHENTIC,
        place
            + " was encrypted by key "
            + keyId
            + " for another queue, type or id, or was changed since");
  }

  static boolean isId(String id) {
    return ID.matcher(id).matches();
  }

  private String ids() {
    return String.join(", ", all.keySet());
  }

  /** The ids, and none of the keys. */
  @Override
  public String toString() {
    return "EncryptionKeys[encrypts by "
        + current.id()
        + ", reads "
        + ids()
        + (acceptsPlain ? ", accepts plain]" : "]");
  }
}
