package io.sluice.redis;

import io.sluice.config.SluiceConfig;
import io.sluice.protocol.TaskStore;
import io.sluice.store.DamageContract;
import io.sluice.store.Tampering;
import io.sluice.store.TaskStoreContract;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** The whole contract on the Redis of each image, so that other versions can be tried. */
@Tag("proof")
@ExtendWith(ContainerRedis.NeedsDocker.class)
@ParameterizedClass
@MethodSource("images")
class ContainerTaskStoreTest extends TaskStoreContract implements DamageContract {
  private static final Map<String, ContainerRedis> STARTED = new ConcurrentHashMap<>();

  @Parameter String image;

  static List<String> images() {
    return ContainerRedis.images();
  }

  @AfterAll
  static void stop() {
    STARTED.values().forEach(ContainerRedis::close);
  }

  @Override
  public TaskStore store(UnaryOperator<SluiceConfig> settings) {
    return redis().setup().store(settings);
  }

  @Override
  public Tampering tampering() {
    return redis().setup().tampering();
  }

  private ContainerRedis redis() {
    return STARTED.computeIfAbsent(image, ContainerRedis::start);
  }
}
