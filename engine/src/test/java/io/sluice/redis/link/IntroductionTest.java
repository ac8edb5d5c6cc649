package io.sluice.redis.link;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.AsyncCommand;
import io.lettuce.core.protocol.Command;
import io.lettuce.core.protocol.CommandType;
import io.lettuce.core.protocol.RedisHandshakeHandler;
import io.lettuce.core.resource.ClientResources;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class IntroductionTest {
  private static ClientResources resources;

  private final CompletableFuture<Void> heardOnAnotherThread = new CompletableFuture<>();
  private final List<String> endedBy = new ArrayList<>();
  private final RedisHandshakeHandler lettuce =
      new RedisHandshakeHandler(channel -> heardOnAnotherThread, resources, Duration.ofSeconds(20));
  private final EmbeddedChannel channel = new EmbeddedChannel(lettuce);

  IntroductionTest() {
    Introduction.watch(channel, endedBy::add);
  }

  @BeforeAll
  static void start() {
    resources = ClientResources.create();
  }

  @AfterAll
  static void stop() {
    resources.shutdown();
  }

  @Test
  void aRefusalIsSaidThoughTheConnectionEndsBeforeLettuceHearsOfIt() {
    answer(CommandType.AUTH, "WRONGPASS invalid username-password pair or user is disabled.");

    channel.close();

    assertThat(why()).isEqualTo("the user name or the password is wrong (WRONGPASS)");
    assertThat(endedBy).isEmpty();
  }

  @Test
  void aRefusalThatLettuceGoesOnAfterIsNotSaid() {
    answer(CommandType.CLIENT, "ERR Unknown subcommand or wrong number of arguments for 'SETINFO'");

    channel.close();

    assertThat(why()).isEqualTo("the connection is gone");
  }

  @Test
  void aRefusalIsNotToldToAConnectionThatWasBegun() {
    answer(CommandType.SELECT, "ERR DB index is out of range");
    heardOnAnotherThread.complete(null);

    channel.close();

    assertThat(lettuce.channelInitialized()).isCompleted();
    channel.checkException();
  }

  @Test
  void theCommandThatAConnectionWasEndedByIsNamed() {
    ask(CommandType.SELECT);

    channel.close();

    assertThat(endedBy).containsExactly("SELECT");
    assertThat(why()).isEqualTo("the connection is gone");
  }

  private void answer(CommandType type, String error) {
    AsyncCommand<String, String, String> asked = ask(type);
    asked.getOutput().setError(ByteBuffer.wrap(error.getBytes(US_ASCII)));
    asked.complete();
    channel.pipeline().fireChannelReadComplete();
  }

  private AsyncCommand<String, String, String> ask(CommandType type) {
    AsyncCommand<String, String, String> asked =
        new AsyncCommand<>(new Command<>(type, new StatusOutput<>(StringCodec.ASCII)));
    channel.writeOutbound(asked);
    return asked;
  }

  private String why() {
    return Reason.of(
        lettuce
            .channelInitialized()
            .toCompletableFuture()
            .handle((ignored, error) -> error)
            .getNow(null));
  }
}
