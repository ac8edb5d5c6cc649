package io.sluice.load.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.load.fault.OwnServers;
import io.sluice.load.fault.Topology;
import io.sluice.load.target.RedisLink;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Load on a Cluster, whose masters are measured together. */
class ClusterTargetTest {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final Duration NODE_TIMEOUT = Duration.ofSeconds(2);

  @TempDir private Path folder = Path.of("");

  private final StringWriter said = new StringWriter();

  @Test
  void aDrainAndARunOnAClusterAreMeasuredAndLeaveNothing() throws Exception {
    try (OwnServers servers =
            OwnServers.start(new OwnServers.Wish(Topology.CLUSTER, null, NODE_TIMEOUT, false));
        RedisLink redis = RedisLink.connect(servers.redisUri())) {
      String target = servers.redisUri();

      assertThat(execute("drain", "-n", "2000", "--target", target)).as(said.toString()).isZero();
      assertThat(result().at("/ledger/succeeded").asLong()).isEqualTo(2000);
      assertThat(result().at("/summary/redis/cpuMicrosPerTask").asDouble()).isPositive();
      assertThat(result().at("/summary/redis/roundTripsPerTask").asDouble()).isPositive();

      assertThat(
              execute(
                  "run",
                  "many-queues",
                  "--queues",
                  "6",
                  "--rate",
                  "200/s",
                  "--duration",
                  "1s",
                  "--warmup",
                  "0s",
                  "--target",
                  target))
          .as(said.toString())
          .isIn(0, 96);
      assertThat(result().at("/ledger/succeeded").asLong()).isEqualTo(200);
      assertThat(redis.commands().dbsize().block(LIMIT)).isZero();

      assertThat(execute("drain", "-n", "10", "--bare", "--target", target)).isEqualTo(2);
      assertThat(said.toString()).contains("--target must not be a Cluster");
    }
  }

  private int execute(String... line) {
    String[] all = Arrays.copyOf(line, line.length + 2);
    all[line.length] = "--out";
    all[line.length + 1] = folder.toString();
    return LoadCommand.commandLine().setErr(new PrintWriter(said, true)).execute(all);
  }

  private JsonNode result() {
    return JsonMapper.shared().readTree(folder.resolve("result.json").toFile());
  }
}
