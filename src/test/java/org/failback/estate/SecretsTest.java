package org.failback.estate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsTest {
    @TempDir
    Path folder;

    private final Secrets secrets = new Secrets(Map.of("ACT", "from the environment"));

    @Test
    void comeFromTheEnvironment() {
        assertThat(secrets.password(new Credential("failback_act", "env:ACT"))).isEqualTo("from the environment");
    }

    @Test
    void comeFromAFileWithoutTheLineBreakAtItsEnd() throws IOException {
        Path file = Files.writeString(folder.resolve("act"), " from a file \r\n");
        assertThat(secrets.password(new Credential("failback_act", "file:" + file)))
                .isEqualTo(" from a file ");
    }

    @Test
    void areFetchedAnewAtEachUse() throws IOException {
        Path file = Files.writeString(folder.resolve("act"), "first");
        Credential credential = new Credential("failback_act", "file:" + file);
        assertThat(secrets.password(credential)).isEqualTo("first");
        Files.writeString(file, "second");
        assertThat(secrets.password(credential)).isEqualTo("second");
    }

    @Test
    void thatAreGoneAreMissedByTheirPlaceAndAccount() {
        assertThatThrownBy(() -> secrets.password(new Credential("failback_act", "env:GONE")))
                .isInstanceOf(MissingSecret.class)
                .hasMessage(
                        "The password of failback_act cannot be fetched: its reference names the environment variable GONE, which is not set or empty. Put the secret back where the configuration says it lies.");
    }

    @Test
    void areNeverSaidWhenSomebodyPutOneInPlaceOfItsReference() {
        assertThatThrownBy(() -> secrets.password(new Credential("failback_act", "Hunter2")))
                .isInstanceOf(MissingSecret.class)
                .hasMessageNotContaining("Hunter2");
        assertThat(secrets.toString()).doesNotContain("from the environment");
    }
}
