package org.failback.estate;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A group of properties being read. A property that is wrong is noted and read as a stand-in, so that all problems come
 * out of one reading; what was read is of use only when there were none.
 */
final class Section {
    private static final int SHOWN = 120;

    private final Reading reading;
    private final String name;

    Section(Reading reading, String name) {
        this.reading = reading;
        this.name = name;
    }

    Reading reading() {
        return reading;
    }

    /** Full name of a property in this section. */
    String path(String property) {
        return name + "." + property;
    }

    Section group(String group) {
        return reading.section(path(group));
    }

    /** What the group describes, where anything in it is set. */
    <T> Optional<T> optionalGroup(String group, Function<Section, T> read) {
        return reading.anyBelow(path(group)) ? Optional.of(read.apply(group(group))) : Optional.empty();
    }

    <T> List<T> list(String list, int most, Function<Section, T> read) {
        List<T> members = new ArrayList<>();
        reading.section(path(list));
        while (reading.anyBelow(path(list) + "[" + members.size() + "]")) {
            members.add(read.apply(group(list + "[" + members.size() + "]")));
        }
        if (members.isEmpty() || members.size() > most) {
            reading.problem(path(list), "has " + members.size() + " members, but must have 1 to " + most + ".");
        }
        return members;
    }

    String text(String property, Form form) {
        return read(property, form.allowed(), Property.REQUIRED, fitting(form)).orElse("");
    }

    Optional<String> optionalText(String property, Form form) {
        return read(property, form.allowed(), Property.NONE, fitting(form));
    }

    int port(String property) {
        return read(property, "a TCP port from 1 to 65535", Property.REQUIRED, Section::parsePort)
                .orElse(0);
    }

    int port(String property, int otherwise) {
        return read(property, "a TCP port from 1 to 65535", String.valueOf(otherwise), Section::parsePort)
                .orElse(otherwise);
    }

    boolean flag(String property, boolean otherwise) {
        return read(property, "true or false", String.valueOf(otherwise), Section::parseFlag)
                .orElse(otherwise);
    }

    <E extends Enum<E>> E choice(String property, Class<E> choices) {
        return choice(property, choices, Property.REQUIRED).orElse(choices.getEnumConstants()[0]);
    }

    <E extends Enum<E>> E choice(String property, Class<E> choices, E otherwise) {
        return choice(property, choices, spelled(otherwise)).orElse(otherwise);
    }

    /** A length of time between two bounds, both allowed, in whole multiples of the unit. */
    Duration length(String property, Duration otherwise, Duration least, Duration most, Duration unit) {
        String allowed = "a time from " + Length.text(least) + " to " + Length.text(most) + " in whole "
                + (unit.equals(Duration.ofMinutes(1)) ? "minutes" : "milliseconds")
                + ", with its unit (ms, s, m, h, d)";
        return read(
                        property,
                        allowed,
                        Length.text(otherwise),
                        text -> Length.parse(text)
                                .filter(length -> length.compareTo(least) >= 0 && length.compareTo(most) <= 0)
                                .filter(length -> length.toMillis() % unit.toMillis() == 0))
                .orElse(otherwise);
    }

    Optional<Size> optionalSize(String property, Size least, Size most) {
        String allowed = "an amount of data from 1MB to 999999TB, with its unit (KB, MB, GB, TB)";
        return read(
                property,
                allowed,
                Property.NONE,
                text -> Size.parse(text).filter(size -> size.bytes() >= least.bytes() && size.bytes() <= most.bytes()));
    }

    Optional<String> optionalTrustStore(String property) {
        return read(
                property,
                "the path of a readable PEM file that holds at least one certificate",
                Property.NONE,
                text -> Optional.of(text).filter(Section::isTrustStore));
    }

    /** A reference to a secret. What stands there instead of a reference is never shown: it may be the secret. */
    String secretReference(String property) {
        Property asked = new Property(path(property), Secrets.ALLOWED, Property.REQUIRED);
        Optional<String> text = reading.ask(asked);
        text.flatMap(reading.secrets()::objection)
                .ifPresent(objection ->
                        reading.problem(asked.name(), objection + ", but must be " + asked.allowed() + "."));
        return text.orElse("");
    }

    private <E extends Enum<E>> Optional<E> choice(String property, Class<E> choices, String otherwise) {
        String allowed =
                Arrays.stream(choices.getEnumConstants()).map(Section::spelled).collect(Collectors.joining(" or "));
        return read(
                property,
                allowed,
                otherwise,
                text -> Arrays.stream(choices.getEnumConstants())
                        .filter(choice -> spelled(choice).equals(spelled(text)))
                        .findFirst());
    }

    private <T> Optional<T> read(
            String property, String allowed, String otherwise, Function<String, Optional<T>> parse) {
        Property asked = new Property(path(property), allowed, otherwise);
        return reading.ask(asked).flatMap(text -> {
            Optional<T> value = parse.apply(text);
            if (value.isEmpty()) {
                reading.problem(asked.name(), "is \"" + shown(text) + "\", but must be " + allowed + ".");
            }
            return value;
        });
    }

    private static Function<String, Optional<String>> fitting(Form form) {
        return text -> Optional.of(text).filter(form::fits);
    }

    private static Optional<Integer> parsePort(String text) {
        return text.matches("\\d{1,5}")
                ? Optional.of(Integer.valueOf(text)).filter(port -> port >= 1 && port <= 65_535)
                : Optional.empty();
    }

    private static Optional<Boolean> parseFlag(String text) {
        return text.equals("true") || text.equals("false") ? Optional.of(Boolean.valueOf(text)) : Optional.empty();
    }

    private static boolean isTrustStore(String text) {
        try {
            return TrustStores.holdsCertificate(Path.of(text));
        } catch (InvalidPathException e) {
            return false;
        }
    }

    private static String spelled(Object choice) {
        return choice.toString().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** On one line and not longer than a person reads. */
    private static String shown(String text) {
        String line = text.replaceAll("\\p{Cntrl}", " ");
        return line.length() > SHOWN ? line.substring(0, SHOWN) + " …" : line;
    }
}
