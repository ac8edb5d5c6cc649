package io.sluice.gateway.server;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.sluice.gateway.http.RequestLimits;
import io.sluice.gateway.problem.Problem;
import io.sluice.gateway.problem.ProblemCode;
import io.sluice.gateway.problem.Quoted;

/**
 * Why a request is not even looked at. Its connection ends with it: where a request cannot be read,
 * it is not known either where the next one begins. Has no stack trace: it is an answer.
 */
final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient HttpResponseStatus status;
  private final transient Problem problem;

  private Refusal(HttpResponseStatus status, ProblemCode code, String detail) {
    super(detail, null, false, false);
    this.status = status;
    this.problem = Problem.of(code, detail);
  }

  static Refusal malformed(String detail) {
    return of(ProblemCode.MALFORMED_JSON, detail);
  }

  static Refusal of(ProblemCode code, String detail) {
    return new Refusal(HttpResponseStatus.valueOf(code.status()), code, detail);
  }

  static Refusal uriTooLong() {
    return new Refusal(
        HttpResponseStatus.REQUEST_URI_TOO_LONG,
        ProblemCode.PAYLOAD_TOO_LARGE,
        "the request line is longer than the limit of " + RequestLimits.MAX_URI_BYTES + " bytes");
  }

  static Refusal headTooLarge(String what) {
    return new Refusal(
        HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, ProblemCode.PAYLOAD_TOO_LARGE, what);
  }

  static Refusal expectation(String expect) {
    return new Refusal(
        HttpResponseStatus.EXPECTATION_FAILED,
        ProblemCode.MALFORMED_JSON,
        "Expect must be 100-continue, is " + Quoted.of(expect));
  }

  static Refusal tooSlow() {
    return of(
        ProblemCode.REQUEST_TIMEOUT,
        "a request must arrive within "
            + RequestLimits.REQUEST_TIMEOUT.toSeconds()
            + " s, without a pause of more than "
            + RequestLimits.READ_TIMEOUT.toSeconds()
            + " s");
  }

  HttpResponseStatus status() {
    return status;
  }

  Problem problem() {
    return problem;
  }
}
