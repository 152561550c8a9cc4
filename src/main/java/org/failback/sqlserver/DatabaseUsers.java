package org.failback.sqlserver;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The users of mgc on P, by what became of their logins.
 *
 * @param orphans SQL users whose login of the same name has another SID here; they can be joined to it
 * @param homeless users whose login exists on B and not here; somebody has to create it
 */
record DatabaseUsers(List<String> orphans, List<String> homeless) {
    private static final String SQL_USER = "S";
    /** In hexadecimal digits; a user without login has a longer one. */
    private static final int SID_OF_A_SQL_LOGIN = 32;

    static DatabaseUsers compare(List<Row> users, List<Row> loginsHere, List<Row> loginsOnBackup) {
        Set<String> here = sids(loginsHere);
        Set<String> there = sids(loginsOnBackup);
        Set<String> sqlLogins = loginsHere.stream()
                .filter(row -> row.text("type").equals(SQL_USER))
                .map(row -> row.text("name"))
                .collect(Collectors.toSet());
        List<String> orphans = new ArrayList<>();
        List<String> homeless = new ArrayList<>();
        for (Row user : users) {
            String sid = user.text("sid");
            boolean sql = user.text("type").equals(SQL_USER);
            if (here.contains(sid) || sql && sid.length() != SID_OF_A_SQL_LOGIN) {
                continue;
            }
            if (sql && sqlLogins.contains(user.text("name"))) {
                orphans.add(user.text("name"));
            } else if (there.contains(sid)) {
                homeless.add(user.text("name"));
            }
        }
        return new DatabaseUsers(List.copyOf(orphans), List.copyOf(homeless));
    }

    private static Set<String> sids(List<Row> logins) {
        return logins.stream().map(row -> row.text("sid")).collect(Collectors.toSet());
    }
}
