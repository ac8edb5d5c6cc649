package io.sluice.gateway.api.bounds;

import io.sluice.gateway.access.Caller;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Those items of a list that a caller may see. What is between them is stepped over here and not
 * left to the next page: where that begins would name what the caller may not see.
 *
 * @param <N> what the list holds; its text is its place in the list
 * @param <T> what is shown of it
 */
public final class VisibleItems<N, T> {
  /** So much is looked at together where much may be hidden. */
  private static final int CHUNK = 1000;

  private final Names<N> names;
  private final Function<List<N>, Mono<List<T>>> visible;

  /** A list by name. */
  @FunctionalInterface
  public interface Names<N> {
    /** At most so many of those after that one, in order. */
    Mono<List<N>> after(@Nullable String name, int limit);
  }

  /**
   * @param visible what may be seen of these, in their order
   */
  public VisibleItems(Names<N> names, Function<List<N>, Mono<List<T>>> visible) {
    this.names = names;
    this.visible = visible;
  }

  /** At most so many of those after that name. */
  public Mono<List<T>> after(@Nullable String name, int wanted, Caller caller) {
    return gather(List.of(), name, wanted, caller.reachesAll() ? wanted : CHUNK);
  }

  private Mono<List<T>> gather(List<T> before, @Nullable String name, int wanted, int chunk) {
    return names
        .after(name, chunk)
        .flatMap(
            found ->
                visible
                    .apply(found)
                    .flatMap(
                        seen -> {
                          List<T> all =
                              Stream.concat(before.stream(), seen.stream()).limit(wanted).toList();
                          return all.size() == wanted || found.size() < chunk
                              ? Mono.just(all)
                              : gather(all, found.get(chunk - 1).toString(), wanted, chunk);
                        }));
  }
}
