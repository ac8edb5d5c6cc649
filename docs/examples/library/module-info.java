/** The application as a module; run.sh compiles it with this file for the module path. */
module app {
  requires io.sluice;

  opens app; // for Jackson, which makes and reads the payloads
}
