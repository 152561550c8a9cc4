package org.failback.lab.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.failback.lab.tds.Message;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Files that are full, on disks that are full. */
class SpaceTest {
    private static final String REUSE = "SELECT log_reuse_wait_desc FROM sys.databases WHERE name = N'mgc'";
    private Estate estate;

    @BeforeEach
    void failOver() {
        estate = new Estate();
    }

    @AfterEach
    void end() {
        estate.close();
    }

    private void fill(String database, String part, String drive) {
        estate.b.run("EXEC lab.dbo.fill_database @database = N'" + database + "', @part = N'" + part + "'");
        estate.b.run("EXEC lab.dbo.fill_disk @path = N'" + drive + ":\\'");
    }

    private static String say(long id) {
        return "INSERT INTO mgc.dbo.tblChat (chatID, channelID, userID, chatDate, content) VALUES (" + id
                + ", 1, 1, 1, N'late')";
    }

    @Test
    void aFullLogOnAFullDiskTakesNoRowAndSaysWhatItWaitsFor() {
        estate.unmirror();
        fill("mgc", "log", "E");
        Client.Result refused = estate.b.batch(say(900));
        assertThat(refused.errors()).containsExactly(9002);
        assertThat(refused.messages).extracting(Message::severity).containsExactly(17);
        assertThat(estate.b.value(REUSE)).isEqualTo("LOG_BACKUP");
        assertThat(Estate.messages(estate.b)).isEqualTo(240);

        estate.b.run("BACKUP LOG [mgc] TO DISK = " + Estate.file("one.trn"));
        estate.b.run(say(900));
    }

    @Test
    void aMirroredLogWaitsForItsMirror() {
        assertThat(estate.b.value(REUSE)).isEqualTo("DATABASE_MIRRORING");
    }

    @Test
    void aFullDataFileGrowsAsLongAsItsDiskLetsIt() {
        estate.b.run("EXEC lab.dbo.fill_database @database = N'mgc', @part = N'data'");
        Object before = estate.b.value("SELECT size FROM mgc.sys.database_files WHERE type_desc = N'ROWS'");
        estate.b.run(say(901));
        assertThat((Integer) estate.b.value("SELECT size FROM mgc.sys.database_files WHERE type_desc = N'ROWS'"))
                .isGreaterThan((Integer) before);

        fill("mgc", "data", "E");
        Client.Result refused = estate.b.batch(say(902));
        assertThat(refused.errors()).containsExactly(1105);
        assertThat(refused.messages).extracting(Message::severity).containsExactly(17);
        assertThat(estate.b.refused("ALTER AUTHORIZATION ON DATABASE::[mgc] TO [failback]"))
                .as("no object of a user is concerned")
                .containsExactly(1101);
        estate.b.run("EXEC lab.dbo.free_disk @path = N'E:\\'");
        estate.b.run(say(902));
    }

    @Test
    void aFullMsdbTakesNoJob() {
        fill("msdb", "data", "D");
        assertThat(estate.b.refused("EXEC msdb.dbo.sp_add_job @job_name = N'x'"))
                .containsExactly(1105);
    }

    @Test
    void aBackupThatMsdbCannotNoteIsABackupAllTheSame() {
        estate.unmirror();
        fill("msdb", "data", "D");
        Client.Result done = estate.b.batch("BACKUP DATABASE [mgc] TO DISK = " + Estate.file("one.bak"));
        assertThat(done.errors()).as("no 3013 at the end").containsExactly(1105, 3009);
        assertThat(done.numbers()).contains(3014);
        assertThat(estate.b.run("SELECT name FROM msdb.dbo.backupset WHERE database_name = N'mgc'").rows)
                .as("only the one of earlier days")
                .hasSize(1);
        assertThat(estate.p.run("RESTORE HEADERONLY FROM DISK = " + Estate.file("one.bak")).rows)
                .hasSize(1);
    }

    @Test
    void aRestoreThatMsdbCannotNoteHasHappened() {
        estate.unmirror();
        estate.backUp("one.bak", "FORMAT");
        estate.p.run(Estate.restore("one.bak", "REPLACE"));
        estate.p.run("EXEC lab.dbo.fill_database @database = N'msdb', @part = N'data'");
        estate.p.run("EXEC lab.dbo.fill_disk @path = N'D:\\'");
        assertThat(estate.p.refused(Estate.restore("one.bak", "REPLACE"))).containsExactly(1105, 3009);
        assertThat(Estate.messages(estate.p)).isEqualTo(240);
        assertThat(estate.p.run("SELECT restore_date FROM msdb.dbo.restorehistory").rows)
                .as("the second one left no trace")
                .hasSize(1);
    }
}
