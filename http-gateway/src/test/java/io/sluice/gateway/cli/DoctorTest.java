package io.sluice.gateway.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.AclSetuserArgs;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.protocol.CommandType;
import io.sluice.Sluice;
import io.sluice.gateway.demo.DemoTypes;
import io.sluice.gateway.demo.DemoWorker;
import io.sluice.gateway.embedded.EmbeddedRedis;
import io.sluice.gateway.embedded.RedisOptions;
import io.sluice.gateway.support.FreePort;
import io.sluice.task.TaskState;
import io.sluice.task.enqueue.TaskType;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The doctor on a Redis of its own: what is wrong is told, with what to do about it. */
class DoctorTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final TaskType<byte[], byte[]> ECHO = TaskType.raw("demo.echo");
  private static final String READY = "sluice:{" + DemoTypes.QUEUE + "}:ready";

  private final EmbeddedRedis server =
      EmbeddedRedis.start(RedisOptions.IN_MEMORY.withAppendOnly(true));
  private final RedisClient client = RedisClient.create(server.uri());
  private final RedisCommands<String, String> redis = client.connect().sync();
  private final StringWriter out = new StringWriter();

  @AfterEach
  void stop() {
    client.shutdown();
    server.close();
  }

  @Test
  void findsNothingWrongWithARedisThatIsFit() {
    assertThat(doctor()).as("%s", out).isZero();

    assertThat(out.toString())
        .contains("ok     version")
        .contains("ok     persistence")
        .contains("ok     rights")
        .contains("note   appendfsync")
        .doesNotContain("wrong");
  }

  @Test
  void saysWhatToChangeOfARedisThatIsNotFit() {
    redis.configSet("appendonly", "no");
    redis.configSet("maxmemory", "100mb");
    redis.configSet("maxmemory-policy", "allkeys-lru");
    redis.configSet("timeout", "60");

    assertThat(doctor()).isEqualTo(1);

    assertThat(out.toString())
        .contains("wrong  persistence", "set appendonly yes")
        .contains("wrong  maxmemory-policy", "set maxmemory-policy noeviction")
        .contains("note   timeout");
  }

  @Test
  void saysWhichBatchesWaitAndWhichCallbacksAreDead() {
    redis.hset("sluice:{mail}:batches", "b1", "1 9 2 0 0 0 0 continue - -");
    redis.hset("sluice:{mail}:batches", "b1 @far", "3 0 0 0 0 - 1 0 0 -");
    redis.hset("sluice:{mail}:batches", "b1 complete", "mail b1-complete 0 e");
    redis.zadd("sluice:{mail}:dead", 5, "b1-complete");
    redis.hset("sluice:{mail}:counters", "unjoined", "2");
    redis.zadd("sluice:queues", 1, "mail");

    assertThat(doctor()).isEqualTo(1);

    assertThat(out.toString())
        .contains("wrong  batches of queue mail", "batch b1 waits for its members in queue far")
        .contains("callback b1-complete of batch b1 is dead", "sluice retry mail b1-complete")
        .contains("note   batches of queue mail", "2 follow-ups came after their batch");
  }

  @Test
  void saysHowQueuesAreDividedAndWhatStandsHalfDone() {
    try (Sluice sluice = Sluice.connect(server.uri())) {
      sluice.queues().divide("even", 3).block(PATIENCE);
    }
    redis.hset("sluice:partitions", "half", "1 2 0*512 0>1*512");
    redis.hset("sluice:partitions", "busy", "2 2 0*600 1*424");
    redis.zadd("sluice:queues", 1, "half");
    redis.zadd("sluice:queues", 1, "busy");

    assertThat(doctor()).isZero();

    assertThat(out.toString())
        .contains("ok     partitions of queue even  3, generation 2")
        .contains("note   partitions of queue half  2, generation 1, half done: 512 of 1024")
        .contains("any engine that runs ends it")
        .contains("note   partitions of queue busy  2, generation 2; 88 of 1024 buckets stay")
        .contains("run sluice queue divide busy 2 again");
  }

  @Test
  void saysThatTheBuffersOfClientsAreTooSmallForWhatAnEngineAsksFor() {
    redis.configSet("client-output-buffer-limit", "normal 1mb 0 0");
    redis.configSet("maxmemory-clients", "2mb");

    assertThat(doctor()).isEqualTo(1);

    assertThat(out.toString())
        .contains(
            "wrong  client-output-buffer-limit normal",
            "1048576 bytes: answers of an engine are up to 4194304",
            "set client-output-buffer-limit normal 0 0 0 or at least 4194304",
            "wrong  maxmemory-clients",
            "set maxmemory-clients 0 or at least 4194304");
  }

  @Test
  void saysThatItMayNotLookAtTheBuffersOfClients() {
    redis.aclSetuser(
        "blind",
        AclSetuserArgs.Builder.on()
            .addPassword("secret")
            .allKeys()
            .allChannels()
            .allCommands()
            .removeCommand(CommandType.CONFIG));

    assertThat(run("--redis", server.uri().replace("redis://", "redis://blind:secret@"))).isZero();

    assertThat(out.toString())
        .contains("note   client-output-buffer-limit normal", "not allowed to ask");
  }

  @Test
  void saysInOneLineWhatItMayNotAsk() {
    redis.aclSetuser(
        "mute",
        AclSetuserArgs.Builder.on()
            .addPassword("secret")
            .allKeys()
            .allChannels()
            .allCommands()
            .removeCommand(CommandType.INFO)
            .removeCommand(CommandType.CONFIG)
            .removeCommand(CommandType.CLIENT)
            .removeCommand(CommandType.SCRIPT));

    assertThat(run("--redis", server.uri().replace("redis://", "redis://mute:secret@"))).isZero();

    assertThat(out.toString())
        .contains("may not send CLIENT ID, CLIENT UNBLOCK, CONFIG GET, INFO, SCRIPT LOAD")
        .contains("ok     version", "ok     rights")
        .doesNotContain("wrong", "#!lua", "Exception");
  }

  @Test
  void namesTheCommandsThatItsUserMayNotSend() {
    redis.aclSetuser(
        "poor",
        AclSetuserArgs.Builder.on()
            .addPassword("secret")
            .allKeys()
            .allChannels()
            .allCommands()
            .removeCommand(CommandType.BLMOVE)
            .removeCommand(CommandType.LPOS));

    assertThat(run("--redis", server.uri().replace("redis://", "redis://poor:secret@")))
        .isEqualTo(1);

    assertThat(out.toString()).contains("the user may not BLMOVE, LPOS").doesNotContain("secret");
  }

  @Test
  void seesALostTaskPutsItBackAndTheTaskRuns() {
    try (Sluice sluice = Sluice.connect(server.uri())) {
      String id = enqueue(sluice);
      assertThat(doctor()).isZero();
      redis.del(READY);

      assertThat(doctor()).isEqualTo(1);
      assertThat(out.toString()).contains("wrong  queue demo", "run doctor --repair");
      assertThat(doctor("--repair")).isZero();
      assertThat(out.toString()).contains("1 put back", id);
      assertThat(doctor()).isZero();

      DemoWorker.start(sluice, 1);
      assertThat(sluice.tasks().await(DemoTypes.QUEUE, id).block(PATIENCE).state())
          .isEqualTo(TaskState.SUCCEEDED);
    }
  }

  @Test
  void tellsProgramsInJson() {
    redis.configSet("appendonly", "no");

    assertThat(doctor("-o", "json")).isEqualTo(1);

    assertThat(out.toString())
        .startsWith("{\"ok\":false,\"findings\":[")
        .contains("{\"level\":\"wrong\",\"what\":\"persistence\"");
  }

  @Test
  void tellsEachFindingAsALine() {
    assertThat(doctor("-o", "ndjson")).isZero();

    assertThat(out.toString().lines())
        .allMatch(line -> line.startsWith("{\"level\":\"") && line.endsWith("}"))
        .hasSizeGreaterThan(5);
  }

  @Test
  void reportsLettersThatDoNotArriveAndThoseThatAreLost() {
    try (Sluice sluice = Sluice.connect(server.uri())) {
      enqueue(sluice);
      String line = "1 1 4 1 0 0 - 1 1 3 0 - 0 0 0 A 1";
      redis.hset("sluice:{" + DemoTypes.QUEUE + "}:lines", Map.of("*", "2", "other", line));
      redis.hset("sluice:{" + DemoTypes.QUEUE + "}:counters", "letters_out_of_reach", "1");

      assertThat(doctor()).isEqualTo(1);
      assertThat(out.toString())
          .contains("wrong  letters of queue demo", "2 wait for queue other", "not kept any more");
    }
  }

  @Test
  void reportsAQueueThatHasAKeyOfAWrongKindAndGoesOn() {
    try (Sluice sluice = Sluice.connect(server.uri())) {
      enqueue(sluice);
      redis.set("sluice:{" + DemoTypes.QUEUE + "}:dead", "not a set");
      redis.zadd("sluice:queues", 0, "other");

      assertThat(doctor("--repair")).isEqualTo(1);
      assertThat(out.toString()).contains("wrong  queue demo", "WRONGTYPE", "ok     queue other");
    }
  }

  @Test
  void endsWith5WhenItCannotConnect() throws Exception {
    int port = FreePort.find();

    assertThat(run("--redis", "redis://127.0.0.1:" + port)).isEqualTo(5);
  }

  private static String enqueue(Sluice sluice) {
    return sluice
        .enqueue(DemoTypes.QUEUE, ECHO.with("1".getBytes(UTF_8)))
        .block(PATIENCE)
        .id()
        .value();
  }

  private int doctor(String... more) {
    String[] args = new String[more.length + 2];
    args[0] = "--redis";
    args[1] = server.uri();
    System.arraycopy(more, 0, args, 2, more.length);
    return run(args);
  }

  private int run(String... args) {
    String[] line = new String[args.length + 1];
    line[0] = "doctor";
    System.arraycopy(args, 0, line, 1, args.length);
    return SluiceCommand.commandLine().setOut(new PrintWriter(out)).execute(line);
  }
}
