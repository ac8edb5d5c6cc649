package io.sluice.store;

import io.sluice.store.fair.AdmissionContract;
import io.sluice.store.fair.CostContract;
import io.sluice.store.fair.ExplainContract;
import io.sluice.store.fair.LaneContract;
import io.sluice.store.fair.LimitContract;
import io.sluice.store.flow.HandOnContract;
import io.sluice.store.flow.StreamContract;
import io.sluice.store.newest.DebounceContract;
import io.sluice.store.newest.FollowerContract;
import io.sluice.store.newest.NewestContract;
import io.sluice.store.newest.OlderContract;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * What any store must do. Whoever stores tasks extends it and says how to get at a store. Each test
 * has queues of its own, and most wait for the clock of the store: so they wait together.
 */
@Execution(ExecutionMode.CONCURRENT)
public abstract class TaskStoreContract
    implements EnqueueContract,
        ClaimContract,
        LaneContract,
        LimitContract,
        CostContract,
        AdmissionContract,
        ExplainContract,
        TypedClaimContract,
        SettleContract,
        HandOnContract,
        StreamContract,
        SessionContract,
        ReapContract,
        LandingContract,
        ScheduleContract,
        RecurringContract,
        CancelContract,
        RetentionContract,
        ShedContract,
        LookupContract,
        AwaitContract,
        LedgerContract,
        OnceContract,
        NewestContract,
        OlderContract,
        FollowerContract,
        DebounceContract,
        ExpiryContract,
        OwnRetentionContract,
        FailuresContract,
        NotesContract,
        ListContract,
        ErrorsContract,
        SettingsContract,
        BulkContract,
        DeleteContract,
        RatesContract,
        StatesContract {}
