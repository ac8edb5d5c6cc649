package io.sluice.gateway.server;

import io.netty.handler.codec.http.QueryStringDecoder;
import io.sluice.gateway.access.Role;
import io.sluice.gateway.http.Answer;
import io.sluice.gateway.http.Endpoint;
import io.sluice.gateway.http.Route;
import io.sluice.gateway.metrics.HttpMetrics;
import io.sluice.gateway.problem.Problem;
import io.sluice.gateway.problem.ProblemCode;
import io.sluice.gateway.problem.Quoted;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import reactor.core.publisher.Mono;

/** Finds the endpoint of a request; answers itself what methods a path takes. */
final class Router {
  /**
   * The endpoint that answers a request; one that answers with a problem when no route takes it.
   *
   * @param route for what no route takes one that tells so, to those who have a token
   */
  record Match(Route route, Map<String, String> variables) {
    String template() {
      return route.template();
    }
  }

  private static final String OPTIONS = "OPTIONS";
  private static final String ALLOW = "Allow";

  /** By how many segments their paths have, each in the order in which it was given. */
  private final Map<Integer, List<Route>> routes;

  Router(List<Route> routes) {
    this.routes = routes.stream().collect(Collectors.groupingBy(route -> route.segments().size()));
  }

  Match find(String method, String path) {
    List<String> segments = segments(path);
    Set<String> allowed = new TreeSet<>();
    for (Route route : routes.getOrDefault(segments.size(), List.of())) {
      Map<String, String> variables = route.match(segments);
      if (variables != null && route.methods().contains(method)) {
        return new Match(route, variables);
      }
      if (variables != null) {
        allowed.addAll(route.methods());
      }
    }
    Endpoint otherwise = exchange -> otherwise(method, path, allowed);
    return new Match(
        new Route(
            HttpMetrics.NO_METHOD, HttpMetrics.NO_ROUTE, Role.VIEWER, false, otherwise, List.of()),
        Map.of());
  }

  private static Mono<Answer> otherwise(String method, String path, Set<String> allowed) {
    if (allowed.isEmpty()) {
      return Mono.error(notFound(path).asException());
    }
    allowed.add(OPTIONS);
    String list = String.join(", ", allowed);
    return method.equals(OPTIONS)
        ? Mono.just(Answer.empty(204).with(ALLOW, list))
        : Mono.error(notAllowed(method, path, list).asException());
  }

  private static Problem notFound(String path) {
    return Problem.of(ProblemCode.NOT_FOUND, "there is no resource at " + Quoted.of(path));
  }

  private static Problem notAllowed(String method, String path, String list) {
    return Problem.of(
            ProblemCode.METHOD_NOT_ALLOWED,
            Quoted.of(path) + " takes " + list + ", not " + Quoted.of(method))
        .withHeader(ALLOW, list);
  }

  /** Decoded one by one, so that an encoded slash cannot make two segments of one. */
  private static List<String> segments(String path) {
    if (!path.startsWith("/")) {
      return List.of();
    }
    List<String> decoded = new ArrayList<>();
    try {
      for (String segment : Route.split(path)) {
        decoded.add(QueryStringDecoder.decodeComponent(segment.replace("+", "%2B")));
      }
    } catch (IllegalArgumentException badEncoding) {
      return List.of();
    }
    return decoded;
  }
}
