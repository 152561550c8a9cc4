package org.failback.lync;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What is to be read from the standard error of a PowerShell. */
class ErrorStreamTest {
    private static final String HEAD =
            "#< CLIXML\r\n<Objs Version=\"1.1.0.1\"" + " xmlns=\"http://schemas.microsoft.com/powershell/2004/04\">";

    @Test
    void progressAndWarningsAreNoErrors() {
        assertThat(new ErrorStream(HEAD + "<Obj S=\"progress\" RefId=\"0\"><MS/></Obj><S S=\"warning\">old</S></Objs>")
                        .words())
                .isEmpty();
    }

    @Test
    void errorsAreReadAsPeopleWouldSeeThem() {
        String lines = "<S S=\"Error\">Set-X : a &lt;b&gt; &amp; &quot;c&quot;_x000D__x000A_</S>"
                + "<S S=\"Error\">    + FullyQualifiedErrorId : _x005F_x000D_,Set-X_x000D__x000A_</S>";

        assertThat(new ErrorStream(HEAD + lines + "</Objs>").words())
                .isEqualTo("Set-X : a <b> & \"c\"\r\n    + FullyQualifiedErrorId : _x000D_,Set-X");
    }

    @Test
    void whatIsCutOffIsReadAsFarAsItCame() {
        assertThat(new ErrorStream(HEAD + "<S S=\"Error\">first_x000A_</S><S S=\"Error\">seco").words())
                .isEqualTo("first");
    }

    @Test
    void plainTextIsTakenAsItIs() {
        assertThat(new ErrorStream("  Out of memory.\r\n").words()).isEqualTo("Out of memory.");
        assertThat(new ErrorStream("").words()).isEmpty();
    }
}
