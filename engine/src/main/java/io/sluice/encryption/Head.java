package io.sluice.encryption;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.encryption.PayloadPlace.Kind;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What stands before a ciphertext. It is not secret, and is authenticated with it.
 *
 * <pre>
 *   91 'S' 'L' 'E' · version 1 · kind · length · key id · key check (4) · length · owner · nonce (24)
 *   kind = T S F R E, see {@link Kind}; owner = the name of the schedule (S), else empty
 * </pre>
 *
 * No text begins with the byte 91, so no JSON is taken for encrypted.
 *
 * @param check by which a key of the same id that is another key is known
 * @param owner the schedule of whose tasks this is the payload; else empty
 */
record Head(Kind kind, String keyId, byte[] check, String owner, byte[] nonce) {
  static final int CHECK_BYTES = 4;

  private static final byte[] MAGIC = {(byte) 0x91, 'S', 'L', 'E', 1};
  private static final int KIND_AT = MAGIC.length;
  private static final int FIXED_BYTES =
      MAGIC.length + 1 + 1 + CHECK_BYTES + 1 + Xaes.NONCE_BYTES + Xaes.TAG_BYTES;

  /** Null when these bytes are not encrypted. */
  static @Nullable Head of(byte[] bytes) {
    if (bytes.length < FIXED_BYTES || !Arrays.equals(MAGIC, 0, 5, bytes, 0, 5)) {
      return null;
    }
    Kind kind = kind(bytes[KIND_AT]);
    int idLength = bytes[KIND_AT + 1] & 0xFF;
    int checkAt = KIND_AT + 2 + idLength;
    if (kind == null || bytes.length < FIXED_BYTES + idLength) {
      return null;
    }
    int ownerLength = bytes[checkAt + CHECK_BYTES] & 0xFF;
    int ownerAt = checkAt + CHECK_BYTES + 1;
    if (bytes.length < FIXED_BYTES + idLength + ownerLength) {
      return null;
    }
    String keyId = new String(bytes, KIND_AT + 2, idLength, ISO_8859_1);
    return EncryptionKeys.isId(keyId)
        ? new Head(
            kind,
            keyId,
            Arrays.copyOfRange(bytes, checkAt, checkAt + CHECK_BYTES),
            new String(bytes, ownerAt, ownerLength, ISO_8859_1),
            Arrays.copyOfRange(
                bytes, ownerAt + ownerLength, ownerAt + ownerLength + Xaes.NONCE_BYTES))
        : null;
  }

  private static @Nullable Kind kind(byte letter) {
    for (Kind kind : Kind.values()) {
      if (kind.letter() == letter) {
        return kind;
      }
    }
    return null;
  }

  byte[] toBytes() {
    ByteArrayOutputStream out = new ByteArrayOutputStream(length());
    out.writeBytes(MAGIC);
    out.write(kind.letter());
    out.write(keyId.length());
    out.writeBytes(keyId.getBytes(ISO_8859_1));
    out.writeBytes(check);
    out.write(owner.length());
    out.writeBytes(owner.getBytes(ISO_8859_1));
    out.writeBytes(nonce);
    return out.toByteArray();
  }

  int length() {
    return FIXED_BYTES - Xaes.TAG_BYTES + keyId.length() + owner.length();
  }

  /**
   * The place where it belongs, if bytes with this head may be read as what is asked for; else
   * null. What a schedule or a task before it gave to a task is read as the payload of that task.
   */
  @Nullable PayloadPlace placeFor(PayloadPlace asked) {
    if (kind == asked.kind()) {
      return asked;
    }
    if (asked.kind() != Kind.TASK) {
      return null;
    }
    return switch (kind) {
      case FOLLOW_UP -> new PayloadPlace(kind, asked.queue(), asked.type(), "");
      case SCHEDULE ->
          asked.owner().startsWith(owner + ".")
              ? new PayloadPlace(kind, asked.queue(), asked.type(), owner)
              : null;
      default -> null;
    };
  }

  /** What is authenticated besides the ciphertext: all of this head, and the place. */
  byte[] additional(PayloadPlace place) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(length() + 64);
    out.writeBytes(toBytes());
    add(out, place.queue());
    add(out, place.type());
    add(out, place.owner());
    return out.toByteArray();
  }

  /** With its length in two bytes, so that no two places are the same bytes. */
  private static void add(ByteArrayOutputStream out, String text) {
    byte[] bytes = text.getBytes(UTF_8);
    out.write(bytes.length >>> 8);
    out.write(bytes.length);
    out.writeBytes(bytes);
  }
}
