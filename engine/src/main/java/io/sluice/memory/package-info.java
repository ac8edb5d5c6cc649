/**
 * The store inside one process, for the tests of users: the same verbs and the same structures as
 * on Redis, held to the same contract, and with a clock that a test may move.
 */
@NullMarked
package io.sluice.memory;

import org.jspecify.annotations.NullMarked;
