package io.sluice.load.slo;

/** On which side of its limit a figure must be. */
public enum Bound {
  BELOW("<") {
    @Override
    boolean holds(double measured, double limit) {
      return measured < limit;
    }
  },
  AT_MOST("<=") {
    @Override
    boolean holds(double measured, double limit) {
      return measured <= limit;
    }
  },
  ABOVE(">") {
    @Override
    boolean holds(double measured, double limit) {
      return measured > limit;
    }
  },
  AT_LEAST(">=") {
    @Override
    boolean holds(double measured, double limit) {
      return measured >= limit;
    }
  },
  EXACTLY("=") {
    @Override
    boolean holds(double measured, double limit) {
      return measured == limit;
    }
  };

  private final String sign;

  Bound(String sign) {
    this.sign = sign;
  }

  /** As it is written. */
  public String sign() {
    return sign;
  }

  abstract boolean holds(double measured, double limit);
}
