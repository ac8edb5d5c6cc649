package io.sluice.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A file that cannot be used is named, and what is wrong with it is said in words. */
class FileTroubleTest {
  @TempDir private Path dir;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          enqueue q t @DIR/none                     | 2 | there is no such file
          enqueue q t @DIR                          | 2 | it is a directory
          enqueue q --ndjson DIR/none               | 2 | there is no such file
          serve --port 0 --data-dir DIR/file        | 1 | a file is in the place of a directory
          serve --port 0 --data-dir DIR/file/deeper | 1 | a file is in the place of a directory
          serve --port 0 --tokens-file DIR/none     | 2 | there is no such file
          serve --port 0 --tokens-file DIR          | 2 | it is a directory
          serve --port 0 --push-file DIR/none       | 2 | there is no such file
          serve --port 0 --push-file DIR/file       | 2 | file line 1: unknown field without a value
          serve --port 0 --reports DIR/file         | 2 | must be a folder with runs
          serve --port 0 --tls-cert DIR/none --tls-key DIR/none | 2 | there is no such file
          doctor --redis rediss://127.0.0.1:1 --redis-ca DIR/file | 2 | must be a PEM file
          ls q --state dead --server https://127.0.0.1:1 --ca DIR/file | 2 | must be a PEM file
          """)
  void isSaidInWords(String line, int code, String words) throws Exception {
    Files.writeString(dir.resolve("file"), "text");

    CommandRun run = CommandRun.of(line.replace("DIR", dir.toString()).split(" +"));

    assertThat(run.err()).contains(words).doesNotContain("Exception", "java.", "io.netty");
    assertThat(run.exitCode()).as(run.err()).isEqualTo(code);
  }

  @Test
  void whatIsNoTextIsSaid() throws Exception {
    Path file = Files.write(dir.resolve("binary"), new byte[] {(byte) 0xff, (byte) 0xfe});

    CommandRun run = CommandRun.of("serve", "--port", "0", "--tokens-file", file.toString());

    assertThat(run.err()).contains("it is not text in UTF-8");
    assertThat(run.exitCode()).isEqualTo(2);
  }
}
