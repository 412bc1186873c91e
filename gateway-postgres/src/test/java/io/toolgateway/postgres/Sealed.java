package io.toolgateway.postgres;

import java.time.Duration;
import java.time.Instant;

/** Waits until nothing is left to seal. */
final class Sealed {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private Sealed() {}

    /** Somebody else's transaction on the same server may hold the seals back for a while. */
    static void all(TestDatabase database) {
        AuditSeals seals = AuditSeals.on(database.pool());
        AuditVerification verification = AuditVerification.on(database.pool());
        Instant end = Instant.now().plus(PATIENCE);
        do {
            seals.seal();
            if (verification.all().unsealed() == 0) {
                return;
            }
            Thread.onSpinWait();
        } while (Instant.now().isBefore(end));
        throw new AssertionError("events are not sealed after " + PATIENCE);
    }
}
