package org.failback.lab.server;

/** Kinds of backup, with the letter of {@code backupset.type} and the number that RESTORE HEADERONLY shows. */
enum BackupType {
    DATABASE("D", 1),
    DIFFERENTIAL("I", 5),
    LOG("L", 2);

    private final String letter;
    private final int header;

    BackupType(String letter, int header) {
        this.letter = letter;
        this.header = header;
    }

    String letter() {
        return letter;
    }

    int header() {
        return header;
    }
}
