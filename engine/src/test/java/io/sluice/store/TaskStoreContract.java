package io.sluice.store;

/** What any store must do. Whoever stores tasks extends it and says how to get at a store. */
public abstract class TaskStoreContract
    implements EnqueueContract,
        ClaimContract,
        TypedClaimContract,
        SettleContract,
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
        ExpiryContract,
        OwnRetentionContract,
        FailuresContract,
        NotesContract,
        ListContract,
        SettingsContract,
        BulkContract,
        RatesContract,
        StatesContract {}
