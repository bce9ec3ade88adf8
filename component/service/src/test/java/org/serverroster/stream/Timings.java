package org.serverroster.stream;

import java.time.Duration;
import org.serverroster.stream.StreamSettings.Timing;

/** Times that differ from {@link #PATIENT} in what a test is about. */
final class Timings {

    /** So long that no test on a busy machine runs into one, but for what only bounds the way out. */
    static final Timing PATIENT = new Timing(
            Duration.ofSeconds(30),
            Duration.ofSeconds(30),
            Duration.ofSeconds(30),
            Duration.ofSeconds(60),
            Duration.ofSeconds(30),
            Duration.ofMillis(500),
            Duration.ofMillis(1),
            Duration.ofMillis(20),
            Duration.ofSeconds(30));

    private Timings() {}

    static Timing connect(Duration connect) {
        return of(connect, PATIENT.handshake(), PATIENT.writeStall(), PATIENT.parting());
    }

    static Timing handshake(Duration handshake) {
        return of(PATIENT.connect(), handshake, PATIENT.writeStall(), PATIENT.parting());
    }

    static Timing writeStall(Duration stall) {
        return of(PATIENT.connect(), PATIENT.handshake(), stall, PATIENT.parting());
    }

    static Timing parting(Duration parting) {
        return of(PATIENT.connect(), PATIENT.handshake(), PATIENT.writeStall(), parting);
    }

    static Timing idle(Duration idle, Duration answer) {
        return new Timing(
                PATIENT.connect(),
                PATIENT.handshake(),
                PATIENT.writeStall(),
                idle,
                answer,
                PATIENT.parting(),
                PATIENT.backoffMin(),
                PATIENT.backoffMax(),
                PATIENT.settled());
    }

    /** One pause, always the same. */
    static Timing pause(Duration pause) {
        return new Timing(
                PATIENT.connect(),
                PATIENT.handshake(),
                PATIENT.writeStall(),
                PATIENT.idle(),
                PATIENT.pingAnswer(),
                PATIENT.parting(),
                pause,
                pause,
                PATIENT.settled());
    }

    private static Timing of(Duration connect, Duration handshake, Duration writeStall, Duration parting) {
        return new Timing(
                connect,
                handshake,
                writeStall,
                PATIENT.idle(),
                PATIENT.pingAnswer(),
                parting,
                PATIENT.backoffMin(),
                PATIENT.backoffMax(),
                PATIENT.settled());
    }
}
