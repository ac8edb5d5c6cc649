package io.sluice.gateway.access;

import io.sluice.gateway.problem.Problem;
import io.sluice.gateway.problem.ProblemCode;
import io.sluice.gateway.problem.ProblemException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Tells who sends a request. Without tokens that is everybody, who may do everything. */
public final class Access {
  public static final String HEADER = "Authorization";

  private static final String SCHEME = "bearer ";
  private static final String CHALLENGE_HEADER = "WWW-Authenticate";
  private static final String CHALLENGE = "Bearer";

  private final @Nullable TokensFile tokens;
  private final FailureThrottle throttle = new FailureThrottle(System::nanoTime);

  private Access(@Nullable TokensFile tokens) {
    this.tokens = tokens;
  }

  /** Nobody needs a token. */
  public static Access open() {
    return new Access(null);
  }

  /**
   * Those who have a token of this file. Blocks while it is read.
   *
   * @throws InvalidTokensException when it cannot be used
   */
  public static Access withTokens(Path file) {
    return new Access(TokensFile.open(file));
  }

  /** Whether nobody needs a token. */
  public boolean isOpen() {
    return tokens == null;
  }

  /** Does not look at its file any more. */
  public void close() {
    if (tokens != null) {
      tokens.close();
    }
  }

  /**
   * Who sends a request.
   *
   * <p>A token that is known is let in whatever came from its address before: behind one proxy all
   * have the same address, and one of them could lock out the others. Nobody finds 256 bits by
   * trying; the bound is for the work that those who try make.
   *
   * @param authorization the header, as often as it was sent
   * @param from null when the connection is gone already
   * @throws ProblemException {@code unauthenticated}; {@code rate_limited} for those who tried too
   *     often
   */
  public Caller caller(List<String> authorization, @Nullable InetAddress from) {
    if (tokens == null) {
      return Caller.EVERYBODY;
    }
    if (authorization.isEmpty()) {
      throw unauthenticated("send a token: Authorization: Bearer TOKEN");
    }
    Caller caller = tokens.now().find(secret(authorization));
    if (caller == null) {
      throw unknown(from);
    }
    return caller;
  }

  /** What is no token at all is looked up like one, so that it costs the same. */
  private static String secret(List<String> authorization) {
    String header = authorization.get(0);
    boolean bearer =
        authorization.size() == 1
            && header.length() > SCHEME.length()
            && header.substring(0, SCHEME.length()).toLowerCase(Locale.ROOT).equals(SCHEME);
    return bearer ? header.substring(SCHEME.length()).strip() : "";
  }

  private ProblemException unknown(@Nullable InetAddress from) {
    long seconds = from == null ? 0 : throttle.failed(from).plusMillis(999).toSeconds();
    return seconds == 0
        ? unauthenticated("the token is unknown")
        : Problem.of(ProblemCode.RATE_LIMITED, "too many unknown tokens from this address")
            .withHeader("Retry-After", String.valueOf(seconds))
            .asException();
  }

  private static ProblemException unauthenticated(String detail) {
    return Problem.of(ProblemCode.UNAUTHENTICATED, detail)
        .withHeader(CHALLENGE_HEADER, CHALLENGE)
        .asException();
  }
}
