package org.serverroster.log;

import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.Marker;
import org.apache.logging.log4j.message.Message;
import org.apache.logging.log4j.spi.AbstractLogger;
import org.apache.logging.log4j.spi.ExtendedLogger;

/**
 * A logger that keeps what matters until log4j's own is there, and then leaves everything to that one. Any thread. Before
 * that, {@code debug} is off.
 */
final class LateLogger extends AbstractLogger {

    private static final long serialVersionUID = 1L;

    private final transient LateContext context;

    /** Null before log4j is ready. */
    private transient volatile ExtendedLogger behind;

    LateLogger(String name, LateContext context) {
        super(name);
        this.context = context;
    }

    private ExtendedLogger behind() {
        ExtendedLogger own = behind;
        if (own == null) {
            own = context.behind(getName());
            behind = own;
        }
        return own;
    }

    private static boolean isHeld(Level level) {
        return level.isMoreSpecificThan(Level.INFO);
    }

    @Override
    public void logMessage(String caller, Level level, Marker marker, Message message, Throwable t) {
        ExtendedLogger own = behind();
        if (own == null) {
            context.hold(HeldLine.of(getName(), caller, level, marker, message, t));
        } else {
            own.logMessage(caller, level, marker, message, t);
        }
    }

    @Override
    public Level getLevel() {
        ExtendedLogger own = behind();
        return own == null ? Level.INFO : own.getLevel();
    }

    @Override
    public boolean isEnabled(Level level, Marker marker, Message message, Throwable t) {
        ExtendedLogger own = behind();
        return own == null ? isHeld(level) : own.isEnabled(level, marker, message, t);
    }

    @Override
    public boolean isEnabled(Level level, Marker marker, CharSequence message, Throwable t) {
        ExtendedLogger own = behind();
        return own == null ? isHeld(level) : own.isEnabled(level, marker, message, t);
    }

    @Override
    public boolean isEnabled(Level level, Marker marker, Object message, Throwable t) {
        ExtendedLogger own = behind();
        return own == null ? isHeld(level) : own.isEnabled(level, marker, message, t);
    }

    @Override
    public boolean isEnabled(Level level, Marker marker, String message, Throwable t) {
        ExtendedLogger own = behind();
        return own == null ? isHeld(level) : own.isEnabled(level, marker, message, t);
    }

    @Override
    public boolean isEnabled(Level level, Marker marker, String message) {
        ExtendedLogger own = behind();
        return own == null ? isHeld(level) : own.isEnabled(level, marker, message);
    }

    @Override
    public boolean isEnabled(Level level, Marker marker, String message, Object... p) {
        ExtendedLogger own = behind();
        return own == null ? isHeld(level) : own.isEnabled(level, marker, message, p);
    }

    @Override
    public boolean isEnabled(Level level, Marker marker, String message, Object p0) {
        ExtendedLogger own = behind();
        return own == null ? isHeld(level) : own.isEnabled(level, marker, message, p0);
    }

    @Override
    public boolean isEnabled(Level level, Marker marker, String message, Object p0, Object p1) {
        ExtendedLogger own = behind();
        return own == null ? isHeld(level) : own.isEnabled(level, marker, message, p0, p1);
    }

    @Override
    public boolean isEnabled(Level level, Marker marker, String message, Object p0, Object p1, Object p2) {
        ExtendedLogger own = behind();
        return own == null ? isHeld(level) : own.isEnabled(level, marker, message, p0, p1, p2);
    }

    @Override
    public boolean isEnabled(Level level, Marker marker, String message, Object p0, Object p1, Object p2, Object p3) {
        ExtendedLogger own = behind();
        return own == null ? isHeld(level) : own.isEnabled(level, marker, message, p0, p1, p2, p3);
    }

    @Override
    public boolean isEnabled(
            Level level, Marker marker, String message, Object p0, Object p1, Object p2, Object p3, Object p4) {
        ExtendedLogger own = behind();
        return own == null ? isHeld(level) : own.isEnabled(level, marker, message, p0, p1, p2, p3, p4);
    }

    @Override
    public boolean isEnabled(
            Level level,
            Marker marker,
            String message,
            Object p0,
            Object p1,
            Object p2,
            Object p3,
            Object p4,
            Object p5) {
        ExtendedLogger own = behind();
        return own == null ? isHeld(level) : own.isEnabled(level, marker, message, p0, p1, p2, p3, p4, p5);
    }

    @Override
    public boolean isEnabled(
            Level level,
            Marker marker,
            String message,
            Object p0,
            Object p1,
            Object p2,
            Object p3,
            Object p4,
            Object p5,
            Object p6) {
        ExtendedLogger own = behind();
        return own == null ? isHeld(level) : own.isEnabled(level, marker, message, p0, p1, p2, p3, p4, p5, p6);
    }

    @Override
    public boolean isEnabled(
            Level level,
            Marker marker,
            String message,
            Object p0,
            Object p1,
            Object p2,
            Object p3,
            Object p4,
            Object p5,
            Object p6,
            Object p7) {
        ExtendedLogger own = behind();
        return own == null ? isHeld(level) : own.isEnabled(level, marker, message, p0, p1, p2, p3, p4, p5, p6, p7);
    }

    @Override
    public boolean isEnabled(
            Level level,
            Marker marker,
            String message,
            Object p0,
            Object p1,
            Object p2,
            Object p3,
            Object p4,
            Object p5,
            Object p6,
            Object p7,
            Object p8) {
        ExtendedLogger own = behind();
        return own == null ? isHeld(level) : own.isEnabled(level, marker, message, p0, p1, p2, p3, p4, p5, p6, p7, p8);
    }

    @Override
    public boolean isEnabled(
            Level level,
            Marker marker,
            String message,
            Object p0,
            Object p1,
            Object p2,
            Object p3,
            Object p4,
            Object p5,
            Object p6,
            Object p7,
            Object p8,
            Object p9) {
        ExtendedLogger own = behind();
        return own == null
                ? isHeld(level)
                : own.isEnabled(level, marker, message, p0, p1, p2, p3, p4, p5, p6, p7, p8, p9);
    }
}
