package org.failback.lab.scenario;

/** The SQL Server instances by their part in the failback. */
public enum Place {
    /** The primary, rebuilt after the disaster. */
    P,
    /** The primary's mirror. */
    PM,
    /** The backup, which serves while the pool is failed over. */
    B,
    /** The backup's mirror. */
    BM
}
