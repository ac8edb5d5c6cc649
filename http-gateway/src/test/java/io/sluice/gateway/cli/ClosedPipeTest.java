package io.sluice.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import org.junit.jupiter.api.Test;

class ClosedPipeTest {
  private boolean closed;

  @Test
  void aCommandHearsThatNobodyReadsWhatItPrints() {
    PrintWriter out = SluiceCommand.utf8(new PrintStream(new Pipe()));
    out.println("read");
    assertThat(out.checkError()).isFalse();

    closed = true;
    out.println("not read");

    assertThat(out.checkError()).isTrue();
  }

  private final class Pipe extends OutputStream {
    @Override
    public void write(int b) throws IOException {
      if (closed) {
        throw new IOException("Broken pipe");
      }
    }
  }
}
