package io.sluice.task.enqueue;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.Arrays;

/**
 * A Java type with its type arguments, which a {@code Class} has not: {@code new
 * TypeRef<List<String>>() {}}. Immutable; two for the same type are equal.
 */
public abstract class TypeRef<T> {
  private final Type type;

  /**
   * @throws IllegalArgumentException when it is made without a type, or with one that is not known
   *     here, such as the {@code X} of a generic method
   */
  protected TypeRef() {
    if (!(getClass().getGenericSuperclass() instanceof ParameterizedType parent)
        || parent.getRawType() != TypeRef.class) {
      throw new IllegalArgumentException(
          "a TypeRef needs its type where it is made, as in new TypeRef<List<String>>() {}");
    }
    type = parent.getActualTypeArguments()[0];
    requireKnown(type);
  }

  private TypeRef(Type type) {
    this.type = type;
  }

  public static <T> TypeRef<T> of(Class<T> type) {
    return new OfClass<>(type);
  }

  /**
   * Of a type that is known only when the program runs, as that of a parameter of a method.
   *
   * @throws IllegalArgumentException when a part of it is not known, such as the {@code X} of a
   *     generic method
   */
  public static TypeRef<?> ofType(Type type) {
    requireKnown(type);
    return type instanceof Class<?> plain ? of(plain) : new OfType(type);
  }

  public final Type type() {
    return type;
  }

  /** Whether it is this class, without type arguments. */
  public final boolean is(Class<?> other) {
    return type == other;
  }

  private static void requireKnown(Type part) {
    if (part instanceof TypeVariable<?>) {
      throw new IllegalArgumentException(
          "a TypeRef needs a type that is known where it is made, is " + part.getTypeName());
    }
    if (part instanceof ParameterizedType generic) {
      Arrays.stream(generic.getActualTypeArguments()).forEach(TypeRef::requireKnown);
    } else if (part instanceof GenericArrayType array) {
      requireKnown(array.getGenericComponentType());
    }
  }

  @Override
  public final boolean equals(Object other) {
    return other instanceof TypeRef<?> ref && type.equals(ref.type);
  }

  @Override
  public final int hashCode() {
    return type.hashCode();
  }

  /** The type as it is written in Java. */
  @Override
  public final String toString() {
    return type.getTypeName();
  }

  private static final class OfType extends TypeRef<Object> {
    private OfType(Type type) {
      super(type);
    }
  }

  private static final class OfClass<T> extends TypeRef<T> {
    private OfClass(Class<T> type) {
      super(type);
    }
  }
}
