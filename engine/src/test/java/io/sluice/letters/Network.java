package io.sluice.letters;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Carries calls to the servers of a world, or does not. */
public interface Network {
  /** One call, which may also come later, again, or never. */
  public record Packet(long at, String queue, String script, String lane, List<String> args) {
    @Nullable Object arrive(World world) {
      return world.execute(queue, script, lane, args);
    }
  }

  /** Nothing when no answer comes: it ran, runs later, or never. */
  @Nullable Object send(World world, Packet packet);

  /** From now on nothing goes wrong, and what was late has come. */
  void calm(World world);
}
