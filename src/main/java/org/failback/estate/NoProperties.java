package org.failback.estate;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Nothing is set. */
record NoProperties() implements Properties {
    @Override
    public Optional<String> text(String name) {
        return Optional.empty();
    }

    @Override
    public boolean anyBelow(String name) {
        return false;
    }

    @Override
    public Collection<String> namesBelow(String group) {
        return List.of();
    }
}
