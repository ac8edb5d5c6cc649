package io.sluice.redis.property;

/**
 * One call in a random sequence. Its numbers pick among what is there, so that it means something
 * in any state, also when the calls before it are left out.
 *
 * @param again whether the last call of its lane is sent once more, or an older number
 */
record Step(Kind kind, int pick, int size, int variety, Again again) {
  enum Kind {
    ENQUEUE,
    OPEN,
    EXTEND,
    EXPIRE,
    CLOSE,
    CLAIM,
    SETTLE,
    PROMOTE,
    REAP,
    SWEEP,
    CANCEL,
    FIND,
    AWAIT,
    HELD,
    SURVEY,
    REPAIR,
    PARK,
    SUSPECT,
    PAUSE,
    LIMIT,
    ONCE,
    ACT,
    BEGIN,
    STEP,
    LATE,
    NOTE,
    LIST,
    TIME
  }

  enum Again {
    NO,
    SAME,
    OLDER
  }
}
