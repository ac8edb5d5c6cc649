package io.sluice.redis;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.api.reactive.RedisReactiveCommands;
import io.sluice.redis.link.Errors;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Asks a server what its user may do; changes nothing. */
final class RightsLook {
  /** A command of each kind that an engine or one of its scripts sends, as it would send it. */
  static final List<String> NEEDED =
      List.of(
          "PING",
          "TIME",
          "INFO server",
          "SCRIPT LOAD x",
          "EVAL x 1 KEY",
          "EVALSHA x 1 KEY",
          "BLMOVE KEY KEY LEFT RIGHT 1",
          "SUBSCRIBE KEY",
          "UNSUBSCRIBE KEY",
          "PUBLISH KEY x",
          "PUBSUB NUMSUB KEY",
          "CLIENT ID",
          "CLIENT UNBLOCK 1",
          "WAIT 0 1",
          "EXPIRE KEY 1",
          "EXISTS KEY",
          "TYPE KEY",
          "DEL KEY",
          "GET KEY",
          "SET KEY x",
          "UNLINK KEY",
          "HSET KEY x y",
          "HSETNX KEY x y",
          "HGET KEY x",
          "HMGET KEY x",
          "HGETALL KEY",
          "HEXISTS KEY x",
          "HDEL KEY x",
          "HKEYS KEY",
          "HVALS KEY",
          "HLEN KEY",
          "HSTRLEN KEY x",
          "HRANDFIELD KEY",
          "HINCRBY KEY x 1",
          "HSCAN KEY 0",
          "LPUSH KEY x",
          "RPUSH KEY x",
          "LPOP KEY 1",
          "LREM KEY 1 x",
          "LLEN KEY",
          "LINDEX KEY 0",
          "LRANGE KEY 0 1",
          "LPOS KEY x",
          "ZADD KEY 1 x",
          "ZREM KEY x",
          "ZCARD KEY",
          "ZCOUNT KEY 0 1",
          "ZLEXCOUNT KEY - +",
          "ZSCORE KEY x",
          "ZINCRBY KEY 1 x",
          "ZRANDMEMBER KEY",
          "ZREVRANGEBYLEX KEY + -",
          "ZMSCORE KEY x",
          "ZRANK KEY x",
          "ZREVRANK KEY x",
          "ZSCAN KEY 0",
          "ZRANGE KEY 0 1",
          "ZREVRANGE KEY 0 1",
          "ZRANGEBYSCORE KEY 0 1",
          "ZRANGEBYLEX KEY - +",
          "ZREMRANGEBYLEX KEY - +",
          "ZREMRANGEBYRANK KEY 0 1",
          "ZREMRANGEBYSCORE KEY 0 1");

  private static final String ALLOWED = "OK";

  /** With the rights of this user a server reads back its append-only file. */
  private static final String READER = "default";

  private static final Pattern WRITES =
      Pattern.compile("(SET|DEL|UNLINK|H(SET|SETNX|DEL|INCRBY)|[LR]PUSH|L(POP|REM)|Z(ADD|REM)) .*");

  /** Commands of which an engine does without, at a price. */
  private static final Set<String> DISPENSABLE =
      Set.of("INFO server", "SCRIPT LOAD", "CLIENT ID", "CLIENT UNBLOCK", "WAIT", "EXPIRE");

  /** What may be asked of the user's rights: nothing, or which of the needed ones are denied. */
  record Rights(boolean known, List<String> denied) {
    List<String> denied(boolean dispensable) {
      return denied.stream().filter(name -> DISPENSABLE.contains(name) == dispensable).toList();
    }
  }

  private final RedisReactiveCommands<byte[], byte[]> commands;
  private final String key;

  /**
   * @param key one that an engine would use
   */
  RightsLook(RedisReactiveCommands<byte[], byte[]> commands, String key) {
    this.commands = commands;
    this.key = key;
  }

  Mono<Rights> rights() {
    return commands
        .aclWhoami()
        .flatMap(
            user ->
                Flux.fromIterable(NEEDED)
                    .concatMap(line -> isDenied(user, line).filter(denied -> denied).map(d -> line))
                    .collectList()
                    .map(denied -> new Rights(true, denied.stream().map(this::name).toList())))
        .onErrorResume(
            RedisCommandExecutionException.class,
            refused -> Mono.just(new Rights(false, List.of())));
  }

  /** Empty where it may not be asked. */
  Mono<Optional<Boolean>> readerMayWrite() {
    return Flux.fromIterable(NEEDED)
        .filter(line -> WRITES.matcher(line).matches())
        .concatMap(line -> isDenied(READER, line))
        .any(denied -> denied)
        .map(denied -> Optional.of(!denied))
        .onErrorReturn(RedisCommandExecutionException.class, Optional.empty());
  }

  private Mono<Boolean> isDenied(String user, String line) {
    String[] words = line.replace(" KEY", " " + key).split(" ", -1);
    String[] args = new String[words.length - 1];
    System.arraycopy(words, 1, args, 0, args.length);
    return commands
        .aclDryRun(user, words[0], args)
        .map(answer -> !answer.equals(ALLOWED))
        .onErrorResume(RightsLook::isNotThere, renamed -> Mono.just(true));
  }

  private static boolean isNotThere(Throwable error) {
    return Errors.isAnswer(error) && String.valueOf(error.getMessage()).contains("not found");
  }

  private String name(String line) {
    return line.replaceAll(" (KEY|x|1|0|-).*", "");
  }
}
