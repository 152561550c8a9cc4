package org.failback.lab.server;

import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.failback.lab.tds.SqlError;
import org.failback.lab.tsql.Refusal;

/** What a database is made of, and what the instance needs to open it: certificates, edition, files, room. */
final class LabContentProcedures {
    private static final LabParameter DATABASE = LabParameter.required("database");

    private LabContentProcedures() {}

    static List<LabProcedure> all() {
        return List.of(
                new EstateProcedure(
                        "encrypt_database",
                        "Encrypts a database with a certificate that only this instance has.",
                        List.of(DATABASE),
                        LabContentProcedures::encrypt),
                new EstateProcedure(
                        "import_certificates",
                        "Brings the certificates of another instance to this one.",
                        List.of(LabParameter.required("from_server")),
                        LabContentProcedures::importCertificates),
                new EstateProcedure(
                        "compress_database",
                        "An object of a database has compressed pages, which only the Enterprise edition opens;"
                                + " an empty @object takes it back.",
                        List.of(DATABASE, LabParameter.optional("object", "tblChat")),
                        call -> database(call).content().compress(call.text("object"))),
                new EstateProcedure(
                        "install_version",
                        "Another version or edition of SQL Server is installed over this instance.",
                        List.of(
                                LabParameter.required("version"),
                                LabParameter.optional("level", "RTM"),
                                LabParameter.optional("edition", "Standard Edition (64-bit)")),
                        LabContentProcedures::install),
                new EstateProcedure(
                        "fill_database",
                        "Fills the data or the log file of a database: the next write needs room on the disk.",
                        List.of(DATABASE, LabParameter.optional("part", "log")),
                        call -> new DatabaseSpace(database(call))
                                .fill(call.choice("part", "data", "log").equals("log"))),
                new EstateProcedure(
                        "lose_file",
                        "Somebody deletes a file that no instance has open.",
                        List.of(LabParameter.required("path")),
                        LabContentProcedures::lose));
    }

    private static Database database(LabCall call) throws SqlError {
        return call.instance().require(call.text("database"));
    }

    private static void encrypt(LabCall call) throws SqlError {
        Database database = database(call);
        UUID key = UUID.randomUUID();
        String thumbprint = HexFormat.of()
                .withUpperCase()
                .toHexDigits(key.getMostSignificantBits())
                .concat(HexFormat.of().withUpperCase().toHexDigits(key.getLeastSignificantBits()))
                .concat("00000001");
        call.instance().certificates().add(thumbprint);
        database.content().encrypt(thumbprint);
    }

    private static void importCertificates(LabCall call) throws SqlError {
        Instance other = call.instance().estate().find(call.text("from_server"));
        if (other == null) {
            throw Refusal.of("an instance " + call.text("from_server"));
        }
        call.instance().certificates().addAll(other.certificates());
    }

    private static void install(LabCall call) throws SqlError {
        String version = call.text("version");
        if (!version.matches("(10\\.(0|50)|11\\.0|12\\.0|13\\.0)\\.\\d{3,4}\\.\\d{1,3}")) {
            throw Refusal.of("SQL Server " + version + "; say a build of 10.0, 10.50, 11.0, 12.0 or 13.0");
        }
        call.instance().install(new Edition(version, call.text("level"), call.text("edition")));
    }

    private static void lose(LabCall call) throws SqlError {
        Instance instance = call.instance();
        WindowsPath path = new WindowsPath(call.text("path"));
        boolean open = instance.databases().stream()
                .filter(database -> database.state() != DatabaseState.OFFLINE)
                .flatMap(database -> database.files().stream())
                .anyMatch(file -> new WindowsPath(file.physical()).key().equals(path.key()));
        try {
            Volume volume = instance.storage().volume(instance.host().name(), path);
            if (open || volume.file(path) == null) {
                throw Refusal.of("the loss of " + path.text() + ", which " + (open ? "is open" : "is not there"));
            }
            volume.remove(path);
        } catch (OsError nowhere) {
            throw Refusal.of("a disk at " + path.text());
        }
    }
}
