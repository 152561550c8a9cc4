package org.failback.lab.server;

import java.util.List;
import java.util.UUID;

/** sqllogship -Copy: fetches every log backup of the primary database that is newer than the last one fetched. */
final class CopyStage {
    private final ShippingTools tools;
    private final StageLog log;

    CopyStage(ShippingTools tools, StageLog log) {
        this.tools = tools;
        this.log = log;
    }

    void run(UUID id) throws StageFailed {
        ShippingSecondary secondary = tools.shipping().secondary(id);
        if (secondary == null) {
            throw new StageFailed("Could not retrieve copy settings for secondary ID '" + id + "'.");
        }
        // The history of a copy names no database, as one copy may feed several.
        log.begin(
                id,
                ShippingHistory.AgentType.COPY,
                "",
                secondary.monitor().historyRetention(),
                "Starting transaction log copy. Secondary ID: '" + id + "'");
        ShippingSecondary.Settings settings = secondary.settings();
        log.say("Copying log backup files. Primary Server: '" + settings.primaryServer() + "', Primary Database: '"
                + settings.primaryDatabase() + "', Backup Source Directory: '" + settings.source()
                + "', Backup Destination Directory: '" + settings.destination() + "'");
        List<ShippedFile> files = tools.files(settings.source(), settings.primaryDatabase());
        tools.checkWritable(settings.destination());
        int copied = 0;
        for (ShippedFile file : files) {
            if (file.isNewerThan(secondary.copy().file())) {
                fetch(secondary, file);
                copied++;
            }
        }
        log.say("The copy operation was successful. Secondary ID: '" + id + "', Number of log backup files copied: "
                + copied);
    }

    private void fetch(ShippingSecondary secondary, ShippedFile file) throws StageFailed {
        ShippedFile copy = new ShippedFile(
                new WindowsPath(secondary.settings().destination())
                        .child(file.path().name()),
                file.stamp());
        log.say("Copying log backup file to temporary work file. Source: '"
                + file.path().text() + "', Destination: '" + copy.work().text() + "'");
        tools.copy(file, copy);
        secondary.copy().carried(copy, tools.now());
    }
}
