package org.failback.lab.lync;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A value of type {@code PSListModifier[Fqdn]}: {@code $null}, a plain list, or a hash table of Add, Remove and Replace
 * (help of Set-CsPersistentChatActiveServer; Replace as with the other cmdlets that take such lists).
 */
final class ListModifier {
    private enum Part {
        ADD,
        REMOVE,
        REPLACE
    }

    private final Map<Part, List<String>> parts;

    private ListModifier(Map<Part, List<String>> parts) {
        this.parts = parts;
    }

    /** {@code $null} and {@code a,b} alike: the list as a whole. */
    static ListModifier replace(List<String> servers) {
        return new ListModifier(Map.of(Part.REPLACE, List.copyOf(servers)));
    }

    /** What a parameter of a command line says. */
    static ListModifier of(CmdletLine.Value value) throws CmdletError {
        if (value.table().isEmpty()) {
            return replace(value.texts());
        }
        Map<Part, List<String>> parts = new LinkedHashMap<>();
        for (Map.Entry<String, List<String>> entry : value.table().entrySet()) {
            parts.put(part(entry.getKey()), entry.getValue());
        }
        if (parts.containsKey(Part.REPLACE) && parts.size() > 1) {
            throw binding("Replace cannot be combined with Add or Remove.");
        }
        return new ListModifier(parts);
    }

    /** The list after this; what the documents do not tell about odd cases is refused. */
    List<String> appliedTo(List<String> current) throws CmdletError {
        if (parts.containsKey(Part.REPLACE)) {
            return unique(parts.get(Part.REPLACE));
        }
        List<String> changed = new ArrayList<>(current);
        for (String server : unique(parts.getOrDefault(Part.REMOVE, List.of()))) {
            if (!changed.remove(server)) {
                throw CmdletError.notModelled("removing " + server + ", which is not active");
            }
        }
        for (String server : unique(parts.getOrDefault(Part.ADD, List.of()))) {
            if (changed.contains(server)) {
                throw CmdletError.notModelled("adding " + server + ", which is active already");
            }
            changed.add(server);
        }
        return changed;
    }

    /** FQDNs compare without regard to case. */
    private static List<String> unique(List<String> servers) throws CmdletError {
        List<String> seen = new ArrayList<>();
        for (String server : servers) {
            String fqdn = server.toLowerCase(Locale.ROOT);
            if (seen.contains(fqdn)) {
                throw CmdletError.notModelled("a list that names " + server + " twice");
            }
            seen.add(fqdn);
        }
        return seen;
    }

    private static Part part(String key) throws CmdletError {
        for (Part part : Part.values()) {
            if (part.name().equalsIgnoreCase(key)) {
                return part;
            }
        }
        throw binding("The key '" + key + "' is none of Add, Remove and Replace.");
    }

    private static CmdletError binding(String why) {
        return new CmdletError(
                "System.Management.Automation.ParameterBindingException",
                "CannotConvertArgumentNoMessage,Set-CsPersistentChatActiveServer",
                "Cannot bind parameter 'ActiveServers'. " + why);
    }
}
