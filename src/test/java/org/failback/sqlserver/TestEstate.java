package org.failback.sqlserver;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.failback.estate.ChatServer;
import org.failback.estate.Compliance;
import org.failback.estate.Credential;
import org.failback.estate.DataCenter;
import org.failback.estate.Endpoint;
import org.failback.estate.Estate;
import org.failback.estate.Pool;
import org.failback.estate.SqlInstance;
import org.failback.estate.Storage;

/** An estate as it stands in the stories of these tests. */
final class TestEstate {
    static final SqlInstance P = instance("sqlp.dc1.example", "CHAT");
    static final SqlInstance PM = instance("sqlpm.dc1.example", "CHAT");
    static final SqlInstance B = instance("sqlb.dc2.example", "CHAT");
    static final SqlInstance BM = instance("sqlbm.dc2.example", "CHAT");

    private TestEstate() {}

    static SqlInstance instance(String host, String name) {
        return new SqlInstance(
                host,
                Optional.of(name),
                1433,
                Optional.empty(),
                Optional.empty(),
                new Credential("looker", "env:LOOK"),
                new Credential("actor", "env:ACT"));
    }

    static Estate estate() {
        return with(Optional.of(new Compliance(P, B, Optional.of(BM))));
    }

    static Estate withoutCompliance() {
        return with(Optional.empty());
    }

    private static Estate with(Optional<Compliance> compliance) {
        Endpoint endpoint = new Endpoint(
                "lync.dc1.example",
                5986,
                Optional.empty(),
                Endpoint.Authentication.NTLM,
                new Credential("DC1\\lync", "env:LYNC"));
        return new Estate(
                new Pool("chat.example", Pool.Product.LYNC_2013),
                new DataCenter("DC1", P, Optional.of(PM), Optional.empty()),
                new DataCenter("DC2", B, Optional.of(BM), Optional.empty()),
                compliance,
                new Storage(
                        "\\\\files.example\\failback",
                        "D:\\Backup",
                        "D:\\LogShipping",
                        "\\\\files.example\\logshipping",
                        new Storage.Schedule(Duration.ofMinutes(15), Duration.ofMinutes(15), Duration.ofMinutes(15)),
                        Storage.LogShipping.standard()),
                endpoint,
                List.of(new ChatServer("chat1.dc1.example", "DC1", false, true, endpoint)),
                true);
    }
}
