package io.sluice.schedule;

import java.time.Duration;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.zone.ZoneOffsetTransition;

/** What a dialect does about clocks that are set forward and back. */
enum ClockRule {
  /**
   * What fires in each hour goes by elapsed time, and so does what fires several times an hour and
   * goes on before or after the time that comes twice. Else a time counts once.
   */
  UNIX(DstGap.SHIFT) {
    @Override
    Twice twice(CronFields fields, ZoneOffsetTransition back) {
      return fields.everyHour() || (fields.severalAnHour() && goesOn(fields, back))
          ? Twice.BOTH
          : Twice.FIRST;
    }

    @Override
    Left left(CronFields fields, ZoneOffsetTransition forward, DstGap gap) {
      return fields.everyHour() || gap == DstGap.SKIP ? Left.OUT : Left.AT_CHANGE;
    }
  },

  /** With a star in its minutes or hours it goes by what clocks show. Else a time counts once. */
  DEBIAN(DstGap.SHIFT) {
    @Override
    Twice twice(CronFields fields, ZoneOffsetTransition back) {
      return fields.starInTime() ? Twice.BOTH : Twice.FIRST;
    }

    @Override
    Left left(CronFields fields, ZoneOffsetTransition forward, DstGap gap) {
      return fields.starInTime() ? Left.OUT : Left.AT_CHANGE;
    }
  },

  /** It fires whenever clocks show its time: twice, and not in a gap. */
  AS_CLOCKS_SHOW(DstGap.SKIP) {
    @Override
    Twice twice(CronFields fields, ZoneOffsetTransition back) {
      return Twice.BOTH;
    }
  },

  /** Of a time that comes twice the second counts, of each cron. */
  SECOND_TIME(DstGap.SKIP) {
    @Override
    Twice twice(CronFields fields, ZoneOffsetTransition back) {
      return Twice.SECOND;
    }
  },

  /** What fires in each hour goes by elapsed time; a time in a gap fires an hour later. */
  BULLMQ(DstGap.SHIFT) {
    @Override
    Twice twice(CronFields fields, ZoneOffsetTransition back) {
      return fields.everyHour() ? Twice.BOTH : Twice.FIRST;
    }

    @Override
    Left left(CronFields fields, ZoneOffsetTransition forward, DstGap gap) {
      return isOfWholeHours(forward) ? Left.AN_HOUR_LATER : Left.OUT;
    }
  },

  /** What fires several times an hour goes by what clocks show; else the first time counts. */
  SIDEKIQ(DstGap.SKIP) {
    @Override
    Twice twice(CronFields fields, ZoneOffsetTransition back) {
      return fields.severalAnHour() ? Twice.BOTH : Twice.FIRST;
    }
  },

  /**
   * The first time counts, of each cron; of all in a gap the first fires, as late as it is long.
   */
  CELERY(DstGap.SHIFT) {
    @Override
    Twice twice(CronFields fields, ZoneOffsetTransition back) {
      return Twice.FIRST;
    }

    @Override
    Left left(CronFields fields, ZoneOffsetTransition forward, DstGap gap) {
      return Left.FIRST_LATER;
    }
  };

  /** Which of two counts. */
  enum Twice {
    FIRST,
    SECOND,
    BOTH
  }

  /** What becomes of times in a gap. */
  enum Left {
    OUT,
    /** All of them fire once, where clocks change. */
    AT_CHANGE,
    /** The first of them fires, as much later as the gap is long. */
    FIRST_LATER,
    /** Each fires when it is so many hours later that there is such a time. */
    AN_HOUR_LATER
  }

  private final DstGap gap;

  ClockRule(DstGap gap) {
    this.gap = gap;
  }

  DstGap gap() {
    return gap;
  }

  abstract Twice twice(CronFields fields, ZoneOffsetTransition back);

  /**
   * @param asked what somebody said about gaps
   */
  Left left(CronFields fields, ZoneOffsetTransition forward, DstGap asked) {
    return Left.OUT;
  }

  /** Whether the hour before or the hour after what comes twice is one that the cron names. */
  private static boolean goesOn(CronFields fields, ZoneOffsetTransition back) {
    LocalDateTime begin = back.getDateTimeAfter();
    LocalDateTime end = back.getDateTimeBefore().minusNanos(1);
    return fields.hours().get(begin.minusHours(1).getHour())
        || fields.hours().get(end.plusHours(1).getHour());
  }

  private static boolean isOfWholeHours(ZoneOffsetTransition change) {
    LocalTime from = change.getDateTimeBefore().toLocalTime();
    Duration length = change.getDuration();
    return from.getMinute() == 0
        && length.toMinutesPart() == 0
        && change.getDateTimeBefore().toLocalDate().equals(change.getDateTimeAfter().toLocalDate());
  }
}
