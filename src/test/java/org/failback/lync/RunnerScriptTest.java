package org.failback.lync;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every text that is ever sent to a PowerShell. It is the same for every input, so that its length is known here. */
class RunnerScriptTest {
    @ParameterizedTest
    @EnumSource(Operation.class)
    void fitsTheCommandLineOfCmdExe(Operation operation) {
        assertThat(RunnerScript.commandLine(operation)).hasSizeLessThan(8000);
    }

    @ParameterizedTest
    @EnumSource(Operation.class)
    void isPlainAsciiAndTakesInputOnlyAsData(Operation operation) {
        String text = RunnerScript.text(operation);

        assertThat(text).matches("[\\x20-\\x7e\\n]+");
        assertThat(text)
                .contains("ConvertFrom-Json")
                .doesNotContainIgnoringCase("Invoke-Expression")
                .doesNotContainPattern("(?i)\\b(iex|Add-Type|ScriptBlock|Invoke-Command)\\b")
                .doesNotContain("-Force")
                .doesNotContain("-Swap")
                .doesNotContain("#");
    }

    @ParameterizedTest
    @EnumSource(Operation.class)
    void asksNobodyAndStopsAtTheFirstError(Operation operation) {
        RunnerScript.text(operation)
                .lines()
                .filter(line -> line.matches(".*\\b(Set|Stop|Start)-Cs.*"))
                .forEach(line -> assertThat(line).contains("-Confirm:$false -ErrorAction Stop"));
    }
}
