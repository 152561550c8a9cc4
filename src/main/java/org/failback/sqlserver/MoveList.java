package org.failback.sqlserver;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Where each file of a backup comes to lie: at the place of the instance's own file of the same name or kind. */
record MoveList(List<Move> moves) {
    private static final String LITERAL = "N'(?:[^'\\p{Cntrl}]|'')+'";
    private static final String MOVE = "MOVE " + LITERAL + " TO " + LITERAL;
    private static final Pattern FORM = Pattern.compile(MOVE + "(?:, " + MOVE + ")*");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{[a-z-]+}");
    private static final String LOG = "L";

    /** One file. */
    record Move(String logicalName, String path) {}

    /**
     * Plans.
     *
     * @param inBackup rows of RESTORE FILELISTONLY
     * @param existing rows of sys.master_files for mgc on the instance that is restored
     */
    static MoveList plan(List<Row> inBackup, List<Row> existing) {
        List<Row> free = new ArrayList<>(existing);
        List<Row> unplaced = new ArrayList<>(inBackup);
        List<Move> moves = new ArrayList<>();
        for (Row file : inBackup) {
            free.stream()
                    .filter(own -> own.text("name").equals(file.text("LogicalName"))
                            && kind(own).equals(file.text("Type")))
                    .findFirst()
                    .ifPresent(own -> place(file, own.text("physical_name"), moves, unplaced, free, own));
        }
        for (Row file : List.copyOf(unplaced)) {
            free.stream()
                    .filter(own -> kind(own).equals(file.text("Type")))
                    .findFirst()
                    .ifPresentOrElse(
                            own -> place(file, own.text("physical_name"), moves, unplaced, free, own),
                            () -> place(file, beside(file, existing), moves, unplaced, free, null));
        }
        return new MoveList(List.copyOf(moves));
    }

    private static void place(Row file, String path, List<Move> moves, List<Row> unplaced, List<Row> free, Row taken) {
        moves.add(new Move(file.text("LogicalName"), path));
        unplaced.remove(file);
        free.remove(taken);
    }

    /** A file that the instance has none for goes into the folder of its first file of that kind, under its own name. */
    private static String beside(Row file, List<Row> existing) {
        String neighbour = existing.stream()
                .filter(own -> kind(own).equals(file.text("Type")))
                .findFirst()
                .or(() -> existing.stream().findFirst())
                .map(own -> own.text("physical_name"))
                .orElseThrow(() -> new IllegalArgumentException("the instance has no file of mgc to go by"));
        String original = file.text("PhysicalName");
        return neighbour.substring(0, neighbour.lastIndexOf('\\') + 1)
                + original.substring(original.lastIndexOf('\\') + 1);
    }

    private static String kind(Row own) {
        return own.text("type_desc").equals("LOG") ? LOG : "D";
    }

    /** As it stands in RESTORE. */
    String text() {
        return moves.stream()
                .map(move -> "MOVE " + Tsql.literal(move.logicalName()) + " TO " + Tsql.literal(move.path()))
                .collect(Collectors.joining(", "));
    }

    /** The fact as it may stand in RESTORE: nothing but MOVE clauses, or the placeholder while it is not known. */
    static String checked(String fact) {
        if (!FORM.matcher(fact).matches() && !PLACEHOLDER.matcher(fact).matches()) {
            throw new IllegalArgumentException("this is no list of MOVE clauses: " + fact);
        }
        return fact;
    }
}
