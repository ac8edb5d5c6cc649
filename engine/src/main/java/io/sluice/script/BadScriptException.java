package io.sluice.script;

/** A script or fragment breaks a rule of composition: a fault of this build, not of its user. */
public final class BadScriptException extends IllegalStateException {
  private static final long serialVersionUID = 1;

  BadScriptException(String file, int line, String fault, String remedy) {
    super("script " + file + ", line " + line + ": " + fault + "; " + remedy);
  }
}
