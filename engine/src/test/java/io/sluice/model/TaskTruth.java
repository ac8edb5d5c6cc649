package io.sluice.model;

import java.util.ArrayList;
import java.util.List;

/** What is true of one task, and the moves that it may make. */
final class TaskTruth {
  /** The time of what never comes. */
  static final long NEVER = Long.MAX_VALUE;

  private static final int SUSPECT = 2;

  private final String id;
  private final History history;
  private final List<String> lines = new ArrayList<>();
  private State state = State.UNKNOWN;
  private String envelope = "";
  private String token = "";
  private String createdAt = "";
  private String lastError = "";
  private boolean cancelAsked;
  private boolean begun;
  private boolean recorded;
  private long expiresAt = NEVER;
  private long droppedFrom = NEVER;
  private long diedAt;
  private int life;
  private int failures;
  private int crashes;
  private int claims;
  private int explained;
  private String uniqueKey = "";
  private int uniqueMs;

  enum State {
    UNKNOWN,
    WAITING,
    RUNNING,
    SUCCEEDED,
    CANCELLED,
    EXPIRED,
    DEAD,

    /** Somebody deleted it. */
    GONE;

    boolean finished() {
      return this == SUCCEEDED || this == CANCELLED || this == EXPIRED;
    }

    boolean ended() {
      return finished() || this == DEAD;
    }
  }

  TaskTruth(String id, History history) {
    this.id = id;
    this.history = history;
  }

  String id() {
    return id;
  }

  State state() {
    return state;
  }

  String token() {
    return token;
  }

  String type() {
    return Content.type(envelope);
  }

  String createdAt() {
    return createdAt;
  }

  /** Was taken in with this unique key; 0 ms for until it has ended. */
  void takeKey(String key, int forMs) {
    uniqueKey = key;
    uniqueMs = forMs;
  }

  /** Empty for none. */
  String uniqueKey() {
    return uniqueKey;
  }

  boolean holdsItsKeyUntilItEnds() {
    return !uniqueKey.isEmpty() && uniqueMs == 0;
  }

  /** What it died of. */
  String lastError() {
    return lastError;
  }

  long diedAt() {
    return diedAt;
  }

  /** How often it came to life: an id may be used again, and a dead letter may be revived. */
  int life() {
    return life;
  }

  /** Until when its end is kept for sure, where that was said of it alone. */
  long droppedFrom() {
    return droppedFrom;
  }

  /** Was to begin before now, and waits. */
  boolean tooLate(long now) {
    return state == State.WAITING && !begun && expiresAt <= now;
  }

  boolean mayExpire() {
    return state == State.WAITING && !begun && expiresAt != NEVER;
  }

  /** Waits, and never failed. */
  boolean replaceable() {
    return state == State.WAITING && !recorded;
  }

  boolean suspect() {
    return crashes >= SUSPECT;
  }

  boolean heldBy(String holder) {
    return state == State.RUNNING && token.equals(holder);
  }

  boolean unfinished() {
    return state == State.WAITING || state == State.RUNNING;
  }

  boolean cancelAsked() {
    return cancelAsked;
  }

  /** Taken in: for the first time, or again after it was forgotten. */
  void accept(String content, boolean endIsKept, String created, long expires) {
    if (unfinished()) {
      throw broken("was taken in twice");
    }
    if (state.ended() && endIsKept) {
      throw broken("was taken in again while its end is kept");
    }
    note("accepted, was " + state);
    state = State.WAITING;
    envelope = content;
    createdAt = created;
    uniqueKey = "";
    cancelAsked = false;
    begun = false;
    recorded = false;
    expiresAt = expires;
    droppedFrom = NEVER;
    life++;
    failures = 0;
    crashes = 0;
    claims = 0;
    explained = 1;
  }

  void claim(String by, String content, String record) {
    note("claimed by " + by);
    claims++;
    if (state.ended()) {
      throw broken("was claimed after its end");
    }
    if (state == State.RUNNING) {
      throw broken("was claimed while " + token + " runs it");
    }
    if (state == State.UNKNOWN || state == State.GONE) {
      throw broken("was claimed and is no task");
    }
    if (tooLate(history.now())) {
      throw broken("begins too late, it was to end at " + expiresAt);
    }
    if (claims > explained) {
      throw broken("ran " + claims + " times, of which " + explained + " are explained");
    }
    if (!content.equals(envelope)) {
      throw broken("was claimed with the content " + content);
    }
    if (!record.equals(failures + " " + crashes)) {
      throw broken("was claimed with the record " + record);
    }
    state = State.RUNNING;
    begun = true;
    token = by;
  }

  void succeed() {
    end(State.SUCCEEDED);
  }

  void succeedKeptFor(int ms) {
    end(State.SUCCEEDED);
    droppedFrom = history.now() + ms;
  }

  void expire() {
    end(State.EXPIRED);
  }

  void cancel() {
    end(State.CANCELLED);
  }

  void bury(String error) {
    failures++;
    die(error);
  }

  /** A new life: what it failed of counts no more. */
  void revive() {
    note("revived");
    if (state != State.DEAD) {
      throw broken("was revived and is not dead");
    }
    state = State.WAITING;
    life++;
    failures = 0;
    crashes = 0;
    explained++;
  }

  void delete() {
    note("deleted, was " + state);
    if (state == State.RUNNING) {
      throw broken("was deleted while it runs");
    }
    state = State.GONE;
  }

  /** Back to where it waits; a cancel that was asked meanwhile ends it. */
  boolean retry() {
    failures++;
    recorded = true;
    return comeBack("retried");
  }

  boolean release() {
    return comeBack("released");
  }

  boolean snooze() {
    return comeBack("snoozed");
  }

  void askCancel() {
    cancelAsked = true;
    note("cancel asked");
  }

  /** Its session died with it: a crash, unless a cancel was asked. */
  void reap(int maxCrashes, String poison) {
    if (cancelAsked) {
      end(State.CANCELLED);
      return;
    }
    crashes++;
    recorded = true;
    if (crashes >= maxCrashes) {
      die(poison);
    } else {
      boolean unused = comeBack("reaped");
    }
  }

  void note(String event) {
    lines.add(history.line(event));
  }

  Violation broken(String what) {
    return history.violation(this + " " + what, lines);
  }

  private boolean comeBack(String how) {
    if (cancelAsked) {
      end(State.CANCELLED);
      return false;
    }
    note(how);
    explained++;
    state = State.WAITING;
    token = "";
    return true;
  }

  private void die(String error) {
    recorded = true;
    lastError = error;
    diedAt = history.now();
    end(State.DEAD);
  }

  private void end(State how) {
    note("ends " + how);
    if (!unfinished()) {
      throw broken("ended twice");
    }
    state = how;
    token = "";
    cancelAsked = false;
  }

  @Override
  public String toString() {
    return "task " + id + " (" + state + (token.isEmpty() ? "" : " under " + token) + ")";
  }
}
