package org.failback.estate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** One reading of the configuration: what was asked for, what was wrong with it, and what deserves a warning. */
final class Reading {
    private final Properties properties;
    private final Secrets secrets;
    private final Map<String, Property> known = new LinkedHashMap<>();
    private final Set<String> groups = new LinkedHashSet<>();
    private final List<Problem> problems = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    Reading(Properties properties, Secrets secrets) {
        this.properties = properties;
        this.secrets = secrets;
    }

    Section section(String name) {
        groups.add(name);
        return new Section(this, name);
    }

    boolean anyBelow(String group) {
        groups.add(group);
        return properties.anyBelow(group);
    }

    /** The text of a property, empty where it is not set; from now on the property is known. */
    Optional<String> ask(Property property) {
        known.put(property.name(), property);
        try {
            Optional<String> text = properties.text(property.name());
            if (text.isEmpty() && property.otherwise().equals(Property.REQUIRED)) {
                problem(property.name(), "is missing, but must be " + property.allowed() + ".");
            }
            return text;
        } catch (IllegalArgumentException e) {
            problem(
                    property.name(),
                    "holds a placeholder that nothing defines, but must be " + property.allowed() + ".");
            return Optional.empty();
        }
    }

    Secrets secrets() {
        return secrets;
    }

    /** Notes a problem; the sentence goes on after the property's name. */
    void problem(String property, String sentence) {
        problems.add(new Problem(property, property + " " + sentence));
    }

    void warn(String sentence) {
        warnings.add(sentence);
    }

    /** Whether nothing is wrong with this property or, for a group, with anything in it. */
    boolean sound(String name) {
        return problems.stream()
                .map(Problem::property)
                .noneMatch(p -> p.equals(name) || p.startsWith(name + ".") || p.startsWith(name + "["));
    }

    /**
     * Notes every property below the root that nothing asked for. Its value is not shown: it may be a password.
     *
     * @param others groups below the root that somebody else reads
     */
    void reportUnknown(String root, String... others) {
        Set<String> ofOthers =
                Arrays.stream(others).map(other -> root + "." + other).collect(Collectors.toSet());
        UnknownProperties unknown = new UnknownProperties(properties, known.keySet(), groups);
        for (String name : unknown.below(root)) {
            if (ofOthers.contains(name)) {
                continue;
            }
            problem(
                    name,
                    unknown.isGroup(name)
                            ? "takes no value of its own; set the properties below it."
                            : unknown.meant(name)
                                    .map(meant -> "is not known; did you mean " + meant + "?")
                                    .orElse("is not known; the page on configuration lists the properties there are."));
        }
    }

    List<Problem> problems() {
        return List.copyOf(problems);
    }

    List<String> warnings() {
        return List.copyOf(warnings);
    }

    Collection<Property> known() {
        return List.copyOf(known.values());
    }
}
