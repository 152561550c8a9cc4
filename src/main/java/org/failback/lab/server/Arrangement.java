package org.failback.lab.server;

import org.failback.lab.tds.SqlError;

/** Batches by which the lab itself prepares an instance, with the rights of its administrator. */
final class Arrangement {
    private final Instance instance;

    Arrangement(Instance instance) {
        this.instance = instance;
    }

    /** The estate's lock is held. */
    void run(String sql) throws SqlError {
        ServerSession session = instance.openSession(instance.login("failback"), "SQLADMIN", "Query", "master");
        session.setQuiet(true);
        JobMessages messages = new JobMessages(() -> {});
        try (LabSession client = new LabSession(session)) {
            client.batch(sql, messages);
        }
        if (!messages.errors().isEmpty()) {
            throw new SqlError(messages.errors());
        }
    }
}
