/**
 * Letters between queues on several real servers, which are set back as a failover does: a
 * simulator, its judge, and mutants of the rules.
 */
@NullMarked
package io.sluice.letters;

import org.jspecify.annotations.NullMarked;
