package org.serverroster.bench;

import java.io.IOException;
import java.util.List;

/** One path that is measured; begins with nothing running, and leaves nothing running. */
public interface Row {

    /** The name that {@code --only} takes. */
    String name();

    /**
     * Measures.
     *
     * @throws IOException if a stream broke, or nothing was heard for too long
     */
    List<Figure> measure(Bed bed) throws IOException;
}
