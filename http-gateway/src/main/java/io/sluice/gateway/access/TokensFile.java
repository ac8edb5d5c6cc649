package io.sluice.gateway.access;

import io.sluice.gateway.problem.FileTrouble;
import io.sluice.gateway.reload.ChangedFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.Disposables;

/**
 * A file with a token on each line, and comments that begin with a hash sign. It is read again when
 * it changes; while it cannot be read the tokens stay as they were.
 */
final class TokensFile {
  private static final Logger log = LoggerFactory.getLogger(TokensFile.class);

  /** Some five thousand tokens. */
  private static final long MAX_BYTES = 1024 * 1024;

  private final Path path;
  private final Disposable.Swap watch = Disposables.swap();
  private volatile Tokens now = Tokens.NONE;
  private @Nullable String trouble;

  private TokensFile(Path path) {
    this.path = path;
  }

  /**
   * Reads it and keeps watch over it. Blocks.
   *
   * @throws InvalidTokensException when it cannot be used
   */
  static TokensFile open(Path path) {
    TokensFile file = new TokensFile(path);
    file.watch.update(ChangedFiles.watch(List.of(path), file::reload));
    try {
      file.take(file.read());
      return file;
    } catch (InvalidTokensException unusable) {
      file.watch.dispose();
      throw unusable;
    }
  }

  Tokens now() {
    return now;
  }

  void close() {
    watch.dispose();
  }

  private synchronized void reload() {
    try {
      take(read());
    } catch (InvalidTokensException unusable) {
      if (!Objects.equals(trouble, unusable.getMessage())) {
        trouble = unusable.getMessage();
        log.error("the tokens file was not reloaded, the previous tokens stay valid: {}", trouble);
      }
    }
  }

  private synchronized void take(Tokens fresh) {
    Tokens before = now;
    now = fresh;
    before.revokeAllBut(fresh);
    trouble = null;
    if (fresh.size() == 0) {
      log.warn("the tokens file {} has no token, so every request is refused", path);
    } else if (!fresh.equals(before)) {
      log.info("loaded {} tokens from {}", fresh.size(), path);
    }
  }

  private Tokens read() {
    List<TokenLine> tokens = new ArrayList<>();
    int number = 0;
    for (String line : text().lines().toList()) {
      number++;
      if (!line.isBlank() && !line.startsWith("#")) {
        tokens.add(parsed(line, number));
      }
    }
    try {
      return Tokens.of(tokens, now);
    } catch (IllegalArgumentException twice) {
      throw new InvalidTokensException(path + ": " + twice.getMessage(), twice);
    }
  }

  private TokenLine parsed(String line, int number) {
    try {
      return TokenLine.parse(line);
    } catch (IllegalArgumentException bad) {
      throw new InvalidTokensException(path + " line " + number + ": " + bad.getMessage(), bad);
    }
  }

  private String text() {
    try {
      if (Files.size(path) > MAX_BYTES) {
        throw new InvalidTokensException(path + " is larger than " + MAX_BYTES + " bytes", null);
      }
      return Files.readString(path);
    } catch (IOException e) {
      throw new InvalidTokensException(
          "cannot read the tokens in " + path + ": " + FileTrouble.of(e), e);
    }
  }
}
