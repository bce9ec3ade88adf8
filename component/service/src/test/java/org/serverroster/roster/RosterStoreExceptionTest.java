package org.serverroster.roster;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which errors of the database pass by themselves, by their SQLSTATE. */
class RosterStoreExceptionTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "08001", "08006", "28P01", "3D000", "40001", "40P01", "53300", "53100", "55P03", "57014", "57P01",
                "57P03", "58030", "25006", "25P03"
            })
    void whatPassesIsTriedAgain(String state) {
        assertThat(RosterStoreException.of(new SQLException("away", state)))
                .isInstanceOf(RosterStoreException.Unavailable.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"22008", "22021", "23505", "23514", "42P01", "42501", "42703", "XX000", "25P02"})
    void whatDoesNotPassIsAFault(String state) {
        assertThat(RosterStoreException.of(new SQLException("refused", state)))
                .isInstanceOf(RosterStoreException.Fault.class);
    }

    @Test
    void aPoolWithoutConnectionsIsUnavailableAndSaysWhy() {
        SQLException refused = new SQLException("Connection refused", "08001");
        SQLException pool = new SQLTransientConnectionException("timed out after 5000ms", null, refused);
        assertThat(RosterStoreException.of(pool))
                .isInstanceOf(RosterStoreException.Unavailable.class)
                .hasMessage("Connection refused (SQLSTATE 08001)");
    }

    @Test
    void anInterruptedWaitForAConnectionIsUnavailable() {
        SQLException pool = new SQLException("interrupted", new InterruptedException());
        assertThat(RosterStoreException.of(pool)).isInstanceOf(RosterStoreException.Unavailable.class);
    }

    @Test
    void aBatchTellsItsOwnState() {
        SQLException cause = new SQLException("violates check constraint", "23514");
        BatchUpdateException batch = new BatchUpdateException("Batch entry 0 was aborted", "23514", new int[0], cause);
        assertThat(RosterStoreException.of(batch))
                .isInstanceOf(RosterStoreException.Fault.class)
                .hasMessage("violates check constraint (SQLSTATE 23514)");
    }

    @Test
    void whatADatabaseSaysIsOneLine() {
        assertThat(RosterStoreException.of(new SQLException("a\nb\u001b[31m", "42601")))
                .hasMessage("a\\nb\\u{1b}[31m (SQLSTATE 42601)");
    }
}
