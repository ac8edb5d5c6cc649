package io.sluice.gateway.access;

import static java.nio.file.StandardOpenOption.APPEND;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/**
 * A token as it is made: the only moment at which its secret is known here.
 *
 * @param secret for its holder
 * @param line for the file of tokens
 */
public record NewToken(String secret, TokenLine line) {
  private static final String OWNER_ONLY = "rw-------";

  /**
   * @throws IllegalArgumentException when the name is none
   */
  public static NewToken of(String name, Role role, QueuePatterns queues, @Nullable Rate rate) {
    String secret = TokenSecret.fresh();
    return new NewToken(
        secret, new TokenLine(name, role, queues, rate, TokenSecret.hexDigest(secret)));
  }

  /** Adds the line, in one write, to a file that only its owner may read if it is new. */
  public void appendTo(Path file) throws IOException {
    createIfAbsent(file);
    String text = (endsInALine(file) ? "" : "\n") + line + "\n";
    Files.write(file, text.getBytes(StandardCharsets.UTF_8), APPEND);
  }

  private static void createIfAbsent(Path file) throws IOException {
    try {
      if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
        Files.createFile(
            file,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(OWNER_ONLY)));
      } else {
        Files.createFile(file);
      }
    } catch (FileAlreadyExistsException there) {
      // What its owner lets others do with it stays.
    }
  }

  private static boolean endsInALine(Path file) throws IOException {
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "r")) {
      if (bytes.length() == 0) {
        return true;
      }
      bytes.seek(bytes.length() - 1);
      return bytes.read() == '\n';
    }
  }

  /** Without the secret, which must not get into a log by accident. */
  @Override
  public String toString() {
    return line.toString();
  }
}
