package org.failback.estate;

import java.util.Collection;
import java.util.Optional;

/** Properties as they were written; names in lower case with dashes, as in {@code failback.estate.pool.fqdn}. */
interface Properties {
    /**
     * The text of one property, placeholders resolved; empty when it is not set or set to nothing.
     *
     * @throws IllegalArgumentException when a placeholder in it stands for nothing
     */
    Optional<String> text(String name);

    /** Whether any property is set below this name. */
    boolean anyBelow(String name);

    /** Every name in this group that somebody wrote on purpose and that is set to something. */
    Collection<String> namesBelow(String group);
}
