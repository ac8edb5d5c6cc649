package io.sluice.model;

import java.util.ArrayList;
import java.util.List;

/** What is true of one task, and the moves that it may make. */
final class TaskTruth {
  private static final int SUSPECT = 2;

  private final String id;
  private final History history;
  private final List<String> lines = new ArrayList<>();
  private State state = State.UNKNOWN;
  private String envelope = "";
  private String token = "";
  private boolean cancelAsked;
  private int failures;
  private int crashes;
  private int claims;
  private int explained;

  enum State {
    UNKNOWN,
    WAITING,
    RUNNING,
    SUCCEEDED,
    CANCELLED,
    EXPIRED,
    DEAD;

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

  int crashes() {
    return crashes;
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
  void accept(String content, boolean endedOnesStay) {
    if (unfinished()) {
      throw broken("was taken in twice");
    }
    if (state.ended() && endedOnesStay) {
      throw broken("was taken in again while its end is kept");
    }
    note("accepted, was " + state);
    state = State.WAITING;
    envelope = content;
    cancelAsked = false;
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
    if (state == State.UNKNOWN) {
      throw broken("was claimed and never accepted");
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
    token = by;
  }

  void succeed() {
    end(State.SUCCEEDED);
  }

  void expire() {
    end(State.EXPIRED);
  }

  void cancel() {
    end(State.CANCELLED);
  }

  void bury() {
    failures++;
    end(State.DEAD);
  }

  /** Back to where it waits; a cancel that was asked meanwhile ends it. */
  boolean retry() {
    failures++;
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
  void reap(int maxCrashes) {
    if (cancelAsked) {
      end(State.CANCELLED);
      return;
    }
    crashes++;
    if (crashes >= maxCrashes) {
      end(State.DEAD);
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
