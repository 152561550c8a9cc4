package org.failback.process;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.failback.sqlserver.CheckBackupCopy;
import org.failback.step.Journal;
import org.failback.step.Run;

/** Looks at the backup's copy, and says for the gateway behind it what was seen. */
final class BackupCopyDelegate implements JavaDelegate {
    private final JavaDelegate look;
    private final Journal journal;

    BackupCopyDelegate(JavaDelegate look, Journal journal) {
        this.look = look;
        this.journal = journal;
    }

    @Override
    public void execute(DelegateExecution execution) throws Exception {
        look.execute(execution);
        String seen = Run.read(execution.getProcessBusinessKey(), journal)
                .lastFound(CheckBackupCopy.NAME)
                .map(found -> found.data().get(CheckBackupCopy.COPY))
                .orElseThrow(() -> new IllegalStateException("the look at the backup's copy said nothing of it"));
        Variable.BACKUP_COPY.set(execution, seen);
    }
}
