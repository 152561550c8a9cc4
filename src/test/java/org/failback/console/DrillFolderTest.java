package org.failback.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is left of a drill, at each moment at which its process may have been killed. */
class DrillFolderTest {
    @TempDir
    Path directory;

    private Path files;
    private DrillFolder folder;

    @BeforeEach
    void begin() {
        files = directory.resolve("drill");
        folder = new DrillFolder(files);
    }

    /** H2 makes it as soon as the application starts. */
    private void databaseIsMade() throws IOException {
        Files.createDirectories(files);
        Files.writeString(files.resolve("engine.mv.db"), "rows");
    }

    @Test
    void where_nothing_was_begun_a_drill_may_begin_and_none_goes_on() {
        folder.demandFinished();
        assertThatThrownBy(folder::demandUnfinished)
                .isInstanceOf(UnfinishedDrill.class)
                .hasMessageContaining("No drill waits in " + files)
                .hasMessageContaining("leave --resume out");
    }

    @Test
    void a_drill_that_was_cut_off_goes_on_and_no_other_begins() throws IOException {
        databaseIsMade();
        folder.begun();

        folder.demandUnfinished();
        assertThat(files.resolve("engine.mv.db")).hasContent("rows");
        assertThatThrownBy(folder::demandFinished)
                .hasMessageContaining("drill --lab external --resume")
                .hasMessageContaining("EXEC lab.dbo.reset")
                .hasMessageContaining(files.toString());
        assertThat(files.resolve("engine.mv.db")).as("not touched").hasContent("rows");
    }

    @Test
    void a_database_that_was_being_made_is_made_anew() throws IOException {
        databaseIsMade();
        folder.demandUnfinished();
        assertThat(files.resolve("engine.mv.db")).doesNotExist();
    }

    @Test
    void a_finished_drill_makes_room_for_the_next() throws IOException {
        databaseIsMade();
        folder.begun();
        folder.finished();
        assertThatThrownBy(folder::demandUnfinished).hasMessageContaining("No drill waits");

        folder.demandFinished();
        assertThat(files).isEmptyDirectory();
    }

    @Test
    void its_database_forgets_no_commit() {
        assertThat(folder.url()).startsWith("jdbc:h2:file:" + files).contains(";WRITE_DELAY=0;");
    }
}
