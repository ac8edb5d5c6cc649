package io.sluice.gateway.push;

import io.netty.util.NetUtil;
import io.sluice.task.QueueName;
import io.sluice.task.enqueue.PushTarget;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which targets may be called, by which keys. Immutable.
 *
 * @param allowed the first that matches is taken
 */
record PushRules(List<Allowed> allowed) {
  static final PushRules NONE = new PushRules(List.of());

  /**
   * Whether a target may be called.
   *
   * @param by which line; null when none allows it
   * @param refusal why none does; empty when one does
   */
  record Answer(@Nullable Allowed by, String refusal) {}

  /**
   * Whether tasks of this queue may be sent to its target, as far as is known without a look-up.
   */
  Answer ask(PushTarget target, QueueName queue) {
    return ask(target, queue, false);
  }

  /** Whether a task of this queue may be sent to a target that it names itself, likewise. */
  Answer askForTask(PushTarget target, QueueName queue) {
    return ask(target, queue, true);
  }

  private Answer ask(PushTarget target, QueueName queue, boolean ofTask) {
    String where = "%s://%s:%d".formatted(target.scheme(), target.host(), target.port());
    List<Allowed> matching = allowed.stream().filter(line -> line.matches(target)).toList();
    if (matching.isEmpty()) {
      return refused("no line of the push file allows " + where);
    }
    List<Allowed> reaching = matching.stream().filter(line -> line.reaches(queue)).toList();
    if (reaching.isEmpty()) {
      return refused("the push file allows " + where + " for other queues only");
    }
    Allowed line = reaching.stream().filter(one -> one.tasks() || !ofTask).findFirst().orElse(null);
    if (line == null) {
      return refused(
          "the push file allows " + where + " for targets of queues only, without tasks=yes");
    }
    String refusal = target.isAddress() ? refusal(target.host(), line) : null;
    return refusal == null
        ? new Answer(line, "")
        : refused(CheckedNames.refused(target.host(), refusal));
  }

  /** Whom its lines lead to. */
  Set<Peers> peers() {
    return allowed.stream().map(Allowed::peers).collect(Collectors.toUnmodifiableSet());
  }

  private static @Nullable String refusal(String host, Allowed line) {
    String address = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    byte[] bytes = NetUtil.createByteArrayFromIpAddressString(address);
    return bytes == null
        ? "none that is known"
        : AddressRules.refusal(bytes, line.peers().networks());
  }

  private static Answer refused(String why) {
    return new Answer(null, why);
  }
}
