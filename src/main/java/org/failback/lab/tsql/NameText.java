package org.failback.lab.tsql;

import java.util.ArrayList;
import java.util.List;

/** Reads multi-part names out of strings. */
final class NameText {
    private NameText() {}

    static ObjectName parse(String text) {
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        char close = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (close != 0) {
                if (c != close) {
                    part.append(c);
                } else if (i + 1 < text.length() && text.charAt(i + 1) == close) {
                    part.append(c);
                    i++;
                } else {
                    close = 0;
                }
            } else if (c == '[' || c == '"') {
                close = c == '[' ? ']' : '"';
            } else if (c == '.') {
                parts.add(part.toString().trim());
                part.setLength(0);
            } else {
                part.append(c);
            }
        }
        parts.add(part.toString().trim());
        while (parts.size() < 3) {
            parts.add(0, "");
        }
        int last = parts.size() - 1;
        return new ObjectName(parts.get(last - 2), parts.get(last - 1), parts.get(last));
    }
}
