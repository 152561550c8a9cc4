package org.failback.lab.server;

import java.time.Instant;
import java.util.List;
import org.failback.lab.tds.Message;
import org.failback.lab.tds.SqlError;

/** What the stages of log shipping work with: files as the Agent's account, T-SQL as its login. */
final class ShippingTools {
    private static final double BYTES_PER_MB = 1024.0 * 1024;
    private final ServerSession session;
    private final LabSession client;
    private final Instance instance;

    ShippingTools(ServerSession session, LabSession client) {
        this.session = session;
        this.client = client;
        this.instance = session.instance();
    }

    Instance instance() {
        return instance;
    }

    LogShipping shipping() {
        return instance.logShipping();
    }

    Instant now() {
        return instance.estate().instant();
    }

    /** Runs a batch; the errors it brought, none when it worked. */
    List<Message> run(String sql) throws StageFailed {
        JobMessages messages = new JobMessages(() -> {});
        try {
            client.batch(sql, messages);
        } catch (SqlError error) {
            error.chain().forEach(messages::message);
        }
        if (session.scope().killed()) {
            throw new StageFailed("The connection to " + instance.name() + " was lost.");
        }
        return messages.errors();
    }

    /** The log backups of a database in a folder, oldest first. */
    List<ShippedFile> files(String folder, String database) throws StageFailed {
        WindowsPath path = new WindowsPath(folder);
        try {
            Volume volume = storage().volume(host(), path);
            storage().find(agent(), host(), path.child("."));
            return ShippedFile.of(database, volume.filesIn(path));
        } catch (OsError cause) {
            throw new StageFailed("Cannot read the folder '" + folder + "' as " + agent() + ".", cause);
        }
    }

    void checkWritable(String folder) throws StageFailed {
        try {
            storage().checkWritable(agent(), host(), new WindowsPath(folder).child("."));
        } catch (OsError cause) {
            throw new StageFailed("Cannot write to the folder '" + folder + "' as " + agent() + ".", cause);
        }
    }

    boolean exists(WindowsPath path) throws StageFailed {
        try {
            return storage().find(agent(), host(), path) != null;
        } catch (OsError cause) {
            throw new StageFailed("Cannot read '" + path.text() + "' as " + agent() + ".", cause);
        }
    }

    void rename(WindowsPath from, WindowsPath to) throws StageFailed {
        try {
            storage().rename(agent(), host(), from, to);
        } catch (OsError cause) {
            throw new StageFailed("Cannot rename '" + from.text() + "' to '" + to.text() + "'.", cause);
        }
    }

    /**
     * Copies under a temporary name first, so that nobody takes half a file for a whole one; one that was there under
     * the name is replaced.
     */
    void copy(ShippedFile from, ShippedFile to) throws StageFailed {
        try {
            StoredFile file = storage().read(agent(), host(), from.path());
            session.setRequest(new RunningRequest(now(), "copy " + from.path().text(), "sqllogship"));
            new Pace(instance.estate()).move(session, file.bytes() / BYTES_PER_MB, 0, percent -> {});
            BackupMedia media = file.media() == null ? null : file.media().copy();
            storage().write(agent(), host(), to.work(), media, file.bytes());
            if (storage().find(agent(), host(), to.path()) != null) {
                storage().delete(agent(), host(), to.path());
            }
            storage().rename(agent(), host(), to.work(), to.path());
        } catch (Pace.Aborted aborted) {
            throw new StageFailed("The copying of '" + from.path().text() + "' was aborted.");
        } catch (OsError cause) {
            throw new StageFailed(
                    "Cannot copy '" + from.path().text() + "' to '" + to.path().text() + "' as " + agent() + ".",
                    cause);
        }
    }

    /** Deletes those that are older than a number of minutes; how many they were. */
    int deleteOlderThan(int minutes, List<ShippedFile> files) throws StageFailed {
        int deleted = 0;
        for (ShippedFile file : files) {
            Instant begun = file.begun();
            if (begun != null && begun.plusSeconds(minutes * 60L).isBefore(now())) {
                delete(file);
                deleted++;
            }
        }
        return deleted;
    }

    private void delete(ShippedFile file) throws StageFailed {
        try {
            storage().delete(agent(), host(), file.path());
        } catch (OsError cause) {
            throw new StageFailed("Cannot delete '" + file.path().text() + "' as " + agent() + ".", cause);
        }
    }

    static String quoted(String database) {
        return "[" + database.replace("]", "]]") + "]";
    }

    static String literal(WindowsPath path) {
        return "N'" + path.text().replace("'", "''") + "'";
    }

    private Storage storage() {
        return instance.storage();
    }

    private String host() {
        return instance.host().name();
    }

    private String agent() {
        return instance.accounts().agent();
    }
}
