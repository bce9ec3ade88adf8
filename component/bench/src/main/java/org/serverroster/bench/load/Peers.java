package org.serverroster.bench.load;

/** The names of the peers. Stateless; any thread. */
public final class Peers {

    private static final String KNOWN = "peer%07d.capulet.example";
    private static final String UNKNOWN = "nobody%07d.capulet.example";

    private Peers() {}

    /** An item of the roster; they are numbered from 1 on. */
    public static String known(int number) {
        return KNOWN.formatted(number);
    }

    /** No item. */
    public static String unknown(int number) {
        return UNKNOWN.formatted(number);
    }

    /** The name of a known one as an SQL expression of the column {@code number}. */
    public static String knownInSql() {
        return "'peer' || lpad(number::text, 7, '0') || '.capulet.example'";
    }
}
