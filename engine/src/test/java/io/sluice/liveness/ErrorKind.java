package io.sluice.liveness;

import io.lettuce.core.RedisBusyException;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandInterruptedException;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.RedisLoadingException;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.RedisReadOnlyException;
import io.sluice.task.RedisOutOfMemoryException;
import io.sluice.task.RedisUnavailableException;
import io.sluice.task.StoreCorruptedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedChannelException;
import java.util.Collections;
import java.util.ConcurrentModificationException;
import java.util.IdentityHashMap;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import reactor.core.Exceptions;

/** What can be thrown, of every kind that some part of the way treats in its own manner. */
@SuppressWarnings("ImmutableEnumChecker") // a constructor each
enum ErrorKind {
  PLAIN(() -> new RuntimeException("thrown in")),
  NO_MESSAGE(() -> new RuntimeException((String) null)),
  STATE(() -> new IllegalStateException("thrown in")),
  ARGUMENT(() -> new IllegalArgumentException("thrown in")),
  NULL(() -> new NullPointerException("thrown in")),
  CAST(() -> new ClassCastException("thrown in")),
  INDEX(() -> new IndexOutOfBoundsException("thrown in")),
  NUMBER(() -> new NumberFormatException("thrown in")),
  UNSUPPORTED(() -> new UnsupportedOperationException("thrown in")),
  MODIFIED(() -> new ConcurrentModificationException("thrown in")),
  NO_ELEMENT(() -> new NoSuchElementException("thrown in")),
  CANCELLED(() -> new CancellationException("thrown in")),
  REJECTED(() -> new RejectedExecutionException("thrown in")),
  CHECKED(() -> new IOException("thrown in")),
  UNCHECKED_IO(() -> new UncheckedIOException(new IOException("thrown in"))),
  CLOSED_CHANNEL(ClosedChannelException::new),
  INTERRUPTED(() -> new InterruptedException("thrown in")),
  TIMEOUT(() -> new TimeoutException("thrown in")),
  COMPLETION(() -> new CompletionException(new IOException("thrown in"))),
  ASSERTION(() -> new AssertionError("thrown in")),
  STACK_OVERFLOW(StackOverflowError::new),
  OUT_OF_MEMORY(() -> new OutOfMemoryError("thrown in")),
  INTERNAL(() -> new InternalError("thrown in")),
  NO_CLASS(() -> new NoClassDefFoundError("thrown in")),
  NO_METHOD(() -> new NoSuchMethodError("thrown in")),
  INITIALIZER(() -> new ExceptionInInitializerError("thrown in")),
  THREAD_DEATH(ThreadDeath::new),
  BUBBLED(() -> Exceptions.bubble(new IOException("thrown in"))),
  OVERFLOW(() -> Exceptions.failWithOverflow("thrown in")),
  NO_CALLBACK(() -> Exceptions.errorCallbackNotImplemented(new IOException("thrown in"))),
  LETTUCE_TIMEOUT(() -> new RedisCommandTimeoutException("thrown in")),
  LETTUCE_CONNECTION(() -> new RedisConnectionException("thrown in")),
  LETTUCE_INTERRUPTED(
      () -> new RedisCommandInterruptedException(new InterruptedException("thrown in"))),
  BUSY(() -> new RedisBusyException("BUSY thrown in")),
  LOADING(() -> new RedisLoadingException("LOADING thrown in")),
  READONLY(() -> new RedisReadOnlyException("READONLY thrown in")),
  NOSCRIPT(() -> new RedisNoScriptException("NOSCRIPT thrown in")),
  OOM(() -> new RedisCommandExecutionException("OOM thrown in")),
  WRONGTYPE(() -> new RedisCommandExecutionException("WRONGTYPE thrown in")),
  UNAVAILABLE(() -> new RedisUnavailableException("thrown in", null)),
  FULL(() -> new RedisOutOfMemoryException("thrown in", new IOException("thrown in"))),
  CORRUPTED(() -> new StoreCorruptedException("thrown in", null));

  private static final Set<Throwable> MADE =
      Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));

  private final Supplier<Throwable> made;

  ErrorKind(Supplier<Throwable> made) {
    this.made = made;
  }

  Throwable error() {
    Throwable error = made.get();
    for (Throwable each = error; each != null; each = each.getCause()) {
      MADE.add(each);
    }
    return error;
  }

  /** Whether it is one of these or is there because of one. */
  static boolean isMadeHere(Throwable error) {
    return error != null && (MADE.contains(error) || isMadeHere(error.getCause()));
  }

  /** Throws it, checked or not. */
  RuntimeException raise() {
    throw unchecked(error(), RuntimeException.class);
  }

  /** The compiler takes it for one of the type; nobody looks whether it is. */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals", "UnusedVariable"})
  private static <E extends Throwable> E unchecked(Throwable error, Class<E> as) throws E {
    throw (E) error;
  }
}
