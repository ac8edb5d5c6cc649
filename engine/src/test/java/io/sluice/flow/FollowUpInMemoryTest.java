package io.sluice.flow;

/** Follow-ups without Redis. */
class FollowUpInMemoryTest extends InMemoryFlow
    implements FollowUpContract, FollowUpRefusedContract, ElsewhereContract {}
