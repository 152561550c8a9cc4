package org.failback.lab.server;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.failback.lab.tds.SqlError;
import org.failback.lab.tsql.Refusal;

/** Disks and shares: who may go where, how much room there is and what becomes of files. */
final class LabStorageProcedures {
    private static final long MB = 1024L * 1024;
    private static final int MOST_MB = 100_000_000;
    private static final LabParameter PATH = LabParameter.required("path");

    private LabStorageProcedures() {}

    static List<LabProcedure> all() {
        List<LabParameter> rule =
                List.of(LabParameter.required("identity"), PATH, LabParameter.optional("right", "all"));
        return List.of(
                new EstateProcedure(
                        "deny_access",
                        "A Windows account may no longer read or write below a path: @right is read, write or all.",
                        rule,
                        LabStorageProcedures::deny),
                new EstateProcedure(
                        "allow_access",
                        "Takes a denial back, or grants what an account never had.",
                        rule,
                        LabStorageProcedures::allow),
                new EstateProcedure(
                        "fill_disk",
                        "Something foreign grows on a disk or share until so many megabytes are left.",
                        List.of(PATH, LabParameter.optional("mb_left", 0)),
                        call -> volume(call).fillUpTo(call.number("mb_left", 0, MOST_MB) * MB)),
                new EstateProcedure(
                        "free_disk",
                        "The foreign thing on a disk or share goes away.",
                        List.of(PATH),
                        call -> volume(call).empty()),
                new EstateProcedure(
                        "damage_media",
                        "A backup file is damaged: @how is pages, header, foreign, truncated, cut_short, description,"
                                + " unreadable or family_missing.",
                        List.of(PATH, LabParameter.optional("how", "pages")),
                        LabStorageProcedures::damage),
                new EstateProcedure(
                        "unplug_share",
                        "The host of a share is out of reach, also for what is under way.",
                        List.of(PATH),
                        call -> share(call).setUnplugged(true)),
                new EstateProcedure(
                        "plug_share",
                        "The host of a share is reached again.",
                        List.of(PATH),
                        call -> share(call).setUnplugged(false)),
                new EstateProcedure(
                        "slow",
                        "Backups, restores and checks of all instances move so many megabytes per second; 0 is instant.",
                        List.of(LabParameter.required("mb_per_second")),
                        LabStorageProcedures::slow));
    }

    private static List<Access.Right> rights(LabCall call) throws SqlError {
        return switch (call.choice("right", "read", "write", "all")) {
            case "read" -> List.of(Access.Right.READ);
            case "write" -> List.of(Access.Right.WRITE);
            default -> List.of(Access.Right.values());
        };
    }

    private static void deny(LabCall call) throws SqlError {
        volume(call);
        Access access = call.instance().storage().access();
        for (Access.Right right : rights(call)) {
            access.deny(call.text("identity"), call.text("path"), right);
        }
    }

    private static void allow(LabCall call) throws SqlError {
        volume(call);
        Access access = call.instance().storage().access();
        for (Access.Right right : rights(call)) {
            access.allow(call.text("identity"), call.text("path"), right);
        }
    }

    private static void damage(LabCall call) throws SqlError {
        WindowsPath path = new WindowsPath(call.text("path"));
        StoredFile file = volume(call).file(path);
        if (file == null || file.media() == null) {
            throw Refusal.of("damage to " + path.text() + ", which is no backup file");
        }
        String how = call.choice("how", names(MediaDamage.values()));
        file.media().damage(MediaDamage.valueOf(how.toUpperCase(Locale.ROOT)));
    }

    static String[] names(Enum<?>... values) {
        return Stream.of(values)
                .map(value -> value.name().toLowerCase(Locale.ROOT))
                .toArray(String[]::new);
    }

    private static void slow(LabCall call) throws SqlError {
        try {
            double rate = Double.parseDouble(call.text("mb_per_second"));
            if (!Double.isFinite(rate) || rate < 0) {
                throw Refusal.of("a speed of " + call.text("mb_per_second")
                        + " megabytes per second; @mb_per_second is a number from 0 on, and 0 is instant");
            }
            call.instance().estate().setMbPerSecond(rate);
        } catch (NumberFormatException notANumber) {
            throw Errors.of(8114, "nvarchar", "float");
        }
    }

    private static Volume share(LabCall call) throws SqlError {
        Instance instance = call.instance();
        WindowsPath path = new WindowsPath(call.text("path"));
        Volume known = instance.storage().known(instance.host().name(), path);
        if (known == null || !path.isUnc()) {
            throw Refusal.of("a share at " + path.text());
        }
        return known;
    }

    private static Volume volume(LabCall call) throws SqlError {
        String path = call.text("path");
        Instance instance = call.instance();
        try {
            return instance.storage().volume(instance.host().name(), new WindowsPath(path));
        } catch (OsError nowhere) {
            throw Refusal.of("a disk at " + path);
        }
    }
}
