package org.failback.estate;

import java.util.List;
import java.util.stream.Collectors;

/** The start must stop; says everything that is wrong, at once. */
public final class WrongConfiguration extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    WrongConfiguration(List<Problem> problems) {
        super(problems.stream().map(Problem::sentence).collect(Collectors.joining(System.lineSeparator())));
        this.problems = List.copyOf(problems);
    }

    public List<Problem> problems() {
        return problems;
    }
}
