package org.failback.estate;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A property as the records themselves tell it.
 *
 * @param name full name; of a list, the first member
 * @param component the record component that takes it, as in {@code SqlInstance.host}
 */
record KnownProperty(String name, String component) {
    /** Set by whoever made the estate, never by configuration. */
    private static final Set<String> NOT_CONFIGURED = Set.of("Estate.rehearsal");
    /** Records that are one value. */
    private static final Set<Class<?>> VALUES = Set.of(Size.class);

    static List<KnownProperty> all() {
        return Stream.of(
                        of(Configuration.ESTATE, Estate.class, ""),
                        of(Configuration.SETTINGS, Settings.class, ""),
                        of(Configuration.ROOT + ".rehearsal", boolean.class, "Configuration.rehearsal"))
                .flatMap(properties -> properties)
                .toList();
    }

    private static Stream<KnownProperty> of(String name, Type type, String component) {
        if (type instanceof ParameterizedType generic) {
            boolean list = generic.getRawType() == List.class;
            assert list || generic.getRawType() == Optional.class : generic;
            return of(name + (list ? "[0]" : ""), generic.getActualTypeArguments()[0], component);
        }
        Class<?> kind = (Class<?>) type;
        if (!kind.isRecord() || VALUES.contains(kind)) {
            return Stream.of(new KnownProperty(name, component));
        }
        return Stream.of(kind.getRecordComponents())
                .filter(c -> !NOT_CONFIGURED.contains(named(c)))
                .flatMap(c -> of(name + "." + kebab(c.getName()), c.getGenericType(), named(c)));
    }

    private static String named(RecordComponent component) {
        return component.getDeclaringRecord().getSimpleName() + "." + component.getName();
    }

    private static String kebab(String name) {
        return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }
}
