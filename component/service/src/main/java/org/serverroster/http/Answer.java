package org.serverroster.http;

import java.nio.charset.StandardCharsets;

/** What a request is answered with. Its body is not changed once it is here. */
record Answer(int status, String type, byte[] body) {

    private static final String TEXT = "text/plain; charset=utf-8";
    private static final String JSON = "application/json";

    /** The text format that Prometheus reads; its version is part of the type. */
    private static final String METRICS = "text/plain; version=0.0.4; charset=utf-8";

    static Answer text(int status, String text) {
        return of(status, TEXT, text + "\n");
    }

    static Answer json(int status, String text) {
        return of(status, JSON, text);
    }

    static Answer metrics(String text) {
        return of(200, METRICS, text);
    }

    private static Answer of(int status, String type, String text) {
        return new Answer(status, type, text.getBytes(StandardCharsets.UTF_8));
    }
}
