package io.sluice.schedule;

/**
 * When a day that either of the two day fields names will do, in place of one that both name: where
 * both leave days out, and the dialects differ in what that is.
 */
enum DayRule {
  /** A field that names all its days leaves none out, however it is written. */
  BY_VALUES {
    @Override
    boolean leavesOut(FieldSet field, int all) {
      return !field.special().isEmpty() || field.values().cardinality() < all;
    }
  },
  /** Whatever does not begin with a star. */
  BY_FIRST_STAR {
    @Override
    boolean leavesOut(FieldSet field, int all) {
      return !field.beginsWithStar();
    }
  },
  /** Whatever has no star with a step of one in it. */
  BY_ANY_STAR {
    @Override
    boolean leavesOut(FieldSet field, int all) {
      return !field.hasStar();
    }
  },
  /** Whatever is not just a star. */
  BY_PLAIN_STAR {
    @Override
    boolean leavesOut(FieldSet field, int all) {
      return !field.isPlainStar();
    }
  },
  /** A day must be named by both. */
  BOTH {
    @Override
    boolean leavesOut(FieldSet field, int all) {
      return false;
    }
  };

  /**
   * @param all so many days there are
   */
  abstract boolean leavesOut(FieldSet field, int all);
}
