package io.sluice.encryption;

import org.jspecify.annotations.Nullable;

/** Tells what is encrypted from what is not, without any key. */
public final class Encrypted {
  /**
   * The id of the key by which these bytes of a payload or a result are encrypted, as it stands
   * before them; null when they are not encrypted. Nothing is checked: who can write into Redis can
   * write any id.
   */
  public static @Nullable String keyOf(byte[] kept) {
    Head head = Head.of(kept);
    return head == null ? null : head.keyId();
  }

  private Encrypted() {}
}
