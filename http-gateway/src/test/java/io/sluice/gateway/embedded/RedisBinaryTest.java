package io.sluice.gateway.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RedisBinaryTest {
  private static final long PATIENCE_SECONDS = 30;

  @Test
  void waitsUntilNobodyHasItOpenForWriting() throws Exception {
    try (RedisBinary binary = RedisBinary.unpack()) {
      CompletableFuture<Void> runnable;
      try (FileChannel writes = openForWriting(binary.file())) {
        assertThatThrownBy(() -> new ProcessBuilder(binary.file().toString()).start())
            .hasMessageContaining("busy");
        runnable = CompletableFuture.runAsync(() -> await(binary));
        assertThat(writes.isOpen()).isTrue();
        assertThat(runnable).isNotDone();
      }
      runnable.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
  }

  @Test
  void saysWhyItCannotBeRun() throws Exception {
    try (RedisBinary binary = RedisBinary.unpack()) {
      Path file = binary.file();
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));

      assertThatThrownBy(binary::awaitRunnable).hasMessageContaining("Permission denied");
    }
  }

  /** Once the trial has ended. */
  private static FileChannel openForWriting(Path file) throws IOException {
    while (true) {
      try {
        return FileChannel.open(file, StandardOpenOption.APPEND);
      } catch (FileSystemException runs) {
        Thread.onSpinWait();
      }
    }
  }

  private static void await(RedisBinary binary) {
    try {
      binary.awaitRunnable();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
