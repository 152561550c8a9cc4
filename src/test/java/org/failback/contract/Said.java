package org.failback.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * All that a server answered to one batch, to its end or until the connection was gone.
 *
 * @param rows of all result sets; columns by name in lower case
 * @param columns of the last result set: the Java class of each by its name in lower case
 * @param broken the connection ended before the answer did
 */
record Said(List<Map<String, Object>> rows, Map<String, String> columns, List<Told> told, boolean broken) {
    List<Told> errors() {
        return told.stream().filter(Told::isError).toList();
    }

    /** The errors as number and severity, in order. */
    List<String> chain() {
        return errors().stream().map(Told::inShort).toList();
    }

    List<String> texts() {
        return told.stream().map(Told::text).toList();
    }

    Said withoutError() {
        assertThat(errors()).as("errors").isEmpty();
        assertThat(broken).as("connection broken").isFalse();
        return this;
    }

    /** The first column of the first row. */
    Object value() {
        assertThat(rows).as("rows").isNotEmpty();
        return rows.get(0).values().iterator().next();
    }

    String text() {
        return String.valueOf(value());
    }

    long number() {
        return ((Number) value()).longValue();
    }

    Map<String, Object> onlyRow() {
        assertThat(rows).as("rows").hasSize(1);
        return rows.get(0);
    }

    /** The first column of every row. */
    List<String> column() {
        return rows.stream()
                .map(row -> String.valueOf(row.values().iterator().next()))
                .collect(Collectors.toList());
    }
}
