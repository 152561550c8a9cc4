package org.failback.console;

import org.failback.lab.scenario.Scenario;
import org.failback.lab.scenario.Scenarios;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the name of a scenario on the command line, and names the nearest ones when there is none. */
final class ScenarioName implements ITypeConverter<Scenario> {
    @Override
    public Scenario convert(String name) {
        return Scenarios.find(name)
                .orElseThrow(() -> new TypeConversionException("there is no scenario '" + name + "'; did you mean "
                        + String.join(", ", Scenarios.nearest(name)) + "? The command \"lab --list\" describes all"));
    }
}
