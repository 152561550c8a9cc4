package org.failback.lab.server;

import java.time.Clock;

/** A fresh estate with its usual clients and the statements that most stories need. */
final class Estate implements AutoCloseable {
    static final String SHARE = "\\\\files01.dc1.lab.example\\chatbackup";
    final SqlEstate all;
    final LabInstance primary;
    final LabInstance primaryMirror;
    final LabInstance backup;
    final LabInstance backupMirror;
    final Client p;
    final Client b;
    final Client bm;

    Estate() {
        this(SqlEstate.afterFailover(64, 0, Clock.systemUTC()));
    }

    Estate(SqlEstate estate) {
        all = estate;
        primary = estate.instance("SQLP01\\LYNC");
        primaryMirror = estate.instance("SQLP02\\LYNC");
        backup = estate.instance("SQLB01\\LYNC");
        backupMirror = estate.instance("SQLB02\\LYNC");
        p = Client.acting(primary);
        b = Client.acting(backup);
        bm = Client.acting(backupMirror);
    }

    static String file(String name) {
        return "N'" + SHARE + "\\" + name + "'";
    }

    void unmirror() {
        b.run("ALTER DATABASE [mgc] SET PARTNER OFF");
    }

    void backUp(String file, String with) {
        b.run("BACKUP DATABASE [mgc] TO DISK = " + file(file) + " WITH " + with);
    }

    static String restore(String file, String with) {
        return "RESTORE DATABASE [mgc] FROM DISK = " + file(file) + " WITH " + with
                + ", MOVE N'mgc_data' TO N'D:\\CsData\\BackendStore\\LYNC\\DbPath\\mgc.mdf'"
                + ", MOVE N'mgc_log' TO N'D:\\CsData\\BackendStore\\LYNC\\LogPath\\mgc.ldf'";
    }

    static long messages(Client client) {
        return (Long) client.value("SELECT COUNT_BIG(*) FROM mgc.dbo.tblChat");
    }

    static void say(Client client, long id) {
        client.run("INSERT INTO mgc.dbo.tblChat (chatID, channelID, userID, chatDate, content) VALUES (" + id
                + ", 1, 1, " + (638_000_000_000_000_000L + id) + ", N'late')");
    }

    @Override
    public void close() {
        p.close();
        b.close();
        bm.close();
        all.close();
    }
}
