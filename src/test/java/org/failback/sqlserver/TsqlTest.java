package org.failback.sqlserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

/** Whatever a value holds, it stays a value. */
class TsqlTest {
    @Property
    void aLiteralReadsBackAsItsValue(@ForAll @CharRange(from = ' ', to = '~') String value) {
        String literal = Tsql.literal(value);
        assertThat(literal).startsWith("N'").endsWith("'");
        String inside = literal.substring(2, literal.length() - 1);
        assertThat(inside.replace("''", "")).doesNotContain("'");
        assertThat(inside.replace("''", "'")).isEqualTo(value);
    }

    @Property
    void anIdentifierReadsBackAsItsName(
            @ForAll @CharRange(from = ' ', to = '~') @StringLength(min = 1, max = 128) String name) {
        String quoted = Tsql.name(name);
        String inside = quoted.substring(1, quoted.length() - 1);
        assertThat(inside.replace("]]", "")).doesNotContain("]");
        assertThat(inside.replace("]]", "]")).isEqualTo(name);
    }

    @Property
    void aStepTextReadsBackAsItsText(@ForAll @CharRange(from = ' ', to = '#') String text) {
        String literal = Tsql.jobStep(text + "\nGO");
        assertThat(literal.substring(2, literal.length() - 1).replace("''", "'"))
                .isEqualTo(text + "\nGO");
    }

    @Property
    void controlCharactersNeverGoThrough(@ForAll @CharRange(from = '\0', to = '\37') char control) {
        assertThatThrownBy(() -> Tsql.literal("a" + control)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Tsql.name("a" + control)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theAgentNeverReplacesAnythingInAStep() {
        assertThatThrownBy(() -> Tsql.jobStep("BACKUP DATABASE [mgc] TO DISK = N'$(ESCAPE_SQUOTE(SRVR)).bak'"))
                .hasMessageContaining("$(");
    }

    @Test
    void aPathOnACommandLineCannotEndItsQuotes() {
        assertThat(Tsql.path("D:\\Log Shipping\\mgc")).isEqualTo("\"D:\\Log Shipping\\mgc\"");
        assertThatThrownBy(() -> Tsql.path("D:\\x\" & del *.* \"")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Tsql.path("D:\\%TEMP%")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aNameOfNothingOrOfTooMuchIsNone() {
        assertThatThrownBy(() -> Tsql.name("")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Tsql.name("x".repeat(129))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aPercentSignInAnErrorStandsForItself() {
        assertThat(Tsql.raise("90 % full")).isEqualTo("RAISERROR(N'90 %% full', 16, 1);");
    }
}
