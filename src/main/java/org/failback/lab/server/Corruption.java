package org.failback.lab.server;

/** What can be wrong with the pages of a database; it travels with a backup that does not look at checksums. */
enum Corruption {
    /** A page that nobody reads in daily use: CHECKDB finds it (8928, 8939), and a backup with CHECKSUM (3043). */
    PAGES,
    /** A page that every query of the first table reads (824). */
    READ,
    /** A page that the disk itself cannot read (823); a backup fails on it too (3271). */
    DISK,
    /** A page that says it is another one (8909). */
    PAGE_HEADER,
    /** An allocation map that is linked and was not found (2576). */
    ALLOCATION,
    /** The pages that CHECKDB needs to know what is allocated (8998). */
    ALLOCATION_PAGES,
    /** CHECKDB itself gives up (8967). */
    METADATA
}
