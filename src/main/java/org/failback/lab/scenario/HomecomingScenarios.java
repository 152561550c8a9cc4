package org.failback.lab.scenario;

import java.util.List;

/** What the rebuilt primary cannot take in, or does not know. */
final class HomecomingScenarios {
    private HomecomingScenarios() {}

    static List<Scenario> all() {
        return List.of(backupNewer(), enterpriseFeature(), encrypted(), domainUnreachable());
    }

    private static Scenario backupNewer() {
        return Mishap.of("backup-newer-than-primary", "The backup runs a newer version of SQL Server")
                .story("""
                        While the pool was failed over the backup was upgraded to SQL Server 2012. The primary was rebuilt
                        from the old installation media, and no backup can be restored on an older version.""")
                .cause(Place.B, "EXEC lab.dbo.install_version N'11.0.7001.0', N'SP4'")
                .cure(Place.P, "EXEC lab.dbo.install_version N'11.0.7001.0', N'SP4'")
                .cure(Place.PM, "EXEC lab.dbo.install_version N'11.0.7001.0', N'SP4'")
                .knownFrom("RESTORE (Transact-SQL), compatibility support; error 3169");
    }

    private static Scenario enterpriseFeature() {
        return Mishap.of("enterprise-feature-in-mgc", "mgc uses a feature that the primary's edition lacks")
                .story("""
                        The backup runs the Enterprise edition, and during the failover a DBA compressed the largest table
                        of mgc. The primary runs the Standard edition, which restores such a database and then does not open
                        it.""")
                .cause(
                        Place.B,
                        "EXEC lab.dbo.install_version N'10.50.6000.34', N'SP3', N'Enterprise Edition (64-bit)';\n"
                                + "EXEC lab.dbo.compress_database N'mgc', N'tblChat'")
                .cure(Place.B, "EXEC lab.dbo.compress_database N'mgc', N''")
                .knownFrom("sys.dm_db_persisted_sku_features; error 909");
    }

    private static Scenario encrypted() {
        return Mishap.of("mgc-encrypted", "mgc is encrypted, and the primary lacks the certificate")
                .story("""
                        The security team switched on transparent data encryption on the backup. The certificate lies in
                        master there; nobody has brought it to the rebuilt primary, and without it no backup can be read.""")
                .cause(Place.B, "EXEC lab.dbo.encrypt_database N'mgc'")
                .cure(Place.P, "EXEC lab.dbo.import_certificates N'SQLB01\\LYNC'")
                .knownFrom("Move a TDE protected database to another SQL Server; error 33111");
    }

    private static Scenario domainUnreachable() {
        return Mishap.of("domain-unreachable", "The primary reaches no domain controller")
                .story("""
                        The firewall in front of the rebuilt primary was opened for SQL Server and not for the domain
                        controllers. Jobs whose owner is a Windows account no longer start, and accounts cannot be looked
                        up.""")
                .cause(Place.P, "EXEC lab.dbo.lose_domain")
                .cure(Place.P, "EXEC lab.dbo.find_domain")
                .knownFrom("Database Engine events and errors, 15404");
    }
}
