package io.sluice.gateway.cli;

import io.sluice.gateway.doctor.Finding;
import io.sluice.gateway.json.JsonObject;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** What the doctor tells. */
final class DoctorText {
  static void table(PrintWriter out, List<Finding> findings) {
    for (Finding finding : findings) {
      out.println(
          String.format(
              Locale.ROOT,
              "%-5s  %-18s  %s",
              finding.level().wireName(),
              finding.what(),
              finding.found()));
      if (!finding.advice().isEmpty()) {
        out.println("       → " + finding.advice());
      }
    }
    out.flush();
  }

  static void json(PrintWriter out, List<Finding> findings) {
    byte[] json =
        JsonObject.write(
            object ->
                object
                    .put("ok", findings.stream().noneMatch(DoctorText::isWrong))
                    .putAll("findings", findings, DoctorText::members));
    out.println(new String(json, StandardCharsets.UTF_8));
    out.flush();
  }

  static void lines(PrintWriter out, List<Finding> findings) {
    for (Finding finding : findings) {
      byte[] json = JsonObject.write(object -> members(object, finding));
      out.println(new String(json, StandardCharsets.UTF_8));
    }
    out.flush();
  }

  private static boolean isWrong(Finding finding) {
    return finding.level() == Finding.Level.WRONG;
  }

  private static void members(JsonObject object, Finding finding) {
    object
        .put("level", finding.level().wireName())
        .put("what", finding.what())
        .put("found", finding.found())
        .put("advice", finding.advice());
  }

  private DoctorText() {}
}
