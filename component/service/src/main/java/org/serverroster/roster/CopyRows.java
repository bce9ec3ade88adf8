package org.serverroster.roster;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Rows of one table as {@code COPY … FROM STDIN (FORMAT binary)} takes them: PostgreSQL's manual, COPY, "Binary Format".
 * Columns are added in their order, as many as were announced. Lives within one method.
 */
final class CopyRows {

    /** Signature, no flags, no further header. */
    private static final byte[] HEADER = "PGCOPY\n\377\r\n\0\0\0\0\0\0\0\0\0".getBytes(StandardCharsets.ISO_8859_1);

    private static final int END = -1;
    private static final int NULL = -1;
    private static final int TYPE_TEXT = 25;
    private static final int FIRST_SIZE = 1 << 14;

    private final int columns;
    private byte[] bytes = Arrays.copyOf(HEADER, FIRST_SIZE);
    private int size = HEADER.length;

    /** @param columns of each row */
    CopyRows(int columns) {
        this.columns = columns;
    }

    /** A text as it goes, for one that many rows have. */
    static byte[] encoded(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    CopyRows row() {
        return int2(columns);
    }

    CopyRows text(String value) {
        return text(encoded(value));
    }

    CopyRows text(byte[] encoded) {
        int4(encoded.length);
        room(encoded.length);
        System.arraycopy(encoded, 0, bytes, size, encoded.length);
        size += encoded.length;
        return this;
    }

    CopyRows text(Optional<String> value) {
        return value.isPresent() ? text(value.get()) : int4(NULL);
    }

    CopyRows texts(List<String> values) {
        int length = int4(0).size;
        int4(values.isEmpty() ? 0 : 1).int4(0).int4(TYPE_TEXT);
        if (!values.isEmpty()) {
            int4(values.size()).int4(1);
            values.forEach(this::text);
        }
        int end = size;
        size = length - Integer.BYTES;
        int4(end - length).size = end;
        return this;
    }

    CopyRows number(long value) {
        return int4(Long.BYTES).int8(value);
    }

    CopyRows flag(boolean value) {
        int4(1).room(1);
        bytes[size++] = (byte) (value ? 1 : 0);
        return this;
    }

    CopyRows time(Instant value) {
        return number(StoredTime.of(value));
    }

    CopyRows time(Optional<Instant> value) {
        return value.isPresent() ? time(value.get()) : int4(NULL);
    }

    CopyRows uuid(UUID value) {
        return int4(2 * Long.BYTES).int8(value.getMostSignificantBits()).int8(value.getLeastSignificantBits());
    }

    /**
     * Has the database take the rows, in their order. They are all made before the copy begins, so that nothing but the
     * database or the way to it can end it early.
     *
     * @param copy {@code copy TABLE (COLUMNS) from stdin (format binary)}
     */
    void into(Connection connection, String copy) throws SQLException {
        int2(END);
        PGConnection driver = connection.unwrap(PGConnection.class);
        CopyIn open = driver.getCopyAPI().copyIn(copy);
        try {
            open.writeToCopy(bytes, 0, size);
            open.endCopy();
        } finally {
            if (open.isActive()) {
                // The driver lets nobody use this connection before the copy has ended, a rollback least of all, and
                // waits
                // for that without a limit. What is left is to part with the connection; the pool finds that it is
                // gone.
                ((Connection) driver).abort(Runnable::run);
            }
        }
    }

    private CopyRows int2(int value) {
        room(Short.BYTES);
        bytes[size++] = (byte) (value >> 8);
        bytes[size++] = (byte) value;
        return this;
    }

    private CopyRows int4(int value) {
        return int2(value >> 16).int2(value);
    }

    private CopyRows int8(long value) {
        return int4((int) (value >> 32)).int4((int) value);
    }

    private void room(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, Math.addExact(size, more)));
        }
    }
}
