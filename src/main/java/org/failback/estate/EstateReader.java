package org.failback.estate;

import java.time.Duration;

/** Reads an {@link Estate}; what holds between its parts is in {@link EstateRules}. */
final class EstateReader {
    /** A stretched pool has no more members than this, as Microsoft's planning page says. */
    private static final int MEMBERS = 8;

    Estate read(Section at) {
        Estate estate = new Estate(
                pool(at.group("pool")),
                dataCenter(at.group("primary")),
                dataCenter(at.group("backup")),
                at.optionalGroup("compliance", EstateReader::compliance),
                storage(at.group("storage")),
                endpoint(at.group("management-server")),
                at.list("chat-servers", MEMBERS, EstateReader::chatServer),
                false);
        new EstateRules(estate, at).check();
        return estate;
    }

    private static Pool pool(Section at) {
        return new Pool(at.text("fqdn", Form.FQDN), at.choice("product", Pool.Product.class));
    }

    private static DataCenter dataCenter(Section at) {
        return new DataCenter(
                at.text("name", Form.NAME),
                instance(at.group("instance")),
                at.optionalGroup("mirror", EstateReader::instance),
                at.optionalGroup("witness", EstateReader::instance));
    }

    private static Compliance compliance(Section at) {
        return new Compliance(
                instance(at.group("primary")),
                instance(at.group("backup")),
                at.optionalGroup("backup-mirror", EstateReader::instance));
    }

    private static SqlInstance instance(Section at) {
        return new SqlInstance(
                at.text("host", Form.FQDN),
                at.optionalText("instance-name", Form.INSTANCE),
                at.port("port"),
                at.optionalText("connect-to", Form.ADDRESS),
                at.optionalTrustStore("trust-store"),
                credential(at.group("look")),
                credential(at.group("act")));
    }

    private static Credential credential(Section at) {
        return new Credential(at.text("user", Form.LOGIN), at.secretReference("password-from"));
    }

    private static Storage storage(Section at) {
        return new Storage(
                at.text("backup-share", Form.SHARE),
                at.text("primary-folder", Form.LOCAL_FOLDER),
                at.text("copy-folder", Form.LOCAL_FOLDER),
                at.text("log-shipping-folder", Form.SHARE),
                schedule(at.group("schedule")),
                logShipping(at.group("log-shipping")));
    }

    private static Storage.Schedule schedule(Section at) {
        return new Storage.Schedule(interval(at, "back-up"), interval(at, "copy"), interval(at, "restore"));
    }

    private static Storage.LogShipping logShipping(Section at) {
        Storage.LogShipping standard = Storage.LogShipping.standard();
        return new Storage.LogShipping(
                minutes(at, "keep-files", standard.keepFiles()),
                minutes(at, "keep-history", standard.keepHistory()),
                minutes(at, "backup-alert", standard.backupAlert()),
                minutes(at, "restore-alert", standard.restoreAlert()));
    }

    private static Duration minutes(Section at, String property, Duration otherwise) {
        Duration minute = Duration.ofMinutes(1);
        return at.length(property, otherwise, minute, Duration.ofDays(30), minute);
    }

    private static Duration interval(Section at, String property) {
        Duration minute = Duration.ofMinutes(1);
        return at.length(property, Duration.ofMinutes(15), minute, Duration.ofHours(12), minute);
    }

    private static Endpoint endpoint(Section at) {
        return new Endpoint(
                at.choice("scheme", Endpoint.Scheme.class, Endpoint.Scheme.HTTPS),
                at.text("host", Form.HOST),
                at.port("port", 5986),
                at.optionalTrustStore("trust-store"),
                at.choice("authentication", Endpoint.Authentication.class, Endpoint.Authentication.KERBEROS),
                credential(at.group("credential")));
    }

    private static ChatServer chatServer(Section at) {
        return new ChatServer(
                at.text("fqdn", Form.FQDN),
                at.text("data-center", Form.NAME),
                at.flag("low-latency-link", false),
                at.flag("target", false),
                endpoint(at.group("endpoint")));
    }
}
