package org.failback.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ways into the lab's SQL Servers, and what the server says of the connection afterwards. */
class LabLoginsTest {
    private static final String NTLM = "integratedSecurity=true;authenticationScheme=NTLM;domain=LAB;user=failback;";

    @TempDir
    private Path folder;

    private Lab lab;

    @BeforeEach
    void start() {
        lab = Lab.start(new LabShape(16, 0), LabPorts.free(), folder.resolve("ca.pem"));
    }

    @AfterEach
    void stop() {
        lab.close();
    }

    @Test
    void onlyWhoEncryptsEverythingIsSaidToBeEncrypted() throws Exception {
        assertThat(connection("user=failback;password=Practice-range-1;encrypt=false"))
                .isEqualTo("failback FALSE SQL");
        assertThat(connection("user=failback;password=Practice-range-1;encrypt=true;trustServerCertificate=true"))
                .isEqualTo("failback TRUE SQL");
    }

    @Test
    void theWindowsAccountComesInWithNtlm() throws Exception {
        assertThat(connection(NTLM + "password=Practice-range-1;encrypt=false")).isEqualTo("LAB\\failback FALSE NTLM");
        assertThatThrownBy(() -> connection(NTLM + "password=guessed;encrypt=false"))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getErrorCode()).isEqualTo(18456));
    }

    private String connection(String login) throws SQLException {
        String url = "jdbc:sqlserver://localhost:" + lab.address().ports().primary() + ";loginTimeout=10;" + login;
        String sql = "SELECT SUSER_SNAME() + ' ' + encrypt_option + ' ' + auth_scheme"
                + " FROM sys.dm_exec_connections WHERE session_id = @@SPID";
        try (Connection connection = DriverManager.getConnection(url);
                ResultSet row = connection.createStatement().executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }
}
