package io.sluice.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.json.ObjectShape;
import io.sluice.gateway.support.ApiDocument;
import io.sluice.gateway.support.ApiOperation;
import io.sluice.gateway.support.FakeServer;
import io.sluice.gateway.support.Fields;
import io.sluice.gateway.support.Http;
import io.sluice.gateway.support.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The fields of a request stand in three lists: in the body that reads them, in the API document,
 * and in the options of a command. A field that is added to one of them must be added to the
 * others.
 */
class FieldListsTest extends RemoteCommands {
  private static final ApiDocument API = ApiDocument.OURS;
  private static final JsonMapper JSON = new JsonMapper();

  /** The body of each operation that takes one; those without fields are left out. */
  private static final Map<String, String> BODIES =
      Map.ofEntries(
          Map.entry("enqueue", "tasks.EnqueueBody"),
          Map.entry("openBatch", "batches.BatchBody"),
          Map.entry("actOnTasks", "acts.ActBody"),
          Map.entry("rescheduleTask", "tasks.RescheduleTask"),
          Map.entry("prioritizeTask", "tasks.PrioritizeTask"),
          Map.entry("configureQueue", "queues.SettingsBody"),
          Map.entry("divideQueue", "queues.DivideQueue"),
          Map.entry("pauseQueue", "queues.PauseQueue"),
          Map.entry("redriveQueue", "queues.RedriveBody"),
          Map.entry("purgeQueue", "queues.PurgeQueue"),
          Map.entry("putSchedule", "schedules.ScheduleBody"),
          Map.entry("claimTasks", "claims.ClaimBody"),
          Map.entry("settleTasks", "claims.SettleBody"),
          Map.entry("emitItems", "claims.EmitBody"));

  /** The body reads these only to say why a schedule does not take them. */
  private static final Set<String> REFUSED =
      Set.of(
          "task.id",
          "task.delay",
          "task.runAt",
          "task.batch",
          "task.then",
          "task.durability",
          "task.unique.key",
          "task.unique.for",
          "task.unique.onConflict",
          "task.unique.debounce",
          "task.unique.maxWait");

  /**
   * Fields without an option: tasks that need them are enqueued with {@code --ndjson}, and weights
   * are a short form of groups.
   */
  private static final Set<String> WITHOUT_OPTION =
      Set.of("retry.jitter", "retry.total", "weights", "then");

  /** Options that every command has, or that are about the command and not about the request. */
  private static final Set<String> NO_FIELDS =
      Set.of(
          "--server",
          "--token",
          "--ca",
          "--output",
          "--ndjson",
          "--raw",
          "--wait",
          "--help",
          "--version");

  @Test
  void everyOperationWithFieldsHasABodyHere() {
    assertThat(
            API.operations().stream()
                .filter(operation -> !Fields.documented(API, schema(operation)).isEmpty())
                .map(FieldListsTest::id))
        .containsExactlyInAnyOrderElementsOf(BODIES.keySet());
  }

  @Test
  void theApiDocumentListsTheFieldsThatBodiesRead() {
    for (ApiOperation operation : API.operations()) {
      String body = BODIES.get(id(operation));
      if (body != null) {
        assertThat(differences(Fields.shape(body), Fields.documented(API, schema(operation))))
            .as(operation.toString())
            .isSubsetOf(REFUSED);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "enqueue q a {\"x\":1}, tasks.EnqueueBody",
    "queue set q, queues.SettingsBody",
    "schedules put s, schedules.ScheduleBody",
    "batch open q, batches.BatchBody"
  })
  void theCommandLineHasAnOptionForEachField(String command, String body) {
    Set<String> sent = sentBy(List.of(command.split(" ")));
    Set<String> fields = new TreeSet<>(Fields.shape(body).supported());
    fields.removeAll(WITHOUT_OPTION);
    if (body.endsWith("ScheduleBody")) {
      // All else of the task, and the rare dstGap, are given in a whole document.
      fields.removeIf(field -> field.startsWith("task.") && !sent.contains(field));
      fields.remove("dstGap");
    }

    assertThat(sent).containsExactlyInAnyOrderElementsOf(fields);
  }

  @Test
  void aScheduleShowsEachFieldThatWasPut() {
    String task =
        """
        {"type":"a","payload":{"x":1},"timeout":"20s","expiresIn":"1h","retention":"2h",
         "retry":{"maxAttempts":3,"backoff":"linear","initial":"1s","max":"9s","jitter":0.5,
                  "total":"1h"},"headers":{"k":"v"},"tags":["t"],"priority":7,"group":"g","cost":2}\
        """;
    Http http = gateway().http();
    Reply put =
        http.put("/v1/schedules/full", "{\"every\":\"1h\",\"queue\":\"q\",\"task\":" + task + "}");

    assertThat(put.status()).isEqualTo(201);
    assertThat(Fields.of(JSON.readTree(put.body()).path("task")))
        .isEqualTo(Fields.of(JSON.readTree(task)));
    Set<String> ofTask =
        Fields.shape("schedules.ScheduleBody").supported().stream()
            .filter(field -> field.startsWith("task.") && !REFUSED.contains(field))
            .map(field -> field.substring("task.".length()))
            .collect(Collectors.toSet());
    assertThat(Fields.of(JSON.readTree(task)).stream().map(FieldListsTest::withoutNames))
        .containsExactlyInAnyOrderElementsOf(ofTask);
  }

  @Test
  void aFieldThatOnlyTheBodyReadsIsSeen() {
    ObjectShape<Object> shape =
        ObjectShape.empty()
            .field("a", (target, value) -> {})
            .object("of", ObjectShape.empty().field("b", (target, value) -> {}), target -> target)
            .notYet("c");

    assertThat(differences(shape, Set.of("a", "c"))).containsExactly("of.b");
    assertThat(differences(shape, Set.of("a", "c", "of.b", "of.d"))).containsExactly("of.d");
    assertThat(differences(shape, Set.of("a", "c", "of.b"))).isEmpty();
  }

  @Test
  void aFieldOfEachFormOfASchemaIsSeen() {
    JsonNode schema =
        JSON.readTree(
            """
            {"properties":{"plain":{},"in":{"allOf":[{"properties":{"a":{}}}]},
             "either":{"oneOf":[{"type":"string"},{"properties":{"b":{}}}]},
             "list":{"items":{"properties":{"c":{}}}}}}\
            """);

    assertThat(Fields.documented(API, schema))
        .containsExactlyInAnyOrder("plain", "in.a", "either.b", "list.c");
  }

  /** What only one of both lists has. */
  private static Set<String> differences(ObjectShape<?> shape, Set<String> documented) {
    Set<String> read = new TreeSet<>(shape.supported());
    read.addAll(shape.notYet());
    return Stream.concat(read.stream(), documented.stream())
        .filter(field -> !read.contains(field) || !documented.contains(field))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String id(ApiOperation operation) {
    return operation.node().path("operationId").asString();
  }

  private static JsonNode schema(ApiOperation operation) {
    return API.resolve(operation.node().at("/requestBody/content/application~1json/schema"));
  }

  /** Headers and payloads are what they hold, whatever that is. */
  private static String withoutNames(String field) {
    return field
        .replaceFirst("^((target\\.)?headers|payload)\\..*", "$1")
        .replaceFirst("^groups\\.7\\.", "groups.");
  }

  /** The fields of the request that a command sends when each of its options is given. */
  private static Set<String> sentBy(List<String> command) {
    BlockingQueue<String> bodies = new LinkedBlockingQueue<>();
    try (FakeServer server =
        FakeServer.start(
            routes ->
                routes.route(
                    request -> true, (request, response) -> take(request, response, bodies)))) {
      List<String> words = new ArrayList<>(command);
      optionsOf(command).forEach(option -> words.add(option.longestName() + value(option)));
      words.add("--server=" + server.url());
      CommandRun run = CommandRun.of(words.toArray(String[]::new));
      String body = bodies.poll(1, TimeUnit.SECONDS);
      assertThat(body).as(run.err()).isNotNull();
      return Fields.of(JSON.readTree(body)).stream()
          .map(FieldListsTest::withoutNames)
          .map(field -> field.replaceFirst("^task\\.payload\\..*", "task.payload"))
          .collect(Collectors.toCollection(TreeSet::new));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static Mono<Void> take(
      HttpServerRequest request, HttpServerResponse response, BlockingQueue<String> bodies) {
    return request
        .receive()
        .aggregate()
        .asString()
        .doOnNext(bodies::add)
        .then(
            response
                .header("Content-Type", "application/json")
                .sendString(Mono.just("{\"limits\":{}}"))
                .then());
  }

  private static List<OptionSpec> optionsOf(List<String> command) {
    CommandLine line = SluiceCommand.commandLine();
    for (String word : command) {
      line = line.getSubcommands().getOrDefault(word, line);
    }
    return line.getCommandSpec().options().stream()
        .filter(option -> !NO_FIELDS.contains(option.longestName()))
        .toList();
  }

  private static String value(OptionSpec option) {
    if (option.arity().max() == 0) {
      return "";
    }
    return switch (option.longestName()) {
      case "--header", "--target-header" -> "=name=value";
      case "--payload" -> "={\"x\":1}";
      case "--rate" -> "=7/s:7";
      case "--group" -> "=7=weight:7,maxConcurrency:7,rate:7/s:7,maxBacklog:7";
      default -> "=7";
    };
  }
}
