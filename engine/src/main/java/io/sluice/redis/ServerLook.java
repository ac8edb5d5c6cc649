package io.sluice.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.reactive.RedisReactiveCommands;
import io.sluice.redis.link.Connections;
import io.sluice.redis.link.Errors;
import io.sluice.redis.link.ServerKind;
import io.sluice.task.view.ServerFacts;
import io.sluice.task.view.ServerFacts.Replication;
import io.sluice.task.view.ServerFacts.Use;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Asks a server how it is set up and what its user may do; changes nothing. */
public final class ServerLook {
  private static final String BUFFERS = "client-output-buffer-limit";
  private static final String MAX_MEMORY = "maxmemory";
  private static final String ALL_CLIENTS = "maxmemory-clients";
  private static final String MIN_REPLICAS = "min-replicas-to-write";
  private static final String NODE_TIMEOUT = "cluster-node-timeout";
  private static final String VERSION = "redis_version";
  private static final String ROLE = "role";

  private final StatefulRedisConnection<byte[], byte[]> connection;
  private final RedisReactiveCommands<byte[], byte[]> commands;
  private final RightsLook rights;

  public ServerLook(StatefulRedisConnection<byte[], byte[]> connection, String namespace) {
    this.connection = connection;
    this.commands = Connections.commands(connection);
    this.rights = new RightsLook(commands, namespace + ":{doctor}:ready");
  }

  public Mono<ServerFacts> facts() {
    return Mono.zip(info(), settings(), rights.rights(), time(), rights.readerMayWrite())
        .map(all -> facts(all.getT1(), all.getT2(), all.getT3(), all.getT4(), all.getT5()))
        .onErrorMap(error -> Errors.translate("look at the server", error));
  }

  private static ServerFacts facts(
      Map<String, String> info,
      Map<String, String> settings,
      RightsLook.Rights rights,
      Instant time,
      Optional<Boolean> readerMayWrite) {
    String appendOnly = settings.get("appendonly");
    String logged = info.get("aof_enabled");
    Long maxMemory = number(info, MAX_MEMORY).or(() -> number(settings, MAX_MEMORY)).orElse(null);
    return new ServerFacts(
        info.getOrDefault("server_name", "redis").equals("valkey") ? "Valkey" : "Redis",
        info.getOrDefault("valkey_version", info.get(VERSION)),
        time,
        isOn(logged == null ? appendOnly : logged),
        settings.get("appendfsync"),
        maxMemory,
        info.getOrDefault("maxmemory_policy", settings.get("maxmemory-policy")),
        number(settings, "timeout").orElse(null),
        number(settings, "tcp-keepalive").orElse(null),
        bufferOf("normal", settings),
        allClients(settings, maxMemory == null ? 0 : maxMemory),
        new Replication(
            "slave".equals(info.get(ROLE)) ? "replica" : info.get(ROLE),
            number(info, "connected_slaves").orElse(null),
            number(settings, MIN_REPLICAS).orElse(null),
            number(settings, NODE_TIMEOUT).orElse(null)),
        new Use(
            number(info, "used_memory").orElse(null),
            number(info, "connected_clients").orElse(null),
            number(info, "instantaneous_ops_per_sec").orElse(null),
            number(info, "uptime_in_seconds").orElse(null)),
        readerMayWrite.orElse(null),
        rights.known(),
        rights.denied(false),
        unasked(info, settings, rights),
        null,
        null);
  }

  private static @Nullable Boolean isOn(@Nullable String told) {
    return told == null ? null : Boolean.valueOf(told.equals("1") || told.equals("yes"));
  }

  private static List<String> unasked(
      Map<String, String> info, Map<String, String> settings, RightsLook.Rights rights) {
    Set<String> names = new TreeSet<>();
    if (!info.containsKey("run_id")) {
      names.add("INFO");
    }
    if (settings.isEmpty()) {
      names.add("CONFIG GET");
    }
    if (!rights.known()) {
      names.add("ACL");
    }
    rights.denied(true).forEach(name -> names.add(name.equals("INFO server") ? "INFO" : name));
    return List.copyOf(names);
  }

  /** Where INFO is forbidden, only what HELLO tells as well. */
  private Mono<Map<String, String>> info() {
    return commands
        .info()
        .map(ServerKind::fields)
        .onErrorResume(
            Errors::isForbidden,
            refused ->
                ServerKind.hello(connection)
                    .map(ServerLook::asInfo)
                    .onErrorReturn(Errors::isForbidden, Map.of()));
  }

  private static Map<String, String> asInfo(Map<String, String> hello) {
    Map<String, String> info = new HashMap<>();
    Map.of("server", "server_name", "version", VERSION, ROLE, ROLE)
        .forEach(
            (from, to) -> Optional.ofNullable(hello.get(from)).ifPresent(v -> info.put(to, v)));
    return info;
  }

  /** Empty where a service does not let its users ask. */
  private Mono<Map<String, String>> settings() {
    return commands
        .configGet(
            "appendonly",
            "appendfsync",
            MAX_MEMORY,
            "maxmemory-policy",
            "timeout",
            "tcp-keepalive",
            BUFFERS,
            ALL_CLIENTS,
            MIN_REPLICAS,
            NODE_TIMEOUT)
        .onErrorResume(RedisCommandExecutionException.class, refused -> Mono.just(Map.of()));
  }

  private Mono<Instant> time() {
    return commands
        .time()
        .map(digits -> Long.parseLong(new String(digits, UTF_8)))
        .collectList()
        .map(parts -> Instant.ofEpochSecond(parts.get(0), parts.get(1) * 1_000));
  }

  /**
   * The lower of its limits that is set; each kind of client is told as 'kind hard soft seconds'.
   */
  private static @Nullable Long bufferOf(String kind, Map<String, String> settings) {
    String[] words = settings.getOrDefault(BUFFERS, "").split(" ", -1);
    for (int i = 0; i + 2 < words.length; i++) {
      if (words[i].equals(kind)) {
        long hard = Long.parseLong(words[i + 1]);
        long soft = Long.parseLong(words[i + 2]);
        return hard == 0 || soft == 0 ? Math.max(hard, soft) : Math.min(hard, soft);
      }
    }
    return null;
  }

  /** It may be told as a part of what memory there may be: {@code 5%}. */
  private static @Nullable Long allClients(Map<String, String> settings, long maxMemory) {
    String told = settings.get(ALL_CLIENTS);
    if (told == null) {
      return null;
    }
    return told.endsWith("%")
        ? Long.parseLong(told.substring(0, told.length() - 1)) * maxMemory / 100
        : Long.valueOf(told);
  }

  private static Optional<Long> number(Map<String, String> settings, String name) {
    return Optional.ofNullable(settings.get(name)).map(Long::valueOf);
  }
}
