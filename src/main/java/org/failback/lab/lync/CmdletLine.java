package org.failback.lab.lync;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One command line as an administrator types it: a cmdlet and its parameters with literal values. Nothing in it is ever
 * evaluated; whatever is more than that is refused.
 */
record CmdletLine(String cmdlet, Map<String, Value> parameters) {
    /**
     * What stands behind a parameter.
     *
     * @param texts one for each element of a list; none for {@code $null}
     * @param table the entries of a hash table, by key as it was typed; empty for anything else
     */
    record Value(List<String> texts, Map<String, List<String>> table) {
        static Value of(List<String> texts) {
            return new Value(List.copyOf(texts), Map.of());
        }

        /** The one value there is. */
        Optional<String> text() {
            return texts.size() == 1 ? Optional.of(texts.get(0)) : Optional.empty();
        }

        boolean isTrue() {
            return text().filter("$true"::equalsIgnoreCase).isPresent();
        }
    }

    /** A value that was given without its parameter's name: the cmdlets here take the identity or name so. */
    static final String POSITION = "";

    static CmdletLine parse(String line) throws CmdletError {
        return new Reader(line).line();
    }

    /** The text of a parameter, if it was given and has one. */
    Optional<String> text(String parameter) {
        return value(parameter).flatMap(Value::text);
    }

    Optional<Value> value(String parameter) {
        return Optional.ofNullable(parameters.get(parameter.toLowerCase(Locale.ROOT)));
    }

    /** Whether a switch is on. */
    boolean has(String parameter) {
        return value(parameter).map(Value::isTrue).orElse(false);
    }

    /** Refuses every parameter but these. */
    void allow(String... known) throws CmdletError {
        List<String> names = List.of(known).stream()
                .map(name -> name.toLowerCase(Locale.ROOT))
                .toList();
        for (String given : parameters.keySet()) {
            if (!names.contains(given)) {
                throw CmdletError.notModelled(
                        given.equals(POSITION)
                                ? "a parameter without its name for " + cmdlet
                                : "-" + given + " of " + cmdlet);
            }
        }
    }

    private static final class Reader {
        private static final String BARE = "[A-Za-z0-9._:*$-]";
        private final String line;
        private int at;

        Reader(String line) {
            this.line = line.strip();
        }

        CmdletLine line() throws CmdletError {
            String cmdlet = bare();
            if (!cmdlet.matches("[A-Za-z]+-[A-Za-z]+")) {
                throw CmdletError.notModelled("the command line " + line);
            }
            Map<String, Value> parameters = new LinkedHashMap<>();
            blanks();
            while (at < line.length()) {
                String name = POSITION;
                Value value;
                if (line.charAt(at) == '-') {
                    at++;
                    name = word();
                    value = ofParameter();
                } else {
                    value = value();
                }
                if (parameters.put(name.toLowerCase(Locale.ROOT), value) != null) {
                    throw new CmdletError(
                            "System.Management.Automation.ParameterBindingException",
                            "ParameterAlreadyBound," + cmdlet,
                            "Cannot bind parameter because parameter '" + name + "' is specified more than once.");
                }
                blanks();
            }
            return new CmdletLine(cmdlet, parameters);
        }

        /** {@code -Confirm:$false}, {@code -NoWait} or {@code -Name value}. */
        private Value ofParameter() throws CmdletError {
            if (at < line.length() && line.charAt(at) == ':') {
                at++;
                return value();
            }
            blanks();
            boolean isSwitch = at == line.length() || line.charAt(at) == '-';
            return isSwitch ? Value.of(List.of("$true")) : value();
        }

        private Value value() throws CmdletError {
            blanks();
            if (line.startsWith("@{", at)) {
                return new Value(List.of(), table());
            }
            return Value.of(list());
        }

        private Map<String, List<String>> table() throws CmdletError {
            at += 2;
            Map<String, List<String>> table = new LinkedHashMap<>();
            do {
                blanks();
                String key = word();
                expect('=');
                table.put(key, list());
                blanks();
            } while (skip(';'));
            expect('}');
            return table;
        }

        private List<String> list() throws CmdletError {
            List<String> texts = new ArrayList<>();
            do {
                blanks();
                String text = text();
                if (!text.equalsIgnoreCase("$null")) {
                    texts.add(text);
                }
                blanks();
            } while (skip(','));
            return texts;
        }

        private String text() throws CmdletError {
            char quote = at < line.length() ? line.charAt(at) : ' ';
            if (quote != '"' && quote != '\'') {
                String bare = bare();
                if (bare.isEmpty() || bare.startsWith("$") && !bare.matches("(?i)\\$(null|true|false)")) {
                    throw notModelled();
                }
                return bare;
            }
            int end = line.indexOf(quote, at + 1);
            if (end < 0) {
                throw notModelled();
            }
            String text = line.substring(at + 1, end);
            if (quote == '"' && (text.contains("$") || text.contains("`"))) {
                throw notModelled();
            }
            at = end + 1;
            return text;
        }

        private String word() throws CmdletError {
            int start = at;
            while (at < line.length() && Character.isLetter(line.charAt(at))) {
                at++;
            }
            if (at == start) {
                throw notModelled();
            }
            return line.substring(start, at);
        }

        private String bare() {
            int start = at;
            while (at < line.length() && String.valueOf(line.charAt(at)).matches(BARE)) {
                at++;
            }
            return line.substring(start, at);
        }

        private void blanks() {
            while (at < line.length() && Character.isWhitespace(line.charAt(at))) {
                at++;
            }
        }

        private boolean skip(char sign) {
            boolean there = at < line.length() && line.charAt(at) == sign;
            at += there ? 1 : 0;
            return there;
        }

        private void expect(char sign) throws CmdletError {
            blanks();
            if (!skip(sign)) {
                throw notModelled();
            }
        }

        private CmdletError notModelled() {
            return CmdletError.notModelled("what stands at character " + (at + 1) + " of: " + line);
        }
    }
}
