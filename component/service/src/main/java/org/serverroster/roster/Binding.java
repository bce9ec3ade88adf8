package org.serverroster.roster;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/**
 * Gives a statement its parameters, one after the other; many rows' as one array a column, for {@code unnest}. Lives
 * within one method.
 */
final class Binding {

    private final PreparedStatement statement;

    /** Written once: what is decided together is decided at one time. */
    private final Map<Instant, String> times = new HashMap<>();

    private int last;

    Binding(PreparedStatement statement) {
        this.statement = statement;
    }

    Binding text(String value) throws SQLException {
        statement.setString(++last, value);
        return this;
    }

    Binding number(long value) throws SQLException {
        statement.setLong(++last, value);
        return this;
    }

    /** @param column null where a row has none */
    <R> Binding texts(List<R> rows, Function<R, String> column) throws SQLException {
        return array("text", rows, column, String[]::new);
    }

    <R> Binding flags(List<R> rows, Predicate<R> column) throws SQLException {
        return array("bool", rows, column::test, Boolean[]::new);
    }

    <R> Binding numbers(List<R> rows, ToLongFunction<R> column) throws SQLException {
        return array("int8", rows, column::applyAsLong, Long[]::new);
    }

    /** @param column empty where a row has none */
    <R> Binding times(List<R> rows, Function<R, Optional<Instant>> column) throws SQLException {
        return array(
                "timestamptz",
                rows,
                row -> column.apply(row)
                        .map(time -> times.computeIfAbsent(time, Binding::literal))
                        .orElse(null),
                String[]::new);
    }

    /** PostgreSQL keeps microseconds, and would round what is finer. */
    private static String literal(Instant time) {
        return time.truncatedTo(ChronoUnit.MICROS).toString();
    }

    private <R, V> Binding array(String type, List<R> rows, Function<R, V> column, IntFunction<V[]> empty)
            throws SQLException {
        V[] values = empty.apply(rows.size());
        for (int i = 0; i < values.length; i++) {
            values[i] = column.apply(rows.get(i));
        }
        statement.setArray(++last, statement.getConnection().createArrayOf(type, values));
        return this;
    }
}
