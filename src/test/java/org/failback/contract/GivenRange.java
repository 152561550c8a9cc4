package org.failback.contract;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Two instances that system properties name; the page on the contract lists the properties. */
final class GivenRange implements Range {
    private static final String PREFIX = "contract.";
    private final Server first;
    private final Server second;
    private final Set<String> without;
    private final boolean windows;

    GivenRange(Consumer<String> record) throws SQLException {
        first = new Server(address("first"), record);
        second = new Server(address("second"), record);
        without = Set.of(property("without", "").split(" *, *"));
        windows = !first.main().ask("SELECT @@VERSION").text().contains("on Linux");
    }

    static boolean isGiven() {
        return System.getProperty(PREFIX + "first") != null;
    }

    static String property(String name, String otherwise) {
        return System.getProperty(PREFIX + name, otherwise);
    }

    static String required(String name) {
        String value = System.getProperty(PREFIX + name);
        if (value == null) {
            throw new IllegalStateException("The property " + PREFIX + name
                    + " is missing: give it with -D; src/site/markdown/contract.md says what it means.");
        }
        return value;
    }

    private static Server.Address address(String which) {
        String[] parts = required(which).split(":");
        return new Server.Address(
                parts[0],
                parts.length > 1 ? Integer.parseInt(parts[1]) : 1433,
                property("user", "sa"),
                password(),
                property("trust-store", ""),
                property("trust-store-password", ""),
                property(which + ".endpoint", ""));
    }

    static String passwordIn(String file) {
        try {
            return Files.readString(Path.of(file)).strip();
        } catch (IOException unreadable) {
            throw new IllegalStateException(
                    "The file with the password cannot be read (" + unreadable + "); see whether it is there.",
                    unreadable);
        }
    }

    private static String password() {
        String file = property("password-file", "");
        String value = file.isEmpty() ? System.getenv("CONTRACT_PASSWORD") : passwordIn(file);
        if (value == null) {
            throw new IllegalStateException("no password: name a file by " + PREFIX
                    + "password-file or put it into the environment as CONTRACT_PASSWORD");
        }
        return value;
    }

    @Override
    public Server first() {
        return first;
    }

    @Override
    public Server second() {
        return second;
    }

    @Override
    public String folder() {
        return required("folder");
    }

    @Override
    public String agentFolder() {
        return required("agent-folder");
    }

    @Override
    public Optional<String> lacks(Need need) {
        boolean there = !without.contains(need.name().toLowerCase(java.util.Locale.ROOT))
                && switch (need) {
                    case AGENT -> true;
                    case MIRRORING ->
                        windows
                                && !first.endpoint().isEmpty()
                                && !second.endpoint().isEmpty();
                    // Asked anew each time: a database may come while the suite runs.
                    case NOBODYS_POOL -> somebodys().isEmpty();
                    case CHANGE, CHAT_SERVER -> false;
                    case COMMAND_LINE ->
                        windows && !property("agent-folder", "").isEmpty();
                };
        if (there) {
            return Optional.empty();
        }
        return Optional.of("these instances lack " + need
                + (need == Need.NOBODYS_POOL
                        ? somebodys().map(why -> ": " + why).orElse("")
                        : ""));
    }

    private Optional<String> somebodys() {
        return Somebodys.reason(first).or(() -> Somebodys.reason(second));
    }

    @Override
    public boolean mayHoldMgc() {
        return Boolean.parseBoolean(property("beside-mgc", "false"));
    }

    /** By the folder as this machine sees it; the engines have no documented way to delete a file. */
    @Override
    public boolean remove(String file) {
        String here = property("folder-here", "");
        if (here.isEmpty()) {
            return false;
        }
        String name = file.substring(Math.max(file.lastIndexOf('\\'), file.lastIndexOf('/')) + 1);
        try {
            Files.deleteIfExists(Path.of(here).resolve(name));
            return true;
        } catch (IOException denied) {
            return false;
        }
    }

    @Override
    public void close() {
        first.close();
        second.close();
    }

    @Override
    public String toString() {
        return first.name() + " and " + second.name();
    }
}
