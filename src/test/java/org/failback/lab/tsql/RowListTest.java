package org.failback.lab.tsql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Who has read rows keeps what was read, whatever is added to the table afterwards. */
class RowListTest {
    private static final Object[] ONE = {1};
    private static final Object[] TWO = {2};
    private static final Object[] THREE = {3};

    @Test
    void whatWasReadStaysAsItWas() {
        RowList first = RowList.EMPTY.and(List.of(ONE, TWO));
        RowList second = first.and(List.<Object[]>of(THREE));

        assertThat(first).containsExactly(ONE, TWO);
        assertThat(second).containsExactly(ONE, TWO, THREE);
    }

    @Test
    void twoHistoriesOfTheSameRowsDoNotMeet() {
        RowList common = RowList.EMPTY;
        for (int i = 0; i < 5; i++) {
            common = common.and(List.<Object[]>of(ONE));
        }
        RowList left = common.and(List.<Object[]>of(TWO));
        RowList right = common.and(List.<Object[]>of(THREE));

        assertThat(common).hasSize(5).containsOnly(ONE);
        assertThat(left).hasSize(6).endsWith(TWO);
        assertThat(right).hasSize(6).endsWith(THREE);
    }

    @Test
    void growsToAnySize() {
        RowList rows = RowList.EMPTY;
        for (int i = 0; i < 50_000; i++) {
            rows = rows.and(List.<Object[]>of(ONE));
        }
        assertThat(rows).hasSize(50_000);
    }
}
