package io.sluice.redis.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.RedisCommandExecutionException;
import io.sluice.task.RedisUnavailableException;
import io.sluice.task.StoreCorruptedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Redis answers when it cannot now is told in words, and to be tried again. */
class ErrorsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          MOVED 16317 127.0.0.1:7001                          | a node of a Redis Cluster
          ASK 16317 127.0.0.1:7001                            | a node of a Redis Cluster
          CROSSSLOT Keys in request don't hash to the same    | a node of a Redis Cluster
          TRYAGAIN Multiple keys request during rehashing     | on its way to another node
          CLUSTERDOWN The cluster is down                     | its cluster is down
          READONLY You can't write against a read only one.   | is a replica and takes no writes
          UNBLOCKED force unblock from blocking operation     | ended the wait
          NOREPLICAS Not enough good replicas to write.       | min-replicas-to-write
          NOSCRIPT No matching script.                        | forgotten the script
          LOADING Redis is loading the dataset in memory      | still loading
          MASTERDOWN Link with MASTER is down                 | has lost its master
          NOPERM User x has no permissions to run the 'info' command | may not send info (NOPERM)
          BUSY Redis is busy running a script.                | BUSY
          MISCONF Errors writing to the AOF file              | MISCONF
          """)
  void anAnswerThatWillChangeIsNoDamage(String answer, String words) {
    Throwable told = Errors.translate("claim", new RedisCommandExecutionException(answer));

    assertThat(told).isInstanceOf(RedisUnavailableException.class).hasMessageContaining(words);
    assertThat(told.getMessage()).startsWith("claim refused: ");
  }

  @Test
  void aCommandThatIsTakenAwayIsNamedWithoutWhatItWasToDo() {
    Throwable told =
        Errors.translate(
            "script load",
            new RedisCommandExecutionException(
                "ERR unknown command 'SCRIPT', with args beginning with: 'LOAD' '#!lua flags"));

    assertThat(told)
        .isInstanceOf(RedisUnavailableException.class)
        .hasMessage(
            "script load refused: it has no command SCRIPT, as when that is renamed or taken away");
  }

  @Test
  void whatNobodyExpectsIsDamage() {
    assertThat(
            Errors.translate(
                "claim", new RedisCommandExecutionException("WRONGTYPE Operation against a key")))
        .isInstanceOf(StoreCorruptedException.class);
  }
}
