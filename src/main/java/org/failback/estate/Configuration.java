package org.failback.estate;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.core.env.Environment;

/**
 * Everything configured below {@code failback}, read and validated once, at start.
 *
 * @param estate empty where none is described
 * @param settings what is not set has its default
 * @param rehearsal true when the estate is the lab
 * @param warnings sentences for the log; they do not stop the start
 */
public record Configuration(Optional<Estate> estate, Settings settings, boolean rehearsal, List<String> warnings) {
    static final String ROOT = "failback";
    static final String ESTATE = ROOT + ".estate";
    static final String SETTINGS = ROOT + ".settings";

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1");

    /**
     * Reads the configuration.
     *
     * @param others groups below {@code failback} that other rooms read, such as {@code access}
     * @throws WrongConfiguration with every problem there is, unknown properties included
     */
    public static Configuration from(Environment environment, String... others) {
        return read(new Reading(new SpringProperties(environment), new Secrets()), others);
    }

    static Configuration read(Reading reading, String... others) {
        Section root = reading.section(ROOT);
        Optional<Estate> estate = root.optionalGroup("estate", new EstateReader()::read);
        Settings settings = new SettingsReader().read(root.group("settings"));
        boolean rehearsal = root.flag("rehearsal", false);
        if (rehearsal) {
            estate.ifPresent(described -> staysOnLoopback(described, root));
        }
        reading.reportUnknown(ROOT, others);
        if (!reading.problems().isEmpty()) {
            throw new WrongConfiguration(reading.problems());
        }
        return new Configuration(
                rehearsal ? estate.map(Estate::inRehearsal) : estate, settings, rehearsal, reading.warnings());
    }

    /** The lab listens there and nowhere else. */
    private static void staysOnLoopback(Estate estate, Section root) {
        estate.addresses()
                .filter(address -> !LOOPBACK.contains(address))
                .findFirst()
                .ifPresent(address -> root.reading()
                        .problem(
                                root.path("rehearsal"),
                                "is \"true\", but must be false where " + ESTATE + " leads to " + address
                                        + ": a rehearsal never leaves this host."));
    }

    /**
     * The estate that this application is for.
     *
     * @throws WrongConfiguration when none is described; production never falls back to the lab by itself
     */
    public Estate requiredEstate() {
        return estate.orElseThrow(() -> new WrongConfiguration(List.of(new Problem(
                ESTATE,
                "No estate is configured: describe your servers below " + ESTATE
                        + " in a file given with --estate FILE (estate-example.yaml shows every property),"
                        + " or choose the practice range with --lab."))));
    }
}
