package org.failback.lab.tsql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.failback.lab.tds.Parameter;
import org.failback.lab.tds.SqlError;
import org.failback.lab.tds.SqlType;
import org.junit.jupiter.api.Test;

class RemoteCallsTest {
    private final Lab lab = new Lab();
    private final RecordedAnswer answer = new RecordedAnswer();

    private static Parameter text(String value) {
        return new Parameter("", SqlType.NVARCHAR, value, false);
    }

    @Test
    void takesParametersWithoutNamesAsTheDriverSendsThem() throws SqlError {
        lab.interpreter.procedure(
                "sp_executesql",
                List.of(
                        text("EXEC @P0 = master.dbo.sp_double @P1, @P2 OUT"),
                        text("@P0 int OUTPUT,@P1 int,@P2 int OUTPUT"),
                        new Parameter("", SqlType.INT, null, true),
                        new Parameter("", SqlType.INT, 21, false),
                        new Parameter("", SqlType.INT, null, true)),
                answer);
        assertThat(answer.lines).containsExactly("output 2 =7", "output 4 =42", "status 0");
        assertThat(lab.server.log).containsExactly("EXEC @P0 = master.dbo.sp_double @P1, @P2 OUT -> ok");
    }

    @Test
    void preparesAndExecutes() throws SqlError {
        lab.interpreter.procedure(
                "sp_prepexec",
                List.of(
                        new Parameter("", SqlType.INT, null, true),
                        text("@P0 int"),
                        text("SELECT @P0 + 1"),
                        new Parameter("", SqlType.INT, 4, false)),
                answer);
        lab.interpreter.procedure(
                "sp_execute",
                List.of(new Parameter("", SqlType.INT, 1, false), new Parameter("", SqlType.INT, 8, false)),
                answer);
        assertThat(answer.lines)
                .containsExactly("row [5]", "rows 1", "output 0 =1", "status 0", "row [9]", "rows 1", "status 0");
        lab.interpreter.procedure("sp_unprepare", List.of(new Parameter("", SqlType.INT, 1, false)), answer);
        assertThatThrownBy(() -> lab.interpreter.procedure(
                        "sp_execute", List.of(new Parameter("", SqlType.INT, 1, false)), answer))
                .hasMessageStartingWith("8179");
    }

    @Test
    void callsProceduresAndLogsThemAsExec() throws SqlError {
        lab.interpreter.procedure(
                "[master].dbo.sp_double",
                List.of(
                        new Parameter("@value", SqlType.INT, 4, false),
                        new Parameter("@result", SqlType.INT, null, true)),
                answer);
        assertThat(answer.lines).containsExactly("output 1 @result=8", "status 7");
        assertThat(lab.server.log)
                .containsExactly("EXEC [master].dbo.sp_double @value = 4, @result = NULL OUTPUT -> ok");
    }
}
