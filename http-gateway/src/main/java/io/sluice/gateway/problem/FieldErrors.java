package io.sluice.gateway.problem;

import io.sluice.task.InvalidTaskException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Gathers what is wrong with a request, so that its caller learns all of it at once. */
public final class FieldErrors {
  /** More are not told: a body of nothing but errors must not be answered with a larger one. */
  private static final int MAX_ERRORS = 20;

  private final List<FieldError> errors = new ArrayList<>();

  /**
   * Once no more are told, nothing more needs to be read either.
   *
   * @throws ProblemException {@code validation_failed}
   */
  public void throwIfFull() {
    if (errors.size() >= MAX_ERRORS) {
      throwIfAny();
    }
  }

  public void add(String pointer, String detail) {
    if (errors.size() < MAX_ERRORS) {
      errors.add(new FieldError(pointer, detail));
    }
  }

  /** Applies a step that checks its value; what it refuses is noted, and the value stays. */
  public <T> T attempt(T value, UnaryOperator<T> step) {
    try {
      return step.apply(value);
    } catch (InvalidTaskException refused) {
      add(refused.pointer(), String.valueOf(refused.getMessage()));
      return value;
    }
  }

  /**
   * Takes over what was noted about a part of the request, but for fields of which more is known.
   */
  public void addAll(String partPointer, FieldErrors ofPart) {
    for (FieldError error : ofPart.errors) {
      if (!isAt(partPointer + error.pointer())) {
        add(partPointer + error.pointer(), error.detail());
      }
    }
  }

  /** Whether something is noted about this very field. */
  public boolean isAt(String pointer) {
    return errors.stream().anyMatch(error -> error.pointer().equals(pointer));
  }

  /**
   * @throws ProblemException {@code validation_failed} if anything was noted
   */
  public void throwIfAny() {
    if (!errors.isEmpty()) {
      throw Problem.invalid(errors).asException();
    }
  }
}
