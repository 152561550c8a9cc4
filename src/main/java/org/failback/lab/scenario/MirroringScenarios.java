package org.failback.lab.scenario;

import java.util.List;

/** Database mirroring that is not as the procedure supposes. */
final class MirroringScenarios {
    private static final String SHARE = "\\\\files01.dc1.lab.example\\chatbackup";

    private MirroringScenarios() {}

    static List<Scenario> all() {
        return List.of(primaryMirrored(), backupIsMirror(), backupMirrorLost(), removalUnstable());
    }

    private static Scenario primaryMirrored() {
        String file = "N'" + SHARE + "\\mgc_topology_builder.bak'";
        return Mishap.of("primary-already-mirrored", "Topology Builder has mirrored the rebuilt mgc")
                .story("""
                        Publishing the topology created empty databases on the rebuilt primary and, as configured, mirrored
                        mgc to the primary's mirror at once. A database that is mirrored cannot be restored over.""")
                .cause(
                        Place.P,
                        "BACKUP DATABASE [mgc] TO DISK = " + file + " WITH FORMAT, INIT;\n"
                                + "BACKUP LOG [mgc] TO DISK = " + file + " WITH NOINIT")
                .cause(
                        Place.PM,
                        "RESTORE DATABASE [mgc] FROM DISK = " + file + " WITH FILE = 1, NORECOVERY;\n"
                                + "RESTORE LOG [mgc] FROM DISK = " + file + " WITH FILE = 2, NORECOVERY;\n"
                                + "ALTER DATABASE [mgc] SET PARTNER = N'TCP://sqlp01.dc1.lab.example:5022'")
                .cause(Place.P, "ALTER DATABASE [mgc] SET PARTNER = N'TCP://sqlp02.dc1.lab.example:5022'")
                .cure(Place.P, "ALTER DATABASE [mgc] SET PARTNER OFF")
                .cure(Place.PM, "DROP DATABASE [mgc]")
                .knownFrom("Failing back Persistent Chat Server, rebuilt by Topology Builder; error 3104");
    }

    private static Scenario backupIsMirror() {
        return Mishap.of("backup-is-mirror", "The live data is on the backup's mirror")
                .story("""
                        While the pool was failed over, mirroring in the backup data center failed over too, by hand during
                        a patch night. The backup is a mirror now, and a mirror can be neither backed up nor read.""")
                .cause(Place.B, "ALTER DATABASE [mgc] SET PARTNER FAILOVER")
                .cure(Place.BM, "ALTER DATABASE [mgc] SET PARTNER FAILOVER")
                .knownFrom("Database Mirroring Operating Modes, manual failover; errors 954 and 3059");
    }

    private static Scenario backupMirrorLost() {
        return Mishap.of("backup-mirror-lost", "The backup's mirror is gone")
                .story("""
                        The host of the backup's mirror has crashed and nobody has replaced it, since it held no live data.
                        Mirroring on the backup is DISCONNECTED.""")
                .cause(Place.B, "EXEC lab.dbo.stop_instance N'SQLB02\\LYNC'")
                .cure(Place.B, "EXEC lab.dbo.start_instance N'SQLB02\\LYNC'")
                .knownFrom("Removing Database Mirroring; Possible failures during database mirroring");
    }

    private static Scenario removalUnstable() {
        return Mishap.of("mirroring-unstable", "The connection broke while the backup's mirror caught up")
                .story("""
                        The line between the backup and its mirror broke while the mirror was still catching up. The session
                        is in a state that is neither one thing nor the other, and removing it says so.""")
                .cause(Place.B, "EXEC lab.dbo.interrupt_mirror N'mgc'")
                .cure(Place.B, "EXEC lab.dbo.join_partner N'mgc'")
                .knownFrom("Database Engine events and errors, 1430");
    }
}
