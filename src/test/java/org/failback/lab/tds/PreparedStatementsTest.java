package org.failback.lab.tds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What a session remembers of the statements that its client prepares. */
class PreparedStatementsTest {
    private final PreparedStatements prepared = new PreparedStatements();

    @Test
    void aClientThatNeverLetsGoIsToldSoInsteadOfFillingTheMemory() throws Exception {
        for (int i = 0; i < 10_000; i++) {
            prepared.plan(prepare());
        }
        assertThatThrownBy(() -> prepared.plan(prepare()))
                .isInstanceOf(SqlError.class)
                .hasMessageContaining("The lab does not model more than 10000 prepared statements in one session")
                .hasMessageContaining("sp_unprepare");

        prepared.plan(new RpcCall("sp_unprepare", List.of(new Parameter("", SqlType.INT, 1, false))));
        assertThat(prepared.plan(prepare()).handle()).isEqualTo(10_001);
    }

    private static RpcCall prepare() {
        return new RpcCall(
                "sp_prepare",
                List.of(
                        new Parameter("", SqlType.INT, null, true),
                        new Parameter("", SqlType.NVARCHAR, "@a int", false),
                        new Parameter("", SqlType.NVARCHAR, "SELECT @a", false)));
    }
}
