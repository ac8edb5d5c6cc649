package io.sluice.gateway.reload;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.Disposable;

class ChangedFilesTest {
  @TempDir Path dir;

  @Test
  void watchesOnAfterAnErrorOfWhatReadsThem() throws Exception {
    Path file = Files.writeString(dir.resolve("file"), "first");
    Semaphore looks = new Semaphore(0);
    Disposable watch =
        ChangedFiles.watch(
            List.of(file),
            () -> {
              looks.release();
              throw new NoClassDefFoundError("a class that is gone");
            });
    try {
      Files.writeString(file, "second");

      assertThat(looks.tryAcquire(30, TimeUnit.SECONDS)).isTrue();
      Files.writeString(file, "the third");
      assertThat(looks.tryAcquire(30, TimeUnit.SECONDS)).isTrue();
    } finally {
      watch.dispose();
    }
  }
}
