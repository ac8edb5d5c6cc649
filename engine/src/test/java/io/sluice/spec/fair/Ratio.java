package io.sluice.spec.fair;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;

/** A fraction of whole numbers, without rounding. */
public record Ratio(BigInteger above, BigInteger below) implements Comparable<Ratio> {
  public static final Ratio ZERO = of(0, 1);

  public static Ratio of(long above, long below) {
    return reduced(BigInteger.valueOf(above), BigInteger.valueOf(below));
  }

  private static Ratio reduced(BigInteger above, BigInteger below) {
    BigInteger common = above.gcd(below);
    return new Ratio(above.divide(common), below.divide(common));
  }

  public Ratio plus(Ratio other) {
    return reduced(
        above.multiply(other.below).add(other.above.multiply(below)), below.multiply(other.below));
  }

  public Ratio minus(Ratio other) {
    return plus(new Ratio(other.above.negate(), other.below));
  }

  public Ratio times(long factor) {
    return reduced(above.multiply(BigInteger.valueOf(factor)), below);
  }

  public Ratio over(Ratio other) {
    return reduced(above.multiply(other.below), below.multiply(other.above));
  }

  public Ratio max(Ratio other) {
    return compareTo(other) >= 0 ? this : other;
  }

  public Ratio min(Ratio other) {
    return compareTo(other) <= 0 ? this : other;
  }

  /** The largest whole number that is not larger. */
  public long floor() {
    BigInteger[] parts = above.divideAndRemainder(below);
    return parts[0].longValueExact() - (parts[1].signum() < 0 ? 1 : 0);
  }

  /** The least whole number that is not smaller. */
  public long ceil() {
    return -new Ratio(above.negate(), below).floor();
  }

  public double toDouble() {
    return new BigDecimal(above).divide(new BigDecimal(below), MathContext.DECIMAL64).doubleValue();
  }

  @Override
  public int compareTo(Ratio other) {
    return above.multiply(other.below).compareTo(other.above.multiply(below));
  }

  @Override
  public String toString() {
    return below.equals(BigInteger.ONE) ? above.toString() : above + "/" + below;
  }
}
