package org.failback.lab.server;

import java.util.Locale;
import org.failback.lab.tds.SqlError;

/** What the domain says of a Windows account, where it can be asked. */
final class WindowsAccounts {
    /** ERROR_NO_SUCH_DOMAIN: no domain controller answers. */
    static final String NO_DOMAIN = "0x54b";

    private WindowsAccounts() {}

    /** Throws 15404 when this is a Windows account and no domain controller answers. */
    static void checkReachable(Instance instance, ServerLogin login) throws SqlError {
        if (!login.type().equals("S") && !instance.reachesDomain()) {
            throw Errors.of(15404, login.name(), NO_DOMAIN);
        }
    }

    /** Throws 15401 for a name that the domain does not know, or cannot be asked for. */
    static void checkKnown(Instance instance, String name) throws SqlError {
        boolean account = instance.estate().all().stream()
                .flatMap(one -> one.logins().stream())
                .anyMatch(login -> !login.type().equals("S") && login.name().equalsIgnoreCase(name));
        boolean service = instance.estate().all().stream().anyMatch(one -> isServiceOf(one, name));
        if (!instance.reachesDomain() || !account && !service) {
            throw Errors.of(15401, name);
        }
    }

    private static boolean isServiceOf(Instance instance, String name) {
        String wanted = name.toLowerCase(Locale.ROOT);
        return instance.accounts().engine().toLowerCase(Locale.ROOT).equals(wanted)
                || instance.accounts().agent().toLowerCase(Locale.ROOT).equals(wanted);
    }
}
