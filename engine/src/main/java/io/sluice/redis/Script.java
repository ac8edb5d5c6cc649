package io.sluice.redis;

import static io.sluice.redis.Key.ASIDE;
import static io.sluice.redis.Key.ATTEMPTS;
import static io.sluice.redis.Key.AWAITED;
import static io.sluice.redis.Key.BUFFERED;
import static io.sluice.redis.Key.CALL;
import static io.sluice.redis.Key.CANCELLED;
import static io.sluice.redis.Key.CANCELS;
import static io.sluice.redis.Key.COUNTERS;
import static io.sluice.redis.Key.DEAD;
import static io.sluice.redis.Key.ENDS;
import static io.sluice.redis.Key.EVENTS;
import static io.sluice.redis.Key.EXPIRED;
import static io.sluice.redis.Key.EXPIRIES;
import static io.sluice.redis.Key.FIRED;
import static io.sluice.redis.Key.FIRES;
import static io.sluice.redis.Key.GHOSTS;
import static io.sluice.redis.Key.INDEX;
import static io.sluice.redis.Key.LANDED;
import static io.sluice.redis.Key.LANDING;
import static io.sluice.redis.Key.NOTES;
import static io.sluice.redis.Key.ONCE;
import static io.sluice.redis.Key.RATES;
import static io.sluice.redis.Key.READY;
import static io.sluice.redis.Key.REAPER;
import static io.sluice.redis.Key.RESULTS;
import static io.sluice.redis.Key.RETAINED;
import static io.sluice.redis.Key.RETRYING;
import static io.sluice.redis.Key.RUNNING;
import static io.sluice.redis.Key.SCHEDULED;
import static io.sluice.redis.Key.SCHEDULES;
import static io.sluice.redis.Key.SESSIONS;
import static io.sluice.redis.Key.SETTINGS;
import static io.sluice.redis.Key.SINCE;
import static io.sluice.redis.Key.SUCCEEDED;
import static io.sluice.redis.Key.TASKS;
import static io.sluice.redis.Key.TEMPLATES;
import static io.sluice.redis.Key.WALK;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/** The scripts, one per verb, each a file of that name, and the keys they declare, in order. */
@SuppressWarnings("ImmutableEnumChecker") // a List.of and a String
enum Script {
  ENQUEUE(TASKS, READY, SCHEDULED, RETRYING, GHOSTS, COUNTERS, SETTINGS, EVENTS, CALL, ASIDE),
  ENQUEUE_ONCE(
      TASKS, READY, SCHEDULED, RETRYING, RUNNING, DEAD, RESULTS, CANCELLED, ATTEMPTS, NOTES,
      AWAITED, ENDS, EXPIRIES, ONCE, GHOSTS, COUNTERS, SETTINGS, EVENTS, CALL, ASIDE),
  OPEN(SESSIONS, WALK),
  EXTEND(SESSIONS, CANCELS),
  PRESENT(SESSIONS, Key.WORKERS),
  CLOSE(SESSIONS, WALK, REAPER, RUNNING),
  CLAIM(
      READY, LANDING, TASKS, RUNNING, SESSIONS, ATTEMPTS, RETRYING, EXPIRIES, EXPIRED, RESULTS,
      GHOSTS, COUNTERS, SETTINGS, EVENTS, CALL, ASIDE),
  SHRINK(
      READY, SINCE, TASKS, RUNNING, ATTEMPTS, CANCELS, CANCELLED, RESULTS, NOTES, AWAITED, ENDS,
      COUNTERS, SETTINGS, EVENTS, CALL),
  NOTE(RUNNING, NOTES, EVENTS),
  SETTLE(
      RUNNING, TASKS, ATTEMPTS, CANCELS, SCHEDULED, RETRYING, READY, SINCE, DEAD, SUCCEEDED,
      CANCELLED, EXPIRED, RETAINED, RESULTS, NOTES, AWAITED, ENDS, COUNTERS, SETTINGS, EVENTS,
      CALL),
  PROMOTE(SCHEDULED, RETRYING, READY, SINCE, EXPIRIES, EVENTS),
  EXPIRE(
      EXPIRIES, TASKS, RUNNING, SCHEDULED, RETRYING, DEAD, RESULTS, EXPIRED, GHOSTS, COUNTERS,
      EVENTS),
  REAP(
      SESSIONS, WALK, REAPER, RUNNING, READY, SINCE, RETRYING, DEAD, ATTEMPTS, CANCELS, TASKS,
      CANCELLED, RESULTS, NOTES, AWAITED, ENDS, COUNTERS, LANDING, LANDED, SETTINGS, EVENTS),
  SWEEP(
      SUCCEEDED, CANCELLED, EXPIRED, RETAINED, DEAD, RESULTS, TASKS, READY, ASIDE, SINCE, ATTEMPTS,
      NOTES, AWAITED, ENDS, ONCE, SETTINGS, COUNTERS, RATES, Key.BULK),
  PULL(
      RATES, SETTINGS, SESSIONS, RETRYING, SCHEDULED, EXPIRIES, RETAINED, DEAD, SUCCEEDED,
      CANCELLED, EXPIRED, RESULTS, ONCE, AWAITED),
  SHED(SUCCEEDED, CANCELLED, EXPIRED, RETAINED, RESULTS, TASKS, ATTEMPTS, NOTES, AWAITED, ENDS),
  CANCEL(
      TASKS, RUNNING, SCHEDULED, RETRYING, DEAD, RESULTS, CANCELLED, ATTEMPTS, NOTES, AWAITED, ENDS,
      CANCELS, EXPIRIES, COUNTERS, GHOSTS, SETTINGS, EVENTS),
  ACT(
      TASKS, READY, SINCE, SCHEDULED, RETRYING, RUNNING, DEAD, RESULTS, SUCCEEDED, CANCELLED,
      EXPIRED, RETAINED, ATTEMPTS, NOTES, EXPIRIES, ONCE, GHOSTS, COUNTERS, EVENTS),
  BULK(
      Key.BULK, TASKS, READY, SINCE, LANDING, SCHEDULED, RETRYING, DEAD, SUCCEEDED, CANCELLED,
      EXPIRED, RETAINED, RESULTS, ATTEMPTS, NOTES, EXPIRIES, ONCE, GHOSTS, COUNTERS, EVENTS, ASIDE),
  FIND(TASKS, RUNNING, RESULTS, SCHEDULED, RETRYING, DEAD, GHOSTS, ATTEMPTS, NOTES, ENDS),
  AWAIT(TASKS, RUNNING, RESULTS, SCHEDULED, RETRYING, DEAD, GHOSTS, ATTEMPTS, NOTES, AWAITED, ENDS),
  LIST(
      READY, SCHEDULED, RETRYING, RUNNING, DEAD, SUCCEEDED, CANCELLED, EXPIRED, RETAINED, GHOSTS,
      ASIDE, TASKS, RESULTS, ATTEMPTS, NOTES),
  ERRORS(RETRYING, DEAD, ATTEMPTS),
  HELD(RUNNING),
  WORKERS(SESSIONS, Key.WORKERS),
  CONFIGURE(SETTINGS),
  STATS(
      TASKS, READY, SINCE, LANDING, RUNNING, SCHEDULED, RETRYING, DEAD, SUCCEEDED, CANCELLED,
      EXPIRED, RETAINED, GHOSTS, COUNTERS, RATES, SETTINGS, SESSIONS, ASIDE),
  AUDIT(
      TASKS, READY, LANDING, RUNNING, SCHEDULED, RETRYING, DEAD, SUCCEEDED, CANCELLED, EXPIRED,
      RETAINED, RESULTS, GHOSTS, COUNTERS, ASIDE),
  SURVEY(
      TASKS, READY, LANDING, RUNNING, SESSIONS, WALK, SCHEDULED, RETRYING, DEAD, SUCCEEDED,
      CANCELLED, EXPIRED, RETAINED, RESULTS, ATTEMPTS, NOTES, CANCELS, GHOSTS, ASIDE),
  REPAIR(
      TASKS, READY, LANDING, RUNNING, SESSIONS, WALK, REAPER, SCHEDULED, RETRYING, DEAD, SUCCEEDED,
      CANCELLED, EXPIRED, RETAINED, RESULTS, ATTEMPTS, NOTES, CANCELS, GHOSTS, COUNTERS, ASIDE),
  DELETE(
      TASKS,
      READY,
      SINCE,
      LANDING,
      RUNNING,
      SESSIONS,
      ATTEMPTS,
      SCHEDULED,
      RETRYING,
      DEAD,
      EXPIRIES,
      SUCCEEDED,
      CANCELLED,
      EXPIRED,
      RETAINED,
      RESULTS,
      NOTES,
      ONCE,
      COUNTERS,
      RATES,
      Key.BULK,
      SETTINGS,
      Key.WORKERS,
      WALK,
      REAPER,
      LANDED,
      CANCELS,
      GHOSTS,
      SCHEDULES,
      TEMPLATES,
      FIRES,
      FIRED,
      BUFFERED,
      ASIDE,
      AWAITED,
      ENDS),
  ENLIST(INDEX),
  PLAN(SCHEDULES, TEMPLATES, FIRES),
  UNPLAN(SCHEDULES, TEMPLATES, FIRES, FIRED, BUFFERED),
  HOLD(SCHEDULES, FIRES),
  PLANNED(SCHEDULES, TEMPLATES, FIRES, FIRED, BUFFERED),
  DUE(SCHEDULES, TEMPLATES, FIRES, FIRED, BUFFERED, TASKS, RESULTS, DEAD),
  AHEAD(SCHEDULES, FIRES, FIRED),
  ALIGN(SCHEDULES, FIRES),
  FIRE(
      SCHEDULES, TEMPLATES, FIRES, FIRED, BUFFERED, TASKS, READY, RESULTS, DEAD, EXPIRIES, GHOSTS,
      COUNTERS, EVENTS);

  private final List<Key> keys;
  private final String source;
  private final String digest;

  Script(Key... keys) {
    this.keys = List.of(keys);
    this.source = read(fileName());
    this.digest = sha1(source);
  }

  /** The word for what it does. */
  String verb() {
    return name().toLowerCase(Locale.ROOT);
  }

  String fileName() {
    return verb() + ".lua";
  }

  List<Key> keys() {
    return keys;
  }

  String source() {
    return source;
  }

  /** What EVALSHA knows it by. */
  String digest() {
    return digest;
  }

  private static String read(String file) {
    try (InputStream in = Script.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException("script " + file + " is missing from the class path");
      }
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("script " + file + " cannot be read", e);
    }
  }

  private static String sha1(String source) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-1").digest(source.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-1", e);
    }
  }
}
