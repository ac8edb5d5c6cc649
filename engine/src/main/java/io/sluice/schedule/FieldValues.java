package io.sluice.schedule;

import com.cronutils.model.field.expression.Always;
import com.cronutils.model.field.expression.And;
import com.cronutils.model.field.expression.Between;
import com.cronutils.model.field.expression.Every;
import com.cronutils.model.field.expression.FieldExpression;
import com.cronutils.model.field.expression.On;
import com.cronutils.model.field.value.FieldValue;
import java.util.BitSet;

/**
 * The numbers that the expression of one field stands for.
 *
 * @param least the smallest number of the field
 * @param most the largest
 */
record FieldValues(int least, int most) {
  BitSet of(FieldExpression expression) {
    BitSet values = new BitSet(most + 1);
    if (expression instanceof And list) {
      list.getExpressions().forEach(each -> values.or(of(each)));
    } else if (expression instanceof Every steps) {
      addSteps(values, steps.getExpression(), Math.max(1, steps.getPeriod().getValue()));
    } else if (expression instanceof On on) {
      values.set(on.getTime().getValue());
    } else {
      addSteps(values, expression, 1);
    }
    return values;
  }

  /** A step after a single number goes on to the end of the field. */
  private void addSteps(BitSet values, FieldExpression range, int step) {
    if (range instanceof Always) {
      add(values, least, most, step);
    } else if (range instanceof Between between) {
      add(values, number(between.getFrom()), number(between.getTo()), step);
    } else if (range instanceof On on) {
      add(values, on.getTime().getValue(), most, step);
    } else {
      throw new IllegalArgumentException(range.asString() + " is not supported");
    }
  }

  private static void add(BitSet values, int from, int to, int step) {
    for (int value = from; value <= to; value += step) {
      values.set(value);
    }
  }

  private static int number(FieldValue<?> value) {
    return value.getValue() instanceof Integer number ? number : -1;
  }
}
