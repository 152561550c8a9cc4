package org.failback.lab.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Who may read and write where. Drives of a host are open to every identity until one is denied; a share is open to
 * those who were granted. A denial wins over a grant, as in Windows.
 */
final class Access {
    enum Right {
        READ,
        WRITE
    }

    private record Rule(String identity, WindowsPath folder, Right right) {
        boolean covers(String who, WindowsPath path, Right wanted) {
            return right == wanted && identity.equals(who.toLowerCase(Locale.ROOT)) && path.isBelow(folder);
        }
    }

    private final List<Rule> grants = new ArrayList<>();
    private final List<Rule> denials = new ArrayList<>();

    void grant(String identity, String folder, Right... rights) {
        for (Right right : rights) {
            grants.add(new Rule(identity.toLowerCase(Locale.ROOT), new WindowsPath(folder), right));
        }
    }

    void deny(String identity, String folder, Right right) {
        denials.add(new Rule(identity.toLowerCase(Locale.ROOT), new WindowsPath(folder), right));
    }

    /** Nothing denies it any more, above or below, and a share is open to the identity. */
    void allow(String identity, String folder, Right right) {
        WindowsPath path = new WindowsPath(folder);
        denials.removeIf(rule -> rule.identity().equals(identity.toLowerCase(Locale.ROOT))
                && rule.right() == right
                && (rule.folder().isBelow(path) || path.isBelow(rule.folder())));
        grant(identity, folder, right);
    }

    void forgetDenials() {
        denials.clear();
    }

    boolean allows(String identity, WindowsPath path, Right right) {
        if (denials.stream().anyMatch(rule -> rule.covers(identity, path, right))) {
            return false;
        }
        return !path.isUnc() || grants.stream().anyMatch(rule -> rule.covers(identity, path, right));
    }
}
