package org.failback.estate;

import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds what is set and yet means nothing: a slip of the pen would silently leave a default in force. */
final class UnknownProperties {
    private final Properties properties;
    private final Map<String, String> known;
    private final Map<String, String> groups;

    UnknownProperties(Properties properties, Collection<String> known, Collection<String> groups) {
        this.properties = properties;
        this.known = byUniform(known);
        this.groups = byUniform(groups);
    }

    /** The outermost unknown names: of a group that is not known only the group itself. */
    Set<String> below(String root) {
        Set<String> unknown = new LinkedHashSet<>();
        for (String name : properties.namesBelow(root)) {
            if (!known.containsKey(uniform(name))) {
                unknown.add(outermost(name, root.length()));
            }
        }
        return unknown;
    }

    boolean isGroup(String name) {
        return groups.containsKey(uniform(name));
    }

    /** The known name that was probably meant: one slip is allowed for every three letters. */
    Optional<String> meant(String unknown) {
        String parent = unknown.substring(0, unknown.lastIndexOf('.'));
        int slips = (unknown.length() - parent.length() - 1) / 3;
        return Stream.concat(known.values().stream(), groups.values().stream())
                .filter(name -> name.lastIndexOf('.') == parent.length() && name.startsWith(parent))
                .filter(name -> slips(name, unknown) <= slips)
                .min(Comparator.comparingInt(name -> slips(name, unknown)));
    }

    private String outermost(String name, int from) {
        int end = name.indexOf('.', from + 1);
        if (end < 0) {
            return name;
        }
        String ancestor = name.substring(0, end);
        return isGroup(ancestor) ? outermost(name, end) : ancestor;
    }

    private static Map<String, String> byUniform(Collection<String> names) {
        return names.stream().collect(Collectors.toMap(UnknownProperties::uniform, name -> name, (one, same) -> one));
    }

    /** Spring Boot takes {@code trustStore}, {@code trust_store} and {@code trust-store} for the same. */
    private static String uniform(String name) {
        return name.replaceAll("[-_]", "").toLowerCase(Locale.ROOT);
    }

    /** Letters to add, drop or change to come from one to the other. */
    private static int slips(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int i = 0; i <= one.length(); i++) {
            int diagonal = 0;
            for (int j = 0; j <= other.length(); j++) {
                int above = row[j];
                if (i == 0 || j == 0) {
                    row[j] = i + j;
                } else {
                    int change = one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1;
                    row[j] = Math.min(diagonal + change, 1 + Math.min(above, row[j - 1]));
                }
                diagonal = above;
            }
        }
        return row[other.length()];
    }
}
