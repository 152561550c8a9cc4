package org.failback.console;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where a drill on an external lab keeps what outlives its process: the engine's database, and how far it has come. Each
 * mark is written before what it stands for may be relied on, so that a kill at any moment leaves one that is true.
 */
final class DrillFolder {
    private static final String DATABASE = "engine";
    /** From here on the database is whole, and a run may be in it. */
    private static final String BEGUN = "begun";
    /** The report is written. */
    private static final String FINISHED = "finished";

    private final Path folder;

    DrillFolder(Path folder) {
        this.folder = folder.toAbsolutePath().normalize();
    }

    /** Below the working directory, beside the report. */
    static DrillFolder ofWorkingDirectory() {
        return new DrillFolder(Path.of("target", "drill", "external"));
    }

    /** As {@code application.yaml} has it for one node, since this too must not forget a commit. */
    String url() {
        return "jdbc:h2:file:" + folder.resolve(DATABASE)
                + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE;OPTIMIZE_REUSE_RESULTS=0";
    }

    boolean isUnfinished() {
        return Files.exists(folder.resolve(DATABASE + ".mv.db")) && !Files.exists(folder.resolve(FINISHED));
    }

    /**
     * Makes room for a new drill.
     *
     * @throws UnfinishedDrill when the last one has not come to its end
     */
    void demandFinished() {
        if (isUnfinished()) {
            throw new UnfinishedDrill("A drill that has not come to its end lies in " + folder
                    + ". Go on with it: drill --lab external --resume. Or give it up: set the lab back with EXEC"
                    + " lab.dbo.reset and remove that folder.");
        }
        clear();
    }

    /**
     * Leaves what the last drill left, where a run may be in it; what broke off before that is begun anew.
     *
     * @throws UnfinishedDrill when there is nothing to go on with
     */
    void demandUnfinished() {
        if (!isUnfinished()) {
            throw new UnfinishedDrill(
                    "No drill waits in " + folder
                            + " to be gone on with. Begin one: leave --resume out; or change to the directory where it was begun.");
        }
        if (!Files.exists(folder.resolve(BEGUN))) {
            clear();
        }
    }

    void begun() {
        write(BEGUN);
    }

    void finished() {
        write(FINISHED);
    }

    private void write(String mark) {
        try {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve(mark), "");
        } catch (IOException e) {
            throw new UncheckedIOException("The drill cannot write below " + folder + ".", e);
        }
    }

    /** The mark of the end goes last: without it the rest would be somebody's unfinished drill. */
    private void clear() {
        Path end = folder.resolve(FINISHED);
        try {
            for (Path file : files()) {
                if (!file.equals(end)) {
                    Files.delete(file);
                }
            }
            Files.deleteIfExists(end);
        } catch (IOException e) {
            throw new UncheckedIOException("The drill cannot clear " + folder + ".", e);
        }
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(Files::isRegularFile).toList();
        } catch (NoSuchFileException none) {
            return List.of();
        }
    }
}
