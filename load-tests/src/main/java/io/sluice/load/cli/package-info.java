/** The command line: one class per command, text to values, exit codes. */
@NullMarked
package io.sluice.load.cli;

import org.jspecify.annotations.NullMarked;
