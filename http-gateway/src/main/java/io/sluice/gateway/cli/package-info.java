/** The command line: one class per command. Wires everything; nobody imports it. */
@NullMarked
package io.sluice.gateway.cli;

import org.jspecify.annotations.NullMarked;
