package io.sluice.gateway.access;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All tokens that are valid at one time. Immutable.
 *
 * <p>A token is found by the first bytes of its digest, and what is found is compared in constant
 * time, with something also when nothing was found. What a caller can learn from the time that it
 * takes is about a SHA-256 of its choice, and of no use.
 */
public final class Tokens {
  static final Tokens NONE = new Tokens(Map.of());

  /** Compared with when there is nothing to compare with. */
  private static final Entry NO_ENTRY =
      new Entry(TokenSecret.digest(TokenSecret.fresh()), null, Caller.NOBODY);

  private record Entry(byte[] digest, @Nullable TokenLine line, Caller caller) {}

  private final Map<Long, Entry> entries;

  private Tokens(Map<Long, Entry> entries) {
    this.entries = entries;
  }

  /** These; holders of those that were there before keep what they have used of their rate. */
  static Tokens of(List<TokenLine> lines, Tokens before) {
    Map<Long, Entry> entries = new HashMap<>();
    for (TokenLine line : lines) {
      byte[] digest = HexFormat.of().parseHex(line.sha256());
      Entry known = before.entries.get(key(digest));
      Entry entry =
          known != null && line.equals(known.line())
              ? known
              : new Entry(digest, line, Caller.of(line));
      if (entries.put(key(digest), entry) != null) {
        throw new IllegalArgumentException("token " + line.name() + " is listed twice");
      }
    }
    return new Tokens(entries);
  }

  @Nullable Caller find(String secret) {
    byte[] digest = TokenSecret.digest(secret);
    Entry entry = entries.getOrDefault(key(digest), NO_ENTRY);
    boolean same = MessageDigest.isEqual(entry.digest(), digest);
    return same && entry.line() != null ? entry.caller() : null;
  }

  /** Lets go all whose token is not among the later ones as it was. */
  void revokeAllBut(Tokens later) {
    entries.forEach(
        (key, entry) -> {
          if (!entry.equals(later.entries.get(key))) {
            entry.caller().revoke();
          }
        });
  }

  int size() {
    return entries.size();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Tokens tokens && entries.equals(tokens.entries);
  }

  @Override
  public int hashCode() {
    return entries.hashCode();
  }

  private static Long key(byte[] digest) {
    return ByteBuffer.wrap(digest).getLong();
  }
}
