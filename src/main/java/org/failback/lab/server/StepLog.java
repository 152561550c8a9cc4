package org.failback.lab.server;

import java.time.LocalDateTime;

/** A row of {@code sysjobstepslogs}: all the messages of a step, uncut. */
record StepLog(int id, String text, LocalDateTime created, LocalDateTime modified) {}
