package io.sluice.schedule;

import java.util.BitSet;
import java.util.List;

/**
 * What one field stands for.
 *
 * @param values its numbers; days of the week from 0 for Sunday to 6
 * @param special days that no number tells
 * @param beginsWithStar how it is written, by which some dialects go
 * @param hasStar whether one of its parts is a star with a step of one
 * @param isPlainStar whether it is just a star
 */
record FieldSet(
    BitSet values,
    List<SpecialDay> special,
    boolean beginsWithStar,
    boolean hasStar,
    boolean isPlainStar) {
  static FieldSet only(int value) {
    BitSet values = new BitSet();
    values.set(value);
    return new FieldSet(values, List.of(), false, false, false);
  }
}
