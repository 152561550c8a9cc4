package org.failback.contract;

import java.util.Optional;

/** Where promises are put: two instances and a folder that both of them reach. */
interface Range extends AutoCloseable {
    Server first();

    Server second();

    /** A folder on a share or volume that the engines of both instances write to and read from under this one path. */
    String folder();

    /** A folder of the first instance's host that its Agent's account writes to; for command lines only. */
    String agentFolder();

    /** Why something cannot be tried here; empty where it can. */
    Optional<String> lacks(Need need);

    /** Whether the instances may hold a database named mgc, which the suite leaves alone all the same. */
    boolean mayHoldMgc();

    /** Takes away a file that a promise left in the folder; false where only people can. */
    boolean remove(String file);

    @Override
    void close();
}
