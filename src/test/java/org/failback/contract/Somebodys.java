package org.failback.contract;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.failback.sqlserver.Product;

/** Whether an instance is somebody's: the product's batches would mean it, were it not for their guards. */
final class Somebodys {
    private Somebodys() {}

    /** Why the product's batches must not be sent to this instance; empty where nothing speaks against it. */
    static Optional<String> reason(Server server) {
        if (Product.serverNames().contains(server.name().toUpperCase(Locale.ROOT))) {
            return Optional.of(server.name() + " is called as an instance that the product's batches are written for");
        }
        List<String> databases = poolDatabases(server);
        return databases.isEmpty()
                ? Optional.empty()
                : Optional.of(server.name() + " holds " + String.join(" and ", databases) + ", which a guard that fails"
                        + " would not protect");
    }

    /** Which databases of a pool are there. */
    static List<String> poolDatabases(Server server) {
        return server.main()
                .ask("SELECT name FROM sys.databases WHERE name IN (N'mgc', N'mgccomp') ORDER BY name")
                .column();
    }
}
