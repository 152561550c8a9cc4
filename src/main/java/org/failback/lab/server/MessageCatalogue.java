package org.failback.lab.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Collections;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Every message that a modelled instance knows: what it raises, and what {@code sys.messages} shows. Severities and texts
 * are those of the documents "Database engine events and errors"; a long text is cut after the sentence by which it is
 * recognised.
 */
final class MessageCatalogue {
    private static final String FILE = "messages.tsv";
    private static final NavigableMap<Integer, KnownMessage> MESSAGES = read();

    private MessageCatalogue() {}

    static Collection<KnownMessage> all() {
        return MESSAGES.values();
    }

    static boolean knows(int number) {
        return MESSAGES.containsKey(number);
    }

    /** The message of that number; asking for an unknown one is a defect of the lab. */
    static KnownMessage of(int number) {
        KnownMessage found = MESSAGES.get(number);
        if (found == null) {
            throw new IllegalArgumentException("the catalogue has no message " + number);
        }
        return found;
    }

    private static NavigableMap<Integer, KnownMessage> read() {
        NavigableMap<Integer, KnownMessage> messages = new TreeMap<>();
        try (InputStream bytes = MessageCatalogue.class.getResourceAsStream(FILE);
                BufferedReader lines = new BufferedReader(new InputStreamReader(bytes, StandardCharsets.UTF_8))) {
            lines.lines().filter(line -> !line.startsWith("#")).forEach(line -> {
                KnownMessage message = KnownMessage.parse(line);
                if (messages.put(message.number(), message) != null) {
                    throw new IllegalStateException("message " + message.number() + " stands twice in " + FILE);
                }
            });
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return Collections.unmodifiableNavigableMap(messages);
    }
}
