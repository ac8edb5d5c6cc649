package io.sluice.task.view;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the Redis of an engine is set up, as far as its user may ask.
 *
 * @param product {@code Redis}, {@code Valkey}
 * @param version of the product; null when not allowed to ask, as below
 * @param time its clock
 * @param appendOnly whether it keeps an append-only file
 * @param appendFsync when that is written out
 * @param maxMemory bytes, 0 = no limit
 * @param evictionPolicy what it does at that limit
 * @param idleTimeoutSeconds after which it closes connections, 0 = never
 * @param keepaliveSeconds between two probes of a silent peer, 0 = none
 * @param clientBufferBytes after which it cuts off a connection that has not read its answers, 0 =
 *     never
 * @param allClientsBytes of all connections together, after which it cuts some off, 0 = never
 * @param replication what it is to other servers
 * @param use how much of it is in use
 * @param defaultUserMayWrite whether the user {@code default} may do what an engine writes: with
 *     its rights the server reads back its append-only file
 * @param rightsKnown whether it could be asked what the user may do
 * @param denied commands that an engine needs and the user may not send
 * @param unasked commands that the user may not send, or that are renamed, and without which an
 *     engine works
 * @param format of the data of the namespace; null when it is not known
 * @param cluster of which it is one; null when it belongs to none
 */
public record ServerFacts(
    String product,
    @Nullable String version,
    Instant time,
    @Nullable Boolean appendOnly,
    @Nullable String appendFsync,
    @Nullable Long maxMemory,
    @Nullable String evictionPolicy,
    @Nullable Long idleTimeoutSeconds,
    @Nullable Long keepaliveSeconds,
    @Nullable Long clientBufferBytes,
    @Nullable Long allClientsBytes,
    Replication replication,
    Use use,
    @Nullable Boolean defaultUserMayWrite,
    boolean rightsKnown,
    List<String> denied,
    List<String> unasked,
    @Nullable DataFormat format,
    @Nullable ClusterFacts cluster) {

  /** The same, of a namespace whose data is in this format. */
  public ServerFacts withFormat(@Nullable DataFormat value) {
    return with(value, cluster);
  }

  /** The same, of one server of this Cluster. */
  public ServerFacts in(ClusterFacts value) {
    return with(format, value);
  }

  private ServerFacts with(@Nullable DataFormat formatThen, @Nullable ClusterFacts clusterThen) {
    return new ServerFacts(
        product,
        version,
        time,
        appendOnly,
        appendFsync,
        maxMemory,
        evictionPolicy,
        idleTimeoutSeconds,
        keepaliveSeconds,
        clientBufferBytes,
        allClientsBytes,
        replication,
        use,
        defaultUserMayWrite,
        rightsKnown,
        denied,
        unasked,
        formatThen,
        clusterThen);
  }

  /** The part of the version before its first dot; 0 when the version is not known. */
  public int majorVersion() {
    String known = version == null ? "" : version;
    int dot = known.indexOf('.');
    return dot < 0 ? 0 : Integer.parseInt(known.substring(0, dot));
  }

  /**
   * What a server is to others.
   *
   * @param role master or replica; null when not allowed to ask, as below
   * @param replicas that are connected to it
   * @param minReplicas of which it takes no writes with fewer ({@code min-replicas-to-write})
   * @param nodeTimeoutMillis of a node of a Cluster: after how long a silence another takes over
   */
  public record Replication(
      @Nullable String role,
      @Nullable Long replicas,
      @Nullable Long minReplicas,
      @Nullable Long nodeTimeoutMillis) {}

  /**
   * How much of a server is in use by all of its clients. Each is null when not allowed to ask.
   *
   * @param memory bytes
   * @param clients connections
   * @param commandsPerSecond lately
   * @param seconds since it was started
   */
  public record Use(
      @Nullable Long memory,
      @Nullable Long clients,
      @Nullable Long commandsPerSecond,
      @Nullable Long seconds) {}

  /**
   * In which format the data of a namespace is.
   *
   * @param written the newest format in which something may be there
   * @param known the newest one that this engine knows
   */
  public record DataFormat(int written, int known) {}
}
