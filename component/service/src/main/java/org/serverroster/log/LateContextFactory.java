package org.serverroster.log;

import java.net.URI;
import org.apache.logging.log4j.spi.LoggerContext;
import org.apache.logging.log4j.spi.LoggerContextFactory;

/** There is one context, whoever asks. Any thread. */
final class LateContextFactory implements LoggerContextFactory {

    private final LateContext context;

    LateContextFactory(LateContext context) {
        this.context = context;
    }

    @Override
    public LoggerContext getContext(String caller, ClassLoader loader, Object external, boolean current) {
        return context;
    }

    @Override
    public LoggerContext getContext(
            String caller, ClassLoader loader, Object external, boolean current, URI location, String name) {
        return context;
    }

    /** Without this nobody ends it, and what it holds at the end is lost. */
    @Override
    public boolean hasContext(String caller, ClassLoader loader, boolean current) {
        return true;
    }

    @Override
    public void removeContext(LoggerContext gone) {
        // It stays as long as the process.
    }

    @Override
    public boolean isClassLoaderDependent() {
        return false;
    }
}
