package io.sluice.store.payload;

import io.sluice.task.StoreCorruptedException;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a payload, as they are or deflated (RFC 1951). A payload that was read deflated is
 * inflated when its bytes are asked for first: that is where a task runs or is shown, and not where
 * an answer of Redis is read. Thread-safe, as far as nobody changes the bytes.
 */
public final class Payload {
  /** In place of a size from which on payloads are deflated. */
  public static final int NEVER = 0;

  /** A larger payload is kept as it is, and none that says that it is larger is inflated. */
  public static final int MOST = 16 << 20;

  /** What is not made smaller by an eighth is not worth inflating it. */
  private static final int LEAST_SAVED = 8;

  /** The most bytes that one deflated byte can stand for. */
  private static final int MOST_FOLD = 1032;

  private final byte[] kept;
  private final int size;
  private final boolean isDeflated;
  private volatile byte @Nullable [] bytes;

  private Payload(byte[] kept, int size, boolean isDeflated) {
    this.kept = kept;
    this.size = size;
    this.isDeflated = isDeflated;
    this.bytes = isDeflated ? null : kept;
  }

  /** Kept as it is. */
  public static Payload of(byte[] bytes) {
    return new Payload(bytes, bytes.length, false);
  }

  /**
   * Deflated, if it has as many bytes and becomes smaller by that.
   *
   * @param from how many, or {@link #NEVER}
   */
  public static Payload of(byte[] bytes, int from) {
    if (from == NEVER || bytes.length < from || bytes.length > MOST) {
      return of(bytes);
    }
    byte[] room = new byte[bytes.length - bytes.length / LEAST_SAVED];
    Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
    try {
      deflater.setInput(bytes);
      deflater.finish();
      int length = deflater.deflate(room);
      return deflater.finished()
          ? new Payload(Arrays.copyOf(room, length), bytes.length, true)
          : of(bytes);
    } finally {
      deflater.end();
    }
  }

  /**
   * One that was deflated.
   *
   * @param size of what it was before
   * @throws StoreCorruptedException when nothing can have been so large
   */
  public static Payload deflated(long size, byte[] kept) {
    if (size < 0 || size > MOST || size > (long) MOST_FOLD * kept.length) {
      throw new StoreCorruptedException(
          "a deflated payload of "
              + kept.length
              + " bytes says that it was "
              + size
              + ", which it cannot have been",
          null);
    }
    return new Payload(kept, (int) size, true);
  }

  /**
   * The bytes that were given when the task was enqueued.
   *
   * @throws StoreCorruptedException when they cannot be had again
   */
  public byte[] bytes() {
    byte[] known = bytes;
    if (known == null) {
      known = inflated();
      bytes = known;
    }
    return known;
  }

  /** How many {@link #bytes} are. */
  public int size() {
    return size;
  }

  /** The bytes that are kept. */
  public byte[] kept() {
    return kept;
  }

  public boolean isDeflated() {
    return isDeflated;
  }

  private byte[] inflated() {
    byte[] whole = new byte[size];
    Inflater inflater = new Inflater(true);
    try {
      inflater.setInput(kept);
      int length = inflater.inflate(whole);
      int more = inflater.finished() ? 0 : inflater.inflate(new byte[1]);
      if (length != size || more != 0 || !inflater.finished() || inflater.getRemaining() > 0) {
        throw damaged("has another length or end", null);
      }
      return whole;
    } catch (DataFormatException e) {
      throw damaged(String.valueOf(e.getMessage()), e);
    } finally {
      inflater.end();
    }
  }

  private StoreCorruptedException damaged(String how, @Nullable Exception cause) {
    return new StoreCorruptedException(
        "a payload of " + size + " bytes, " + kept.length + " deflated, is damaged: " + how, cause);
  }
}
