package io.sluice.gateway.doctor;

import io.sluice.config.ByteBounds;
import io.sluice.task.view.ClusterFacts;
import io.sluice.task.view.ServerFacts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Judges a server by what Sluice needs of it. */
final class ServerChecks {
  private static final int OLDEST_MAJOR = 7;
  private static final String NO_BLOCKING =
      "without CLIENT workers wait for words and polls, and not by BLMOVE";
  private static final String NO_WAITING =
      "without WAIT and EXPIRE enqueues of durability replica and fsync are refused";

  /** What it costs that a command may not be sent. */
  private static final Map<String, String> DOES_WITHOUT =
      Map.of(
          "INFO",
          "without INFO a reap looks at all that runs at once, up to 100000 tasks a queue",
          "CLIENT ID",
          NO_BLOCKING,
          "CLIENT UNBLOCK",
          NO_BLOCKING,
          "SCRIPT LOAD",
          "without SCRIPT rights are seen with the first task",
          "WAIT",
          NO_WAITING,
          "EXPIRE",
          NO_WAITING);

  /** Times that callers give are by their clock, all others by that of Redis. */
  private static final Duration MOST_SKEW = Duration.ofSeconds(1);

  private final ServerFacts facts;

  /** Answers that may be under way over one connection. */
  private static final int ANSWERS_AT_ONCE = 4;

  private static final long MOST_ANSWERED = (long) ANSWERS_AT_ONCE * ByteBounds.DEFAULT_ANSWER;

  ServerChecks(ServerFacts facts) {
    this.facts = facts;
  }

  List<Finding> findings(Instant now) {
    ClusterFacts cluster = facts.cluster();
    if (cluster == null) {
      List<Finding> findings = own(now);
      findings.addAll(ReplicationChecks.findings(facts.replication()));
      return findings;
    }
    List<Finding> findings = own(now);
    findings.addAll(new ClusterChecks(cluster).findings(List.copyOf(findings), now));
    return findings;
  }

  /** What concerns this server, and not what it is to others. */
  List<Finding> own(Instant now) {
    List<Finding> findings = new ArrayList<>(all(now));
    Boolean mayWrite = facts.defaultUserMayWrite();
    if (Boolean.TRUE.equals(facts.appendOnly()) && mayWrite != null) {
      findings.add(defaultUser(mayWrite));
    }
    ServerFacts.DataFormat format = facts.format();
    if (format != null) {
      findings.add(format(format));
    }
    if (!facts.unasked().isEmpty()) {
      findings.add(unasked());
    }
    return findings;
  }

  private List<Finding> all(Instant now) {
    return List.of(
        version(),
        persistence(),
        fsync(),
        eviction(),
        rights(),
        clock(now),
        idleTimeout(),
        keepalive(),
        buffer("client-output-buffer-limit normal", facts.clientBufferBytes(), "0 0 0"),
        buffer("maxmemory-clients", facts.allClientsBytes(), "0"));
  }

  private Finding unasked() {
    String advice =
        facts.unasked().stream()
            .map(DOES_WITHOUT::get)
            .filter(Objects::nonNull)
            .distinct()
            .collect(Collectors.joining("; "));
    return Finding.note("commands", "may not send " + String.join(", ", facts.unasked()), advice);
  }

  /** One that this version cannot work with is told when it connects. */
  private static Finding format(ServerFacts.DataFormat format) {
    return format.written() <= format.known()
        ? Finding.ok("format of the data", String.valueOf(format.written()))
        : Finding.note(
            "format of the data",
            format.written()
                + ", this version knows formats up to "
                + format.known()
                + " and leaves alone what is new",
            "update this version");
  }

  private Finding version() {
    if (facts.version() == null) {
      return Finding.unknown("version", "");
    }
    String found = facts.product() + " " + facts.version();
    return facts.majorVersion() >= OLDEST_MAJOR
        ? Finding.ok("version", found)
        : Finding.wrong("version", found, "use Redis 7.0 or later, or Valkey 7.2 or later");
  }

  private Finding persistence() {
    Boolean appendOnly = facts.appendOnly();
    if (appendOnly == null) {
      return Finding.unknown("persistence", "see that appendonly is yes");
    }
    return appendOnly
        ? Finding.ok("persistence", "append-only file")
        : Finding.wrong(
            "persistence",
            "no append-only file: a restart loses tasks",
            "set appendonly yes, in redis.conf too");
  }

  private Finding fsync() {
    String setting = facts.appendFsync();
    if (setting == null) {
      return Finding.unknown("appendfsync", "");
    }
    if (!Boolean.TRUE.equals(facts.appendOnly())) {
      return Finding.note("appendfsync", setting, "");
    }
    return switch (setting) {
      case "always" -> Finding.ok("appendfsync", setting);
      case "everysec" ->
          Finding.note(
              "appendfsync",
              setting + ": a crash of the machine loses up to 2 s",
              "set appendfsync always if that is too much; it costs a write per call");
      default ->
          Finding.wrong(
              "appendfsync",
              setting + ": a crash of the machine loses what the kernel had not written",
              "set appendfsync everysec or always");
    };
  }

  private Finding eviction() {
    String policy = facts.evictionPolicy();
    if (policy == null) {
      return Finding.unknown("maxmemory-policy", "see that it is noeviction");
    }
    if (policy.equals("noeviction")) {
      return Finding.ok("maxmemory-policy", policy);
    }
    String advice = "set maxmemory-policy noeviction: a full Redis then refuses enqueues instead";
    Long limit = facts.maxMemory();
    return limit != null && limit > 0
        ? Finding.wrong("maxmemory-policy", policy + ": a full Redis drops tasks", advice)
        : Finding.note("maxmemory-policy", policy + ", without a maxmemory", advice);
  }

  private Finding rights() {
    if (!facts.rightsKnown()) {
      return Finding.unknown("rights", "allow +acl|whoami +acl|dryrun to have them checked");
    }
    return facts.denied().isEmpty()
        ? Finding.ok("rights", "all that are needed")
        : Finding.wrong(
            "rights",
            "the user may not " + String.join(", ", facts.denied()),
            "allow these commands on the keys and channels of the namespace");
  }

  /** That it may not be asked is told with the rights. */
  private static Finding defaultUser(boolean mayWrite) {
    return mayWrite
        ? Finding.ok("user default", "may write what the append-only file holds")
        : Finding.wrong(
            "user default",
            "may not write what the append-only file holds: a restart drops tasks from it, and says"
                + " so in the log of the server only",
            "set 'user default off ~* &* +@all' in its ACL file, and before the next restart by"
                + " ACL SETUSER: nobody can log in as that user either");
  }

  private Finding clock(Instant now) {
    Duration skew = Duration.between(facts.time(), now).abs();
    String found = skew.toMillis() + " ms apart from this machine";
    return skew.compareTo(MOST_SKEW) <= 0
        ? Finding.ok("clock", found)
        : Finding.wrong("clock", found, "keep both clocks by NTP: tasks with a run time are off");
  }

  private Finding idleTimeout() {
    Long seconds = facts.idleTimeoutSeconds();
    if (seconds == null) {
      return Finding.unknown("timeout", "");
    }
    return seconds == 0
        ? Finding.ok("timeout", "none")
        : Finding.note(
            "timeout",
            "idle connections are closed after " + seconds + " s",
            "set timeout 0: a dead peer is found by keepalive");
  }

  /**
   * Of what Redis holds for those who have not read it yet; a lower one cuts an engine off.
   *
   * @param none the setting by which there is no limit
   */
  private static Finding buffer(String setting, @Nullable Long bytes, String none) {
    if (bytes == null) {
      return Finding.unknown(setting, "allow +config|get to have it checked");
    }
    if (bytes == 0 || bytes >= MOST_ANSWERED) {
      return Finding.ok(setting, bytes == 0 ? "none" : bytes + " bytes");
    }
    return Finding.wrong(
        setting,
        bytes
            + " bytes: answers of an engine are up to "
            + MOST_ANSWERED
            + ", and one that is larger is cut off",
        "set " + setting + " " + none + " or at least " + MOST_ANSWERED);
  }

  private Finding keepalive() {
    Long seconds = facts.keepaliveSeconds();
    if (seconds == null) {
      return Finding.unknown("tcp-keepalive", "");
    }
    return seconds > 0
        ? Finding.ok("tcp-keepalive", seconds + " s")
        : Finding.note(
            "tcp-keepalive", "off", "set tcp-keepalive 300: dead workers hold connections");
  }
}
