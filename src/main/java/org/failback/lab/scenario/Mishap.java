package org.failback.lab.scenario;

import java.util.ArrayList;
import java.util.List;

/** Puts a scenario together. */
final class Mishap {
    private final String name;
    private final String title;
    private final List<Order> cause = new ArrayList<>();
    private final List<Order> cure = new ArrayList<>();
    private String story = "";

    private Mishap(String name, String title) {
        this.name = name;
        this.title = title;
    }

    static Mishap of(String name, String title) {
        return new Mishap(name, title);
    }

    Mishap story(String told) {
        story = told.strip().replaceAll("\\s+", " ");
        return this;
    }

    Mishap cause(Place on, String sql) {
        cause.add(new Order(on, sql.strip()));
        return this;
    }

    Mishap cure(Place on, String sql) {
        cure.add(new Order(on, sql.strip()));
        return this;
    }

    Scenario knownFrom(String document) {
        return new Scenario(name, title, story, document, List.copyOf(cause), List.copyOf(cure));
    }
}
