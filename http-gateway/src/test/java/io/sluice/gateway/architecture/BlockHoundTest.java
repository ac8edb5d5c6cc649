package io.sluice.gateway.architecture;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import reactor.blockhound.BlockingOperationError;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

class BlockHoundTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  @Test
  void watchesTheThreadsThatMustNotBlock() {
    Mono<Integer> blocks =
        Mono.fromCallable(
                () -> {
                  Thread.sleep(1);
                  return 1;
                })
            .subscribeOn(Schedulers.parallel());

    assertThatThrownBy(() -> blocks.block(PATIENCE))
        .hasCauseInstanceOf(BlockingOperationError.class);
  }
}
