/** What is stored: the envelope of a task and the records beside it, written and read. */
@NullMarked
package io.sluice.protocol.record;

import org.jspecify.annotations.NullMarked;
