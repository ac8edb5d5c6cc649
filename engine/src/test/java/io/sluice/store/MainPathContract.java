package io.sluice.store;

import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The part of {@link TaskStoreContract} that each task passes: enqueue, landing, claim, settle. */
@Execution(ExecutionMode.CONCURRENT)
public abstract class MainPathContract
    implements EnqueueContract, LandingContract, ClaimContract, SettleContract {}
