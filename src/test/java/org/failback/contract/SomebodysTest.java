package org.failback.contract;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** An instance with a pool on it is no place for the product's own batches. */
class SomebodysTest {
    @Test
    void anInstanceWithAPoolIsSomebodysUntilThePoolIsGone() throws Exception {
        try (LabRange range = new LabRange(text -> {})) {
            assertThat(Somebodys.reason(range.first()))
                    .hasValueSatisfying(
                            why -> assertThat(why).contains(range.first().name(), "mgc"));

            for (String database : Somebodys.poolDatabases(range.first())) {
                String name = "[" + database + "]";
                range.first().main().ask("ALTER DATABASE " + name + " SET PARTNER OFF");
                range.first().main().ask("ALTER DATABASE " + name + " SET SINGLE_USER WITH ROLLBACK IMMEDIATE");
                range.first().main().ask("DROP DATABASE " + name);
            }

            assertThat(Somebodys.reason(range.first())).isEmpty();
        }
    }
}
