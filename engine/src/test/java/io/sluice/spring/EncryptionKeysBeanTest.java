package io.sluice.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.Sluice;
import io.sluice.encryption.Encrypted;
import io.sluice.encryption.EncryptionKeys;
import io.sluice.task.enqueue.TaskType;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class EncryptionKeysBeanTest {
  private static final Duration SOON = Duration.ofSeconds(15);

  @Test
  void anApplicationWithKeysEncryptsItsTasks() {
    new ApplicationContextRunner()
        .withConfiguration(AutoConfigurations.of(SluiceAutoConfiguration.class))
        .withPropertyValues("sluice.in-memory=true")
        .withBean(EncryptionKeys.class, () -> EncryptionKeys.of("k1", new byte[32]))
        .run(
            context -> {
              Sluice sluice = context.getBean(Sluice.class);
              byte[] kept =
                  sluice
                      .enqueue("q", TaskType.raw("a").with(new byte[] {1}))
                      .flatMap(task -> sluice.tasks().find("q", task.id().value()))
                      .block(SOON)
                      .payload();

              assertThat(Encrypted.keyOf(kept)).isEqualTo("k1");
            });
  }
}
