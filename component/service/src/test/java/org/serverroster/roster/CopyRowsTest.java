package org.serverroster.roster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;

/** What is copied is what a query gives back. */
class CopyRowsTest {

    private static final String TABLE =
            "create temporary table copied (place bigint, text text, maybe text, texts text[],"
                    + " flag boolean, time timestamptz, sometime timestamptz, key uuid) on commit drop";

    private static final String COPY = "copy copied from stdin (format binary)";

    record Line(
            long place,
            String text,
            Optional<String> maybe,
            List<String> texts,
            boolean flag,
            Instant time,
            Optional<Instant> sometime,
            UUID key) {}

    /** Whatever PostgreSQL takes, and what it would take for something else where a text is not told apart from a list. */
    private static Arbitrary<String> texts() {
        return Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(40).map(StoredText::of),
                Arbitraries.strings().ofMinLength(3_000).ofMaxLength(20_000).map(StoredText::of),
                Arbitraries.of(
                        "", "NULL", "{}", "{a,b}", "\\", "\\N", "\\.", "\"", "'", "\t\n\r", "\uFEFF", "😀", "\u0001"));
    }

    private static Arbitrary<Instant> times() {
        return Arbitraries.longs()
                .between(
                        Instant.parse("-4000-01-01T00:00:00Z").getEpochSecond(),
                        Instant.parse("+290000-01-01T00:00:00Z").getEpochSecond())
                .map(seconds -> Instant.ofEpochSecond(seconds, Math.floorMod(seconds, 1_000_000) * 1_000));
    }

    @Provide
    Arbitrary<List<Line>> lines() {
        return Combinators.combine(
                        Arbitraries.longs(),
                        texts(),
                        texts().optional(),
                        texts().list().ofMaxSize(4),
                        Arbitraries.of(true, false),
                        times(),
                        times().optional(),
                        Combinators.combine(Arbitraries.longs(), Arbitraries.longs())
                                .as(UUID::new))
                .as(Line::new)
                .list()
                .ofMaxSize(30);
    }

    private static CopyRows rows(List<Line> lines) {
        CopyRows rows = new CopyRows(8);
        for (Line line : lines) {
            rows.row()
                    .number(line.place)
                    .text(line.text)
                    .text(line.maybe)
                    .texts(line.texts)
                    .flag(line.flag)
                    .time(line.time)
                    .time(line.sometime)
                    .uuid(line.key);
        }
        return rows;
    }

    @Property(tries = 150, shrinking = ShrinkingMode.BOUNDED)
    @Label("whatever is copied comes back as it was, in order")
    void comesBack(@ForAll("lines") List<Line> lines) throws SQLException {
        try (Connection connection = begin()) {
            rows(lines).into(connection, COPY);
            assertThat(read(connection)).isEqualTo(lines);
            connection.rollback();
        }
    }

    @Example
    @Label("a row that is refused leaves a connection that can be used on, and the rows before it unwritten")
    void refused() throws SQLException {
        try (Connection connection = begin()) {
            connection.createStatement().execute("alter table copied add check (place >= 0)");
            connection.createStatement().execute("savepoint before");
            List<Line> lines = new ArrayList<>();
            for (int n = 20_000; n >= -1; n--) {
                lines.add(new Line(
                        n,
                        "geheim",
                        Optional.empty(),
                        List.of(),
                        true,
                        Instant.EPOCH.truncatedTo(ChronoUnit.MICROS),
                        Optional.empty(),
                        new UUID(1, 2)));
            }
            assertThatExceptionOfType(SQLException.class)
                    .isThrownBy(() -> rows(lines).into(connection, COPY))
                    .withMessageNotContaining("geheim")
                    .satisfies(e -> assertThat(e.getSQLState()).isEqualTo("23514"));
            connection.createStatement().execute("rollback to savepoint before");
            assertThat(read(connection)).isEmpty();
            connection.rollback();
        }
    }

    private static Connection begin() throws SQLException {
        Connection connection = SharedDatabase.get().dataSource().getConnection();
        connection.setAutoCommit(false);
        connection.createStatement().execute(TABLE);
        return connection;
    }

    private static List<Line> read(Connection connection) throws SQLException {
        List<Line> lines = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement("select * from copied order by ctid");
                ResultSet row = select.executeQuery()) {
            while (row.next()) {
                lines.add(new Line(
                        row.getLong(1),
                        row.getString(2),
                        Optional.ofNullable(row.getString(3)),
                        List.of((String[]) row.getArray(4).getArray()),
                        row.getBoolean(5),
                        row.getObject(6, OffsetDateTime.class).toInstant(),
                        Optional.ofNullable(row.getObject(7, OffsetDateTime.class))
                                .map(OffsetDateTime::toInstant),
                        row.getObject(8, UUID.class)));
            }
        }
        return lines;
    }
}
