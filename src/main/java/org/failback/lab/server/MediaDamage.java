package org.failback.lab.server;

/** What can become of a backup file, each with what shows it. */
enum MediaDamage {
    /** Pages in it have rotted: their checksums tell, where it has any (3183, 3189); without, they are restored. */
    PAGES,
    /** The head of the file is gone: nothing reads it any more (3241). */
    HEADER,
    /** It is a file of another kind under that name (3242). */
    FOREIGN,
    /** Its end is missing: whatever reads to the end finds out (3203, operating system error 38). */
    TRUNCATED,
    /** Nothing is left behind its label (3208). */
    CUT_SHORT,
    /** The description of its set is damaged: nobody tries to apply it (3186). */
    DESCRIPTION,
    /** The disk cannot read it to the end (3271, operating system error 23). */
    UNREADABLE,
    /** It is one of two files that were written together; the other one is missing (3132). */
    FAMILY_MISSING
}
