/** Recorders, CPU and memory, and the ledger check. */
@NullMarked
package io.sluice.load.measure;

import org.jspecify.annotations.NullMarked;
