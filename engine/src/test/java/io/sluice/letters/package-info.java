/**
 * Letters between queues on several real servers, which are set back as a failover does, and tasks
 * that follow each other over them: a simulator of each, its judge, and mutants of the rules.
 */
@NullMarked
package io.sluice.letters;

import org.jspecify.annotations.NullMarked;
